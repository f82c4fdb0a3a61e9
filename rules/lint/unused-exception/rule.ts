import type { Fix } from "../../../src/edits/edit.ts";
import { commentRemoval } from "../../../src/edits/layout.ts";
import type { ExceptionUse } from "../../../src/lint/exceptions.ts";
import { defineRule } from "../../../src/lint/rule.ts";

interface UnusedException {
  readonly rule: string;
}

export default defineRule<UnusedException>({
  id: "lint/unused-exception",
  phase: "review",
  severity: "warning",
  porting: false,
  aboutExceptions: true,
  fixes: ["safe"],
  summary: "a comment excepts what is not found there, or not any more",
  message: ({ rule }) => `nothing that this comment reaches is found by ${rule}`,
  help: () => "take the exception out, or move it to what it was meant for",
  check({ workspace, exceptions, report }) {
    for (const use of exceptions)
      for (const rule of use.unused) {
        const fix = fixOf(use, rule, workspace.sources.text(use.at.file) ?? "");
        report({
          at: use.at,
          owner: { kind: "file" },
          symbol: rule,
          data: { rule },
          ...(fix === undefined ? {} : { fix }),
        });
      }
  },
});

/** The comment goes where nothing in it is of use, else the rule's name alone. */
function fixOf(
  { at: { file, span }, ask, unused }: ExceptionUse,
  rule: string,
  text: string,
): Fix | undefined {
  if (ask.kind !== "allow") return undefined;
  if (ask.rules.every((name) => unused.includes(name)))
    return {
      safety: "safe",
      title: "take the exception out",
      edits: [{ file, span: commentRemoval(text, span), text: "" }],
    };
  const [names = ""] = text.slice(span.start, span.end).split("--", 1);
  const name = rule.replaceAll(/[/*]/g, "\\$&");
  // A name takes the comma behind it along, or that before it where it is the last.
  const found = new RegExp(`(?<=\\s)${name},\\s*|,\\s*${name}(?![^\\s,])`).exec(names);
  if (found === null) return undefined;
  const start = span.start + found.index;
  return {
    safety: "safe",
    title: `take ${rule} out of the exception`,
    edits: [{ file, span: { start, end: start + found[0].length }, text: "" }],
  };
}
