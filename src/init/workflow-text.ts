import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Survey } from "./survey.ts";

const templates = {
  package: "package.yml",
  unikernel: "unikernel.yml",
  repository: "opam-repository.yml",
} as const;

/** The workflow of docs/workflows for what was looked at, for its branch and directory; undefined where there is none. */
export function workflowText({ kind, branch, below }: Survey): string | undefined {
  const template = workflowTemplate(templates[kind]);
  if (template === undefined) return undefined;
  return withPath(
    template
      .replace("branches: [main]", `branches: [${branch}]`)
      // The configuration says so.
      .replace(/ +with:\n +path: \.\n +fail-on: warning\n/, ""),
    below,
  );
}

function withPath(workflow: string, below: string): string {
  if (below === "") return workflow;
  const path = JSON.stringify(below);
  return workflow.includes("command: prepublish")
    ? workflow
        .replace("command: prepublish\n", `command: prepublish\n          path: ${path}\n`)
        .replace('"packages/**"', JSON.stringify(`${below}/packages/**`))
    : workflow.replace("id: mirage-lint\n", `id: mirage-lint\n        with:\n          path: ${path}\n`);
}

function workflowTemplate(name: string): string | undefined {
  // docs/ lies beside dist/ and, in a checkout, above src/init/.
  const file = ["../docs/workflows", "../../docs/workflows"]
    .map((directory) => fileURLToPath(new URL(`${directory}/${name}`, import.meta.url)))
    .find((candidate) => existsSync(candidate));
  return file === undefined ? undefined : readFileSync(file, "utf8");
}
