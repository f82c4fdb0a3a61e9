import type { Command, RuleStanza } from "../facts/stanza.ts";
import type { Component, Workspace } from "./model.ts";
import { baseName, joinPath } from "./paths.ts";
import type { Place } from "./sources.ts";

/** A rule on the way to what a component is built from, and who is built from it. */
export interface BuildStep {
  readonly rule: RuleStanza;
  readonly file: string;
  /** Where dune runs it. */
  readonly directory: string;
}

export interface NeededStep extends BuildStep {
  readonly component: Component;
}

/** Every rule that target code needs, once, with the first component that does. */
function neededSteps({ components, resolver, roleOf }: Workspace): readonly NeededStep[] {
  const steps = new Map<RuleStanza, NeededStep>();
  for (const component of components) {
    if (roleOf(component) !== "target" || resolver.existenceOf(component).truth === "no") continue;
    for (const step of resolver.buildStepsOf(component))
      if (!steps.has(step.rule)) steps.set(step.rule, { ...step, component });
  }
  return [...steps.values()];
}

/** A command that starts another build system, which picks a C compiler of its own unless it is told. */
export interface ForeignBuild {
  readonly step: NeededStep;
  readonly tool: string;
  readonly at: Place;
}

const tools: ReadonlySet<string> = new Set([
  "make",
  "gmake",
  "cmake",
  "configure",
  "cargo",
  "meson",
  "ninja",
  "scons",
]);

/** What hands the target's compiler on, in an action or in a Makefile. */
const handsOn =
  /%\{(?:cc|cxx|ocaml-config:|read:|env:|toolchain)|\bCC=|--host\b|--cc\b|--target\b|CMAKE_TOOLCHAIN_FILE|--cross-file/;
const looksForTarget = /ocamlfind|ocamlopt|pkg-config|solo5|freestanding|OCAMLFIND_TOOLCHAIN|opam/;

/** Builds by make, configure and the like that nobody tells the target's compiler. */
export function foreignBuilds(workspace: Workspace): readonly ForeignBuild[] {
  return neededSteps(workspace).flatMap((step): readonly ForeignBuild[] => {
    const { commands } = step.rule;
    if (commands.some(({ words, settings }) => [...words, ...settings].some((word) => handsOn.test(word))))
      return [];
    for (const command of commands) {
      const tool = toolOf(command);
      if (tool === undefined || (tool === "make" && makefileKnows(step, workspace))) continue;
      return [{ step, tool, at: { file: step.file, span: command.at.span } }];
    }
    return [];
  });
}

function toolOf({ kind, words }: Command): string | undefined {
  const [program = "", ...others] = words;
  if (program === "%{make}") return "make";
  const named = baseName(program.replace(/^%\{(?:dep|bin):([^}]*)\}$/, "$1"));
  if (tools.has(named)) return named;
  const script = kind === "run" && /^%?\{?(?:bin:)?(?:ba)?sh\}?$/.test(named) ? others.slice(0, 1) : others;
  const reads = kind === "shell" || /^%?\{?(?:bin:)?(?:ba)?sh\}?$/.test(named);
  return reads ? script.map(baseName).find((word) => tools.has(word)) : undefined;
}

/** Whether the Makefile beside the rule finds the target's compiler itself; true where it can't be seen. */
function makefileKnows({ directory }: BuildStep, { tree, sources }: Workspace): boolean {
  const files = tree.directories.get(directory)?.files ?? [];
  const name = ["GNUmakefile", "makefile", "Makefile"].find((candidate) => files.includes(candidate));
  const text = name === undefined ? undefined : sources.text(joinPath(directory, name) ?? name);
  return text === undefined || looksForTarget.test(text);
}

/** A program that is told the target's `system`, and names others and not that one. */
export interface SystemChoice {
  readonly step: NeededStep;
  readonly script: string;
  readonly system: string;
  readonly at: Place;
}

const asksForSystem = /%\{(?:ocaml-config:)?system\}/;
const namesSystems = /"(?:linux|macosx|freebsd|mingw(?:64)?|win32)"/;
const givesUp = /\b(?:failwith|invalid_arg|raise|exit|assert false)\b/;

export function systemChoices(workspace: Workspace): readonly SystemChoice[] {
  const system = workspace.resolver.variables("system", undefined);
  if (system === undefined) return [];
  return neededSteps(workspace).flatMap((step): readonly SystemChoice[] => {
    const command = step.rule.commands.find(({ words }) => words.some((word) => asksForSystem.test(word)));
    if (command === undefined) return [];
    const script = scriptsOf(step, command).find((path) => {
      const text = workspace.sources.vfs.has(path) ? (workspace.sources.text(path) ?? "") : "";
      return namesSystems.test(text) && givesUp.test(text) && !text.includes(`"${system}"`);
    });
    return script === undefined
      ? []
      : [{ step, script, system, at: { file: step.file, span: command.at.span } }];
  });
}

/** The OCaml files that may be the program: what the rule depends on, and the source of what it runs. */
function scriptsOf({ rule, directory }: BuildStep, { words }: Command): readonly string[] {
  const run = /^(?:%\{(?:exe|dep):)?([^%{}]+)\.(?:exe|bc)\}?$/.exec(words[0] ?? "")?.[1];
  const inputs = rule.inputs.flatMap((input) => (input.kind === "file" ? [input.file.text] : []));
  return [
    ...(run === undefined ? [] : [`${run}.ml`]),
    ...inputs.filter((name) => name.endsWith(".ml")),
  ].flatMap((name) => joinPath(directory, name) ?? []);
}
