import type { ExceptionUse } from "../../../src/lint/exceptions.ts";
import { defineRule } from "../../../src/lint/rule.ts";

type UnknownException =
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "no-rule" }
  | { readonly kind: "word"; readonly word: string };

export default defineRule<UnknownException>({
  id: "lint/unknown-exception",
  phase: "review",
  severity: "warning",
  porting: false,
  aboutExceptions: true,
  summary: "a comment to mirage-lint names no rule that can be excepted, or asks for what there is not",
  message: messageOf,
  help: helpFor,
  check({ exceptions, report }) {
    for (const exception of exceptions)
      for (const data of mistakesIn(exception))
        report({
          at: exception.at,
          owner: { kind: "file" },
          ...(data.kind === "rule" ? { symbol: data.name } : {}),
          data,
        });
  },
});

function messageOf(mistake: UnknownException): string {
  switch (mistake.kind) {
    case "rule":
      return mistake.name.startsWith("lint/")
        ? `what ${mistake.name} finds cannot be excepted`
        : `there is no rule ${mistake.name} that could be excepted`;
    case "no-rule":
      return "this exception names no rule, and counts for nothing";
    case "word":
      return mistake.word === ""
        ? "this comment to mirage-lint says nothing"
        : `a comment to mirage-lint cannot say ${mistake.word} here`;
  }
}

function helpFor(mistake: UnknownException): string | undefined {
  switch (mistake.kind) {
    case "rule":
      return mistake.name.startsWith("lint/")
        ? undefined
        : "mirage-lint rules lists all rules; FAMILY/* is a whole family";
    case "no-rule":
    case "word":
      return "write allow RULE -- REASON, or allow-file RULE -- REASON";
  }
}

function mistakesIn({ ask, unknown }: ExceptionUse): readonly UnknownException[] {
  if (ask.kind === "unread") return [{ kind: "word", word: ask.word }];
  // Without a reason what stands where the names do may be the beginning of one.
  if (ask.reason === undefined) return [];
  if (ask.rules.length === 0) return [{ kind: "no-rule" }];
  return unknown.map((name) => ({ kind: "rule", name }));
}
