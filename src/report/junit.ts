import type { Diagnostic } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { type JudgedCase, type JudgedSuite, judgedSuites } from "./junit-cases.ts";
import { renderOcaml } from "./ocaml.ts";
import { element, textElement } from "./xml.ts";

/**
 * The run in the XML of JUnit, as GitLab, Jenkins and others read it: packages are suites, what was judged is a test. It fails
 * where there is an error about it, is skipped where it is not portable (or nobody knows) without anybody being to blame,
 * and passes else; all findings are told, as OCaml's tools print them. What is excused is only told by the verdict.
 */
export function renderJunit(run: Run): string {
  const suites = judgedSuites(run);
  const cases = suites.flatMap((suite) => suite.cases);
  const root = element(
    "testsuites",
    { name: run.tool.name, ...countsOf(cases) },
    suites.map((suite) => suiteElement(suite, run)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function suiteElement({ package: owner = "no package", cases }: JudgedSuite, run: Run): string {
  // GitLab shows the class as the suite; Jenkins takes what stands before the dot for a package of Java.
  const classname = `${run.tool.name}.${owner}`;
  return element(
    "testsuite",
    { name: owner, ...countsOf(cases) },
    cases.map((judged) => caseElement(judged, classname, run)),
  );
}

type Outcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly error: Diagnostic }
  | { readonly kind: "skipped"; readonly message: string };

function outcomeOf({ findings, verdict, grounds }: JudgedCase): Outcome {
  const error = findings.find(({ severity }) => severity === "error");
  if (error !== undefined) return { kind: "failed", error };
  if (verdict === undefined || verdict === "portable") return { kind: "passed" };
  return { kind: "skipped", message: `${verdict} (${grounds})` };
}

function caseElement(judged: JudgedCase, classname: string, run: Run): string {
  const outcome = outcomeOf(judged);
  // The time is not measured: two runs give the same text.
  const attributes = { name: judged.name, classname, file: judged.file, time: 0 };
  const lines = renderOcaml({ ...run, diagnostics: judged.findings })
    .trimEnd()
    .split("\n");
  const told = judged.findings.length === 0 ? [] : [textElement("system-out", {}, lines)];
  switch (outcome.kind) {
    case "passed":
      return element("testcase", attributes, told);
    case "failed": {
      const { message, rule } = outcome.error;
      return element("testcase", attributes, [textElement("failure", { message, type: rule }, lines)]);
    }
    case "skipped":
      return element("testcase", attributes, [element("skipped", { message: outcome.message }, []), ...told]);
  }
}

function countsOf(cases: readonly JudgedCase[]): Readonly<Record<string, number>> {
  const count = (kind: Outcome["kind"]): number =>
    cases.filter((judged) => outcomeOf(judged).kind === kind).length;
  return { tests: cases.length, failures: count("failed"), errors: 0, skipped: count("skipped"), time: 0 };
}
