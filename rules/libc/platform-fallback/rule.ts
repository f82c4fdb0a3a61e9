import { ladderAt } from "../../../src/facts/c-conditionals.ts";
import { includePath, placeIn, shortName } from "../../../src/lint/include-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";

interface PlatformFallback {
  readonly file: string;
  readonly words: string;
  /** A function that raises, called in the same branch. */
  readonly raises: string | undefined;
  readonly macros: readonly string[];
}

const raising = /\b(\w*raise\w*|caml_(?:failwith|invalid_argument|fatal_error)\w*|abort)\s*\(/i;
const ofPlatforms = /support|platform|implement|operating system|architecture|\bOS\b|portab/i;

export default defineRule<PlatformFallback>({
  id: "libc/platform-fallback",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "a C stub compiles its fallback for unsupported platforms on the target",
  message: ({ file, words, raises, macros }) => {
    const ladder =
      macros.length === 0 ? "" : ` (the tests of ${macros.slice(0, 6).join(", ")} have no branch for it)`;
    const then = raises === undefined ? "" : `; what stands there calls ${raises} when the unikernel runs`;
    return `${file} compiles its fallback on the target${ladder}: #warning ${words}${then}`;
  },
  help: () =>
    "add a branch for __ocaml_solo5__, or make it a library with an implementation per target, as mirage-ptime and mirage-mtime are",
  check({ workspace, code, report }) {
    for (const { stub, seen } of code.stubs)
      for (const warning of seen?.preprocessed.reachedErrors ?? []) {
        if (seen === undefined || warning.kind !== "warning" || warning.condition !== "yes") continue;
        const last = warning.chain.at(-1);
        const path = last?.path ?? seen.source;
        const text = workspace.sources.text(path) ?? "";
        const ladder = ladderAt(text, last?.span.start ?? 0);
        if (ladder === undefined || !ladder.isLast || !ofPlatforms.test(warning.message)) continue;
        const raises = raising.exec(text.slice(ladder.start, ladder.end))?.[1];
        report({
          at: placeIn(stub, seen, warning.at),
          owner: { kind: "stub", stub },
          symbol: warning.message,
          path: includePath(stub, warning.chain),
          data: { file: shortName(path), words: warning.message, raises, macros: ladder.macros },
          ...(raises === undefined ? { severity: "note" as const } : {}),
        });
      }
  },
});
