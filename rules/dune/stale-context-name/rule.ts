import type { Fix } from "../../../src/edits/edit.ts";
import type { Condition } from "../../../src/facts/condition.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Atom, QuotedString } from "../../../src/syntax/sexp.ts";

interface StaleContextName {
  readonly written: string;
  readonly always: boolean;
}

export default defineRule<StaleContextName>({
  id: "dune/stale-context-name",
  phase: "resolve",
  severity: "warning",
  porting: false,
  fixes: ["unsafe"],
  summary: "a condition compares context_name with a name that no MirageOS build has any more",
  message: ({ written, always }) =>
    `no context of a MirageOS build is called ${written}: this is always ${always ? "true" : "false"}`,
  help: () => "mirage calls the context solo5: (= %{context_name} solo5)",
  check({ workspace, report }) {
    for (const { path, status, stanzas } of workspace.tree.directories.values()) {
      // What is vendored is somebody else's to mend.
      if ((status === "vendored" || isVendored(path)) && !workspace.scope.all) continue;
      for (const { stanza, file } of stanzas) {
        if (!("enabledIf" in stanza) || stanza.enabledIf === undefined) continue;
        const compared = comparisonsIn(stanza.enabledIf);
        // With today's name beside it, the old one is there for old compilers.
        if (compared.some(({ name }) => name.text === "solo5")) continue;
        const stale = compared.filter(({ name }) => staleNames.has(name.text));
        for (const comparison of stale) {
          const { name, operator } = comparison;
          const isFirst = comparison === stale[0];
          report({
            at: { file, span: name.span },
            owner: { kind: "file" },
            symbol: name.text,
            data: { written: name.text, always: operator === "<>" },
            ...(isFirst && !nonCrossNames.has(name.text) ? { fix: renamed(name, file) } : {}),
          });
        }
      }
    }
  },
});

/** MirageOS 3's name, those of solo5's tenders, and what `dune build -x solo5` gives, which mirage does not use. */
const staleNames: ReadonlySet<string> = new Set([
  "freestanding",
  "ocaml-freestanding",
  "mirage-solo5",
  "hvt",
  "spt",
  "virtio",
  "muen",
  "default.solo5",
  "default.freestanding",
]);

/** What is built so by hand would lose its condition. */
const nonCrossNames: ReadonlySet<string> = new Set(["default.solo5", "default.freestanding"]);

/** One name is enough: with it beside them, the others are there for old compilers. */
const renamed = ({ span, kind }: Atom | QuotedString, file: string): Fix => ({
  safety: "unsafe",
  title: "compare with solo5",
  edits: [{ file, span, text: kind === "string" ? '"solo5"' : "solo5" }],
});

const isVendored = (path: string): boolean => path.split("/").includes("duniverse");

interface Comparison {
  readonly operator: "=" | "<>";
  readonly name: Atom | QuotedString;
}

/** The literals that `%{context_name}` is compared with. */
function comparisonsIn(condition: Condition): readonly Comparison[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.operands.flatMap(comparisonsIn);
    case "not":
      return comparisonsIn(condition.operand);
    case "comparison": {
      const { operator, left, right } = condition;
      if (operator !== "=" && operator !== "<>") return [];
      if (isContextName(left)) return [{ operator, name: right }];
      return isContextName(right) ? [{ operator, name: left }] : [];
    }
    case "word":
    case "unreadable":
      return [];
  }
}

function isContextName({ parts }: Atom | QuotedString): boolean {
  const [part] = parts;
  return parts.length === 1 && part?.kind === "variable" && part.name === "context_name";
}
