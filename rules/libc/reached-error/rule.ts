import { type LadderPlace, ladderAt } from "../../../src/facts/c-conditionals.ts";
import { includePath, placeIn, placeOf, shortName } from "../../../src/lint/include-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { ReachedError } from "../../../src/syntax/c/preprocess-types.ts";
import type { SeenStub } from "../../../src/workspace/code.ts";

interface ReachedErrorDirective {
  readonly file: string;
  readonly words: string;
  readonly ladder: Pick<LadderPlace, "isLast" | "macros"> | undefined;
  /** Macros of which nothing is known; it is reached, or another, whatever they are. */
  readonly dependsOn: readonly string[];
}

export default defineRule<ReachedErrorDirective>({
  id: "libc/reached-error",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "a C stub has an #error that the target's compiler reaches",
  message: ({ file, words, ladder, dependsOn }) => {
    const condition = dependsOn.length === 0 ? "" : ` (whatever ${dependsOn.join(", ")} is)`;
    return `${file} ends in #error on the target: ${words}${condition}${why(ladder)}`;
  },
  help: ({ ladder }) =>
    ladder?.isLast === true
      ? "add a branch for the target: #elif defined(__ocaml_solo5__)"
      : "leave the check out where __ocaml_solo5__ is defined, or move the stub to a library that is not meant for the target",
  check({ workspace, code, report }) {
    for (const { stub, seen } of code.stubs) {
      if (seen === undefined || missesHeader(seen)) continue;
      for (const error of seen.preprocessed.reachedErrors) {
        if (error.kind !== "error" || !isCertain(error, seen)) continue;
        const last = error.chain.at(-1);
        const path = last?.path ?? seen.source;
        const place = last === undefined ? undefined : placeOf(stub, last);
        const text = place === undefined ? "" : (workspace.sources.text(place.file) ?? "");
        const ladder = ladderAt(text, last?.span.start ?? 0);
        report({
          at: placeIn(stub, seen, error.at),
          owner: { kind: "stub", stub },
          symbol: error.message,
          path: includePath(stub, error.chain),
          data: {
            file: shortName(path),
            words: error.message,
            ladder,
            dependsOn: error.condition === "yes" ? [] : error.dependsOn,
          },
        });
      }
    }
  },
});

/** Without a header that is missing, what it would define is: that is the finding. */
const missesHeader = ({ preprocessed }: SeenStub): boolean =>
  preprocessed.includes.some(({ outcome, condition }) => outcome === "missing" && condition === "yes");

const isCertain = ({ condition }: ReachedError, { everyCase }: SeenStub): boolean =>
  condition === "yes" || everyCase?.missing.size === 0;

const mostNamed = 6;

function why(ladder: ReachedErrorDirective["ladder"]): string {
  const macros = ladder?.macros ?? [];
  if (ladder === undefined || macros.length === 0) return "";
  const more = macros.length > mostNamed ? ", …" : "";
  const named = `${macros.slice(0, mostNamed).join(", ")}${more}`;
  return ladder.isLast ? `; the tests of ${named} have no branch for it` : `; what it tests is ${named}`;
}
