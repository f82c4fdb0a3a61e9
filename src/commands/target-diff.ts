import type { CallOutcome } from "../target/call-outcome.ts";
import {
  compareTargets,
  type Difference,
  type HeaderDifference,
  isNone,
  type TargetDifference,
} from "../target/compare.ts";
import type { StdlibCall } from "../target/stdlib-runtime.ts";
import { loadTarget, type Target } from "../target/target.ts";
import {
  complain,
  outcomePhrase,
  print,
  stdlibPhrase,
  targetTitle,
  unknownTarget,
  wrapped,
} from "./target-text.ts";

/** `mirage-lint target diff A B`: what changes for whom who goes from A to B. 2 for an unknown target. */
export function runTargetDiff(before: string, after: string): number {
  const unknown = unknownTarget(before) ?? unknownTarget(after);
  if (unknown !== undefined) return complain(unknown);
  const [a, b] = [loadTarget(before), loadTarget(after)];
  print([`from ${targetTitle(a)}`, `to   ${targetTitle(b)}`, ...describe(compareTargets(a, b), a, b)]);
  return 0;
}

function describe(difference: TargetDifference, before: Target, after: Target): readonly string[] {
  const { contents } = difference;
  const libc = contents.filter(({ origin }) => origin !== "ocaml");
  const runtime = contents.filter(({ origin }) => origin === "ocaml");
  const flags = {
    gained: after.cFlags.filter((flag) => !before.cFlags.includes(flag)),
    lost: before.cFlags.filter((flag) => !after.cFlags.includes(flag)),
    changed: [],
  };
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["C stubs: headers that they can include", plainLines(difference.headers)],
    ["C stubs: what the headers of the C library have", libc.flatMap(headerLines)],
    ["C stubs: what the runtime's headers have", runtime.flatMap(headerLines)],
    ["C stubs: what a call does", callLines(difference.calls)],
    ["C stubs: macros that the compiler defines", plainLines(difference.predefinedMacros)],
    ["C stubs: flags that every one is compiled with", plainLines(flags)],
    [
      "OCaml code: functions of the standard library that do something else there",
      stdlibLines(difference.stdlib),
    ],
    ["OCaml code: primitives for external", plainLines(difference.primitives)],
    ["OCaml code: symbols that only unix and threads.posix have", plainLines(difference.unixOnlySymbols)],
    ["dune files: libraries", plainLines(difference.libraries)],
    ["dune files: variables", plainLines(difference.duneVariables)],
  ];
  const told = sections.filter(([, lines]) => lines.length > 0);
  if (told.length === 0) return ["", "no difference"];
  return told.flatMap(([title, lines]) => ["", title, ...lines]);
}

function plainLines(difference: Difference<string>, indent = "  "): readonly string[] {
  const { changed, gained, lost } = difference;
  return [
    ...nameLines("gained", gained, indent),
    ...nameLines("lost", lost, indent),
    ...changed.map(
      ({ after, before, name }) =>
        `${indent}${name}: ${before.trim() || "(empty)"} -> ${after.trim() || "(empty)"}`,
    ),
  ];
}

function nameLines(title: string, names: readonly string[], indent: string): readonly string[] {
  return names.length === 0 ? [] : [`${indent}${title} (${names.length})`, ...wrapped(names, `${indent}  `)];
}

function headerLines({ macros, name, names }: HeaderDifference): readonly string[] {
  return [
    `  <${name}>`,
    ...plainLines(names, "    "),
    ...(isNone(macros) ? [] : ["    macros", ...plainLines(macros, "      ")]),
  ];
}

function callLines({ changed, gained, lost }: Difference<CallOutcome>): readonly string[] {
  return [
    ...nameLines("now linked or declared", gained, "  "),
    ...nameLines("no longer linked or declared", lost, "  "),
    ...changed.flatMap(({ after, before, name }) => [
      `  ${name}`,
      `    before: ${outcomePhrase(before)}`,
      `    now:    ${outcomePhrase(after)}`,
    ]),
  ];
}

function stdlibLines({ changed, gained, lost }: Difference<readonly StdlibCall[]>): readonly string[] {
  return [
    ...nameLines("only now", gained, "  "),
    ...nameLines("no longer", lost, "  "),
    ...changed.flatMap(({ after, before, name }) => [
      `  ${name}`,
      `    before: ${before.map(stdlibPhrase).join("; ")}`,
      `    now:    ${after.map(stdlibPhrase).join("; ")}`,
    ]),
  ];
}
