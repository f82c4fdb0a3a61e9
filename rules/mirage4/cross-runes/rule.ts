import { defineRule } from "../../../src/lint/rule.ts";
import { baseName, endingOf } from "../../../src/workspace/paths.ts";

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
      const found = kind === undefined ? undefined : firstIn(sources.text(file) ?? "", kind);
      if (kind === undefined || found === undefined) continue;
      const { written, start } = found;
      report({
        at: { file, span: { start, end: start + written.length } },
        owner: { kind: "file" },
        symbol: written,
        data: { kind, written },
      });
    }
  },
});

/** What to look for in a file; undefined for most, and for what is vendored. */
function kindIn(file: string): CrossRune["kind"] | undefined {
  if (file.split("/").includes("duniverse")) return undefined;
  const name = baseName(file);
  if (name === "META" || name.startsWith("META.")) return "link-options";
  const isBuildFile =
    /^(?:GNUmakefile|[Mm]akefile)(?:\.|$)/.test(name) || ["sh", "mk"].includes(endingOf(name));
  return isBuildFile ? "pkg-config" : undefined;
}

const linkOptions = /^[ \t]*(freestanding_linkopts|xen_linkopts)[ \t]*\+?=/;
const retiredPackages = /[ \t"'](ocaml-freestanding|mirage-xen-posix)(?![\w-])/;

/** The first line that has it outside a comment. */
function firstIn(
  text: string,
  kind: CrossRune["kind"],
): { readonly written: string; readonly start: number } | undefined {
  let start = 0;
  for (const line of text.split("\n")) {
    const code = kind === "pkg-config" ? (line.split("#", 1)[0] ?? "") : line;
    const from = kind === "pkg-config" ? code.indexOf("pkg-config") : 0;
    const match =
      from < 0 ? null : (kind === "pkg-config" ? retiredPackages : linkOptions).exec(code.slice(from));
    const written = match?.[1];
    if (match !== null && written !== undefined)
      return { written, start: start + from + match.index + match[0].indexOf(written) };
    start += line.length + 1;
  }
  return undefined;
}
