import { includedFiles, takesStandard } from "../../../src/facts/ordered-set.ts";
import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Target } from "../../../src/target/target.ts";
import { foreignFlags } from "../../../src/workspace/foreign-flags.ts";
import type { Project, Workspace } from "../../../src/workspace/model.ts";

interface ReplacedFlags {
  readonly owner: string;
  readonly lost: readonly string[];
  /** Without them the compiler does not find nolibc. */
  readonly findsNolibc: boolean;
}

export default defineRule<ReplacedFlags>({
  id: "libc/replaced-flags",
  phase: "compile",
  severity: "warning",
  porting: true,
  fixes: ["safe"],
  summary: "flags of C stubs replace the toolchain's own instead of adding to them",
  message: ({ owner, lost, findsNolibc }) => {
    const why = findsNolibc ? "and with them nolibc's headers" : "with which OCaml's own C is compiled";
    return `${owner} gives its C stubs flags without :standard: they lose ${lost.join(" ")}, ${why}`;
  },
  help: () => "begin the field with :standard: (flags (:standard …))",
  check({ workspace, target, report }) {
    for (const { component, stubs, flags } of foreignFlags(workspace)) {
      const [first] = flags;
      if (first === undefined || stubs.language !== "c" || takesStandard(stubs.flags)) continue;
      // A file that a rule makes may say :standard itself.
      if (includedFiles(stubs.flags).length > 0 || !isStandardInDune(component.project, workspace)) continue;
      const findsNolibc = flagsFindNolibc(target);
      report({
        at: { file: component.at.file, span: first.span },
        owner: { kind: "component", component },
        data: { owner: describe(component), lost: target.cFlags, findsNolibc },
        // What comes later on the command line counts, so that the field's own flags still do.
        fix: {
          safety: "safe",
          title: "begin the flags with :standard",
          edits: [
            {
              file: component.at.file,
              span: { start: first.span.start, end: first.span.start },
              text: ":standard ",
            },
          ],
        },
        ...(findsNolibc ? {} : { severity: "note" as const }),
      });
    }
  },
});

/** Where the wrapper does not say so, OCaml's configuration tells the compiler where nolibc is. */
const flagsFindNolibc = ({ duneVariables }: Target): boolean =>
  /nolibc|overrides/.test(duneVariables.ocamlc_cflags ?? "");

/** From 3.0 on :standard has the toolchain's flags; before, dune gives them whatever the field says. */
function isStandardInDune({ file, lang }: Project, { sources }: Workspace): boolean {
  const [major = "0"] = (lang ?? "").split(".");
  const text = file === undefined ? "" : (sources.text(file) ?? "");
  if (/use_standard_c_and_cxx_flags\s+false/.test(text)) return false;
  return Number(major) >= 3 || /use_standard_c_and_cxx_flags/.test(text);
}
