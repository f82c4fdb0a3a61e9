import { printable } from "../report/escape.ts";
import type { CallOutcome } from "../target/call-outcome.ts";
import type { ArgumentCondition, StdlibCall, StdlibOutcome } from "../target/stdlib-runtime.ts";
import { defaultTarget, hasTarget, loadTarget, type Target, targetNames } from "../target/target.ts";

const width = 100;

/** `words` in lines of at most a hundred characters, each line after `indent`. */
export function wrapped(words: readonly string[], indent: string, separator = " "): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, word] of words.entries()) {
    const next = index === words.length - 1 ? word : word + separator.trimEnd();
    if (line !== "" && indent.length + line.length + 1 + next.length > width) {
      lines.push(indent + line);
      line = "";
    }
    line = line === "" ? next : `${line} ${next}`;
  }
  return line === "" ? lines : [...lines, indent + line];
}

/** `title (n)` and the words below it; nothing where there are none. */
export function listSection(title: string, words: readonly string[], indent = ""): readonly string[] {
  if (words.length === 0) return [];
  return [`${indent}${title} (${words.length})`, ...wrapped(words, `${indent}  `)];
}

/** A phrase that follows a function's name. */
export function outcomePhrase(outcome: CallOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return "not there: no header declares it, nothing provides it";
    case "works":
      return outcome.by === "header"
        ? "works: the header holds its body"
        : `works: ${outcome.by} provides it`;
    case "aborts":
      return "links, and aborts the unikernel when it is called";
    case "fails":
      return `links, and fails when it is called: it returns ${outcome.value} and sets errno to ENOSYS`;
    case "ignored":
      return `links, and does nothing when it is called: it returns ${outcome.value} and sets errno to ENOSYS`;
    case "undefined":
      return "compiles, and doesn't link: a header declares it, nothing provides it";
    default:
      return outcome satisfies never;
  }
}

/** A phrase that follows the name of a function of OCaml's standard library. */
export function stdlibPhrase(call: StdlibCall): string {
  const conditions = [
    ...(call.where === undefined ? [] : [conditionPhrase(call.where)]),
    ...(call.sometimes === undefined ? [] : [call.sometimes]),
  ];
  const where = conditions.length === 0 ? "" : `, where ${conditions.join(" and ")}`;
  return `${outcomeOfCall(call.outcome)}${where}`;
}

function outcomeOfCall(outcome: StdlibOutcome): string {
  switch (outcome.kind) {
    case "aborts":
      return `aborts the unikernel (${outcome.by})`;
    case "raises":
      return `raises ${outcome.exception}${outcome.message === undefined ? "" : ` (${outcome.message})`}`;
    case "misleads":
      return `gives ${outcome.gives}`;
    case "insecure":
      return `has a seed that can be guessed: ${outcome.seed}`;
    default:
      return outcome satisfies never;
  }
}

const places = ["first", "second", "third", "fourth"];

function conditionPhrase({ argument, is }: ArgumentCondition): string {
  const which = typeof argument === "number" ? `the ${places[argument]} argument` : `~${argument}`;
  return `${which} is ${is === "stdin" || is === "true" ? is : `a ${is}`}`;
}

/** `solo5-1.3 (ocaml-solo5 1.3.2, OCaml 5.3.0)` */
export function targetTitle(target: Target): string {
  return `${target.name} (ocaml-solo5 ${target.ocamlSolo5}, OCaml ${target.ocaml})`;
}

const wrongUse = 2;

/** Says what is wrong, on standard error, and gives the exit code for it. */
export function complain(message: string): number {
  process.stderr.write(`mirage-lint: ${printable(message)}\n`);
  return wrongUse;
}

/** The message for a target that there is no data of. */
export function unknownTarget(name: string): string | undefined {
  return hasTarget(name) ? undefined : `unknown target ${name}; there is ${targetNames().join(", ")}`;
}

/** Data of all targets, the default one first. */
export function allTargets(): readonly Target[] {
  const names = targetNames().filter((name) => name !== defaultTarget);
  return [defaultTarget, ...names.sort()].map(loadTarget);
}

export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
