import { commandsInPage, commandsInScript, type MirageCommand } from "../../../src/facts/mirage-commands.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { baseName, endingOf } from "../../../src/workspace/paths.ts";

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
  summary: "a script or README calls mirage with a command or option that it no longer has",
  message: ({ written, release, others }) =>
    `mirage ${release} removed ${written}${others === 0 ? "" : ` (and ${others} more in this file)`}`,
  help: ({ instead }) => instead,
  check({ workspace: { components, sources }, report }) {
    // Elsewhere nobody runs it.
    if (!components.some(({ kind }) => kind === "unikernel")) return;
    for (const file of sources.vfs.files) {
      const reader = readerOf(file);
      const text = reader === undefined ? undefined : sources.text(file);
      if (reader === undefined || text === undefined || !text.includes("mirage")) continue;
      const found = reader(text).flatMap((command) => {
        const removal = removalIn(command);
        return removal === undefined ? [] : [{ removal, span: command.span }];
      });
      for (const written of new Set(found.map(({ removal }) => removal.written))) {
        const [first, ...others] = found.filter(({ removal }) => removal.written === written);
        if (first === undefined) continue;
        report({
          at: { file, span: first.span },
          owner: { kind: "file" },
          symbol: written,
          related: others.map(({ span }) => ({ message: written, at: { file, span } })),
          data: { ...first.removal, others: others.length },
        });
      }
    }
  },
});

/** How a file that runs commands is read; undefined for all others, and for what is vendored. */
function readerOf(file: string): ((text: string) => readonly MirageCommand[]) | undefined {
  if (file.split("/").includes("duniverse")) return undefined;
  const name = baseName(file);
  if (name === "README.md") return commandsInPage;
  const isScript =
    /^(?:GNUmakefile|[Mm]akefile|Dockerfile)(?:\.|$)/.test(name) ||
    ["sh", "mk", "yml", "yaml"].includes(endingOf(name));
  return isScript ? commandsInScript : undefined;
}

/** Source: `mirage CHANGES.md`. */
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
  const target = words.find((word) => word === "--unix" || word === "--xen");
  return target === undefined
    ? undefined
    : { written: target, release: "3.0.0", instead: `mirage configure -t ${target.slice(2)}` };
}
