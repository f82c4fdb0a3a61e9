import type { Fix } from "../../../src/edits/edit.ts";
import { type ScriptLine, scriptLines } from "../../../src/facts/script-lines.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Span } from "../../../src/syntax/span.ts";
import { endingOf } from "../../../src/workspace/paths.ts";
import { scriptReader } from "../../../src/workspace/script-files.ts";

interface RetiredOverlay {
  /** `dune-universe/mirage-opam-overlays` */
  readonly repository: string;
  readonly others: number;
  /** In an opam file or a lock, which mirage and opam-monorepo write. */
  readonly generated: boolean;
}

const successor = "https://github.com/dune-universe/opam-overlays.git";

export default defineRule<RetiredOverlay>({
  id: "mirage4/retired-overlay",
  phase: "resolve",
  severity: "warning",
  porting: false,
  fixes: ["unsafe"],
  summary: "packages are taken from an overlay repository that has been merged into opam-overlays",
  message: ({ repository, others }) => {
    const more = others === 0 ? "" : ` (and ${others} more in this file)`;
    return `takes packages from ${repository}${more}, which is retired: what it had is in dune-universe/opam-overlays`;
  },
  help: ({ generated }) =>
    generated
      ? "configure and lock again with a mirage that no longer names it, and without --extra-repos that do"
      : `name ${successor} alone; mirage does so by itself`,
  check({ workspace: { mode, sources }, report }) {
    // A repository's opam files were written by others.
    if (mode === "repository") return;
    for (const file of sources.vfs.files) {
      const generated = isGenerated(file);
      const reader = generated ? scriptLines : scriptReader(file);
      const text = reader === undefined ? undefined : sources.text(file);
      if (reader === undefined || text === undefined || !text.includes("opam-overlays")) continue;
      const [first, ...others] = reader(text).flatMap(retiredIn);
      if (first === undefined) continue;
      report({
        at: { file, span: first.span },
        owner: { kind: "file" },
        symbol: first.repository,
        related: others.map(({ repository, span }) => ({ message: repository, at: { file, span } })),
        data: { repository: first.repository, others: others.length, generated },
        // Beside its successor, or another one, it has to go altogether, and what a tool has written that has to write anew.
        ...(generated || isNamedOtherwise([first, ...others], text)
          ? {}
          : { fix: successorFix(file, [first, ...others]) }),
        ...(generated ? { severity: "note" as const } : {}),
      });
    }
  },
});

const isGenerated = (file: string): boolean =>
  ["opam", "locked"].includes(endingOf(file)) && !file.split("/").includes("duniverse");

/** The second was the first's name up to the beta releases of mirage 4.0 (mirage 670db5c8). */
const retired = /\bgithub\.com[/:](dune-universe\/mirage-opam-overlays|mirage\/opam-overlays)(?![\w-])/g;

interface Found {
  readonly repository: string;
  readonly span: Span;
}

function retiredIn({ text, start }: ScriptLine): readonly Found[] {
  return [...text.matchAll(retired)].map((match) => {
    const [whole, repository = ""] = match;
    const end = start + match.index + whole.length;
    return { repository, span: { start: end - repository.length, end } };
  });
}

const isNamedOtherwise = (found: readonly Found[], text: string): boolean =>
  new Set(found.map(({ repository }) => repository)).size > 1 ||
  /\bdune-universe\/opam-overlays\b/.test(text);

const successorFix = (file: string, found: readonly Found[]): Fix => ({
  safety: "unsafe",
  title: "name dune-universe/opam-overlays",
  edits: found.map(({ span }) => ({ file, span, text: "dune-universe/opam-overlays" })),
});
