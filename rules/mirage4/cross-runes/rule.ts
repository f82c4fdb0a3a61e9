import { linesOf, scriptLines } from "../../../src/facts/script-lines.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Span } from "../../../src/syntax/span.ts";
import { baseName } from "../../../src/workspace/paths.ts";
import { scriptReader } from "../../../src/workspace/script-files.ts";

interface CrossRune {
  readonly kind: "link-options" | "pkg-config";
  /** As written: `xen_linkopts`, `ocaml-freestanding`. */
  readonly written: string;
}

export default defineRule<CrossRune>({
  id: "mirage4/cross-runes",
  phase: "link",
  severity: "warning",
  porting: false,
  summary: "C stubs are built a second time, as MirageOS 3 had it",
  message: ({ kind, written }) =>
    kind === "link-options"
      ? `${written} is what MirageOS 3 linked stubs by: nothing reads it any more`
      : `asks pkg-config for ${written}, which MirageOS 4 does not have`,
  help: ({ kind }) =>
    kind === "link-options"
      ? "take it away, and what builds the archive that it names: dune builds (foreign_stubs …) for the target as it does for the host"
      : "take it away, with the rules that call it: dune builds (foreign_stubs …) for the target with ocaml-solo5's compiler",
  check({ workspace: { sources }, report }) {
    for (const file of sources.vfs.files) {
      const kind = kindIn(file);
      const [first, ...others] = kind === undefined ? [] : runesIn(sources.text(file) ?? "", kind);
      if (kind === undefined || first === undefined) continue;
      report({
        at: { file, span: first.span },
        owner: { kind: "file" },
        symbol: first.written,
        also: others.map(({ written, span }) => ({ symbol: written, at: { file, span } })),
        data: { kind, written: first.written },
      });
    }
  },
});

/** What to look for in a file; undefined for most, and for what is vendored. */
function kindIn(file: string): CrossRune["kind"] | undefined {
  if (file.split("/").includes("duniverse")) return undefined;
  const name = baseName(file);
  if (name === "META" || name.startsWith("META.")) return "link-options";
  return name === "dune" || scriptReader(file) !== undefined ? "pkg-config" : undefined;
}

const linkOptions = /^[ \t]*(freestanding_linkopts|xen_linkopts)[ \t]*\+?=/;
const retiredPackages = /[ \t"'](ocaml-freestanding|mirage-xen-posix)(?![\w-])/;

/** What lines have outside comments, the first on each. */
function runesIn(
  text: string,
  kind: CrossRune["kind"],
): readonly { readonly written: string; readonly span: Span }[] {
  return (kind === "link-options" ? linesOf(text) : scriptLines(text)).flatMap((line) => {
    const code = kind === "link-options" ? line.text : line.text.replace(/^\s*;.*/, "");
    const from = kind === "link-options" ? 0 : code.indexOf("pkg-config");
    if (from === -1) return [];
    const match = (kind === "link-options" ? linkOptions : retiredPackages).exec(code.slice(from));
    const written = match?.[1];
    if (match === null || written === undefined) return [];
    const start = line.start + from + match.index + match[0].indexOf(written);
    return [{ written, span: { start, end: start + written.length } }];
  });
}
