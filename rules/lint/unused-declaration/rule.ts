import type { UnusedDeclaration } from "../../../src/lint/declarations.ts";
import { defineRule } from "../../../src/lint/rule.ts";

export default defineRule<UnusedDeclaration>({
  id: "lint/unused-declaration",
  phase: "review",
  severity: "warning",
  porting: false,
  aboutExceptions: true,
  summary: "something is declared unix-only that need not be, or that there is not",
  message: ({ kind, name, near }) => {
    const what = kind === "package" ? "package" : "library or program";
    return near === undefined
      ? `nothing is found that declaring ${name} unix-only would excuse`
      : `no ${what} is called ${name}`;
  },
  help: ({ near, kind }) => {
    if (near !== undefined && near.length > 0) return `do you mean ${near.join(" or ")}?`;
    return kind === "stanza" ? "take the comment out" : "take it out of the configuration";
  },
  check({ unusedDeclarations, report }) {
    for (const declaration of unusedDeclarations)
      report({
        at: declaration.at,
        owner: { kind: "file" },
        symbol: declaration.name,
        data: declaration,
      });
  },
});
