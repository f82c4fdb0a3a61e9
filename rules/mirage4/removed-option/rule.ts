import type { Edit } from "../../../src/edits/edit.ts";
import { commandsInPage, commandsInScript, type MirageCommand } from "../../../src/facts/mirage-commands.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Span } from "../../../src/syntax/span.ts";
import { keptBelow } from "../../../src/workspace/kept-below.ts";
import type { Unikernel } from "../../../src/workspace/model.ts";
import { baseName } from "../../../src/workspace/paths.ts";
import { scriptReader } from "../../../src/workspace/script-files.ts";

interface RemovedOption extends Removal {
  /** More of the same in this file. */
  readonly others: number;
}

interface Removal {
  /** As written, of the shortest that shows it: `mirage build`. */
  readonly written: string;
  readonly release: string;
  readonly instead: string;
}

export default defineRule<RemovedOption>({
  id: "mirage4/removed-option",
  phase: "resolve",
  severity: "warning",
  porting: false,
  fixes: ["unsafe"],
  summary: "a script or README calls mirage with a command or option that it no longer has",
  message: ({ written, release, others }) =>
    `mirage ${release} removed ${written}${others === 0 ? "" : ` (and ${others} more in this file)`}`,
  help: ({ instead }) => instead,
  check({ workspace: { components, sources }, report }) {
    const unikernels = components.filter((component) => component.kind === "unikernel");
    // Elsewhere nobody runs it.
    if (unikernels.length === 0) return;
    for (const file of sources.vfs.files) {
      const text = scriptReader(file) === undefined ? undefined : sources.text(file);
      if (text === undefined || !text.includes("mirage")) continue;
      const read = baseName(file) === "README.md" ? commandsInPage : commandsInScript;
      const found = read(text).flatMap((command) => {
        const removal = removalIn(command);
        return removal === undefined || isKeptBelow(unikernels, file, removal.release)
          ? []
          : [{ removal, span: command.span }];
      });
      for (const written of new Set(found.map(({ removal }) => removal.written))) {
        const [first, ...others] = found.filter(({ removal }) => removal.written === written);
        if (first === undefined) continue;
        const edits = [first, ...others].map(({ span }) => rewritten(file, text, span));
        const isWhole = edits.every((edit) => edit !== undefined);
        report({
          at: { file, span: first.span },
          owner: { kind: "file" },
          symbol: written,
          related: others.map(({ span }) => ({ message: written, at: { file, span } })),
          also: others.map(({ span }) => ({ at: { file, span } })),
          data: { ...first.removal, others: others.length },
          // What else a script does with the command is not seen here.
          ...(isWhole ? { fix: { safety: "unsafe", title: "write today's command", edits } } : {}),
        });
      }
    }
  },
});

/** Whether each unikernel that a script is for says that it is built with an older mirage. */
function isKeptBelow(unikernels: readonly Unikernel[], file: string, release: string): boolean {
  const near = unikernels.filter(({ directory }) => directory === "" || file.startsWith(`${directory}/`));
  return (near.length === 0 ? unikernels : near).every(
    (unikernel) => keptBelow(unikernel, release) !== undefined,
  );
}

interface RemovedWord {
  readonly options: readonly string[];
  readonly release: string;
  readonly instead: (option: string) => string;
}

/** Options of `mirage configure`. */
const removedWords: readonly RemovedWord[] = [
  {
    options: ["--unix", "--xen"],
    release: "3.0.0",
    instead: (option) => `mirage configure -t ${option.slice(2)}`,
  },
  {
    options: ["--warn-error"],
    release: "4.0.0",
    instead: () => "take it away: what is compiled with is dune's to say",
  },
  {
    options: ["-l", "--logs", "--ipv4", "--ipv4-gateway", "--ipv6", "--ipv6-gateway"],
    release: "4.5.0",
    instead: (option) => `give ${option} to the unikernel as it boots`,
  },
  {
    options: ["--dhcp"],
    release: "4.11.0",
    instead: () => "take it away, or for --dhcp false write --no-dhcp: DHCP is asked unless that says no",
  },
];

/** Source: `mirage CHANGES.md`; what became an argument at boot, of 4.5.0 (#1449). */
function removalIn({ subcommand, words }: MirageCommand): Removal | undefined {
  if (subcommand === "build")
    return {
      written: "mirage build",
      release: "4.5.0",
      instead: "make build, by the Makefile that mirage configure writes (make depends before it)",
    };
  if (subcommand !== "configure") return undefined;
  if (/(?:-t|--target)[ =]?ukvm\b/.test(words.join(" ")))
    return { written: "the target ukvm", release: "4.0.0", instead: "mirage configure -t hvt" };
  for (const word of words) {
    const [option = ""] = word.split("=", 1);
    const removed = removedWords.find(({ options }) => options.includes(option));
    if (removed !== undefined)
      return { written: option, release: removed.release, instead: removed.instead(option) };
  }
  return undefined;
}

/** A command as it is written today; undefined where that takes more than other words. */
function rewritten(file: string, text: string, span: Span): Edit | undefined {
  const now = text.slice(span.start, span.end);
  // In a Makefile that would call a target of its own.
  if (/^mirage[ \t]+build$/.test(now))
    return /^(?:GNUm|[Mm])akefile|\.mk$/.test(baseName(file))
      ? undefined
      : { file, span, text: "make build" };
  const next = now
    .replace(/(?<=\s)--(unix|xen)(?!\S)/, "-t $1")
    .replace(/(?<=\s(?:-t|--target)[ =]?)ukvm(?!\S)/, "hvt");
  return next === now || !/^mirage[ \t]+configure\b/.test(now) ? undefined : { file, span, text: next };
}
