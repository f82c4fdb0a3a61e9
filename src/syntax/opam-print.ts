import type { OpamDocument, OpamItem } from "./opam-file.ts";
import { blockCommentEnd, type OpamComment } from "./opam-lexer.ts";
import { printString } from "./opam-string.ts";
import type { OpamValue } from "./opam-value.ts";

/**
 * The text of `document`, one item a line or block. What was read without errors reads back as the same tree, with its
 * comments in their order, each in front of the next item that starts after it. Trees made elsewhere get the groups that
 * their operators need; operands of relations and environment updates must be strings, identifiers, numbers or booleans.
 */
export function printOpamFile(document: OpamDocument): string {
  const printed: Printed = { lines: [], comments: document.comments, commentsPrinted: 0 };
  printItems(printed, document.items, "");
  printCommentsBefore(printed, Number.POSITIVE_INFINITY, "");
  return printed.lines.map((line) => `${line}\n`).join("");
}

interface Printed {
  readonly lines: string[];
  readonly comments: readonly OpamComment[];
  commentsPrinted: number;
}

/** Sections nested deeper get no wider margin, or a small file could print as a huge one. */
const widestMargin = 40;

function printItems(printed: Printed, items: readonly OpamItem[], margin: string): void {
  for (const item of items) {
    printCommentsBefore(printed, item.span.start, margin);
    if (item.kind === "field")
      printed.lines.push(`${margin}${item.name}: ${printFieldValue(item.value, margin)}`);
    else {
      const name = item.name === undefined ? "" : ` ${printString(item.name)}`;
      printed.lines.push(`${margin}${item.section}${name} {`);
      const inner = margin.length < widestMargin ? `${margin}  ` : margin;
      printItems(printed, item.items, inner);
      printCommentsBefore(printed, item.span.end, inner);
      printed.lines.push(`${margin}}`);
    }
  }
}

function printCommentsBefore(printed: Printed, offset: number, margin: string): void {
  for (;;) {
    const comment = printed.comments[printed.commentsPrinted];
    if (comment === undefined || comment.span.start >= offset) return;
    printed.lines.push(margin + printComment(comment.text));
    printed.commentsPrinted++;
  }
}

function printComment(text: string): string {
  const block = `(* ${text} *)`;
  if (/[\r\n]/.test(text) && blockCommentEnd(block, 0) === block.length) return block;
  return text
    .split(/\r?\n/)
    .map((line) => (line === "" ? "#" : `# ${line}`))
    .join("\n");
}

/** A list of several values, as `depends:` mostly is, stands one value a line. */
function printFieldValue(value: OpamValue, margin: string): string {
  if (value.kind !== "list" || value.items.length < 2) return printOpamValue(value);
  const items = value.items.map((item) => `${margin}  ${printOpamValue(item)}\n`);
  return `[\n${items.join("")}${margin}]`;
}

function printValues(values: readonly OpamValue[]): string {
  return values.map(printOpamValue).join(" ");
}

/** One value on one line. */
export function printOpamValue(value: OpamValue): string {
  switch (value.kind) {
    case "string":
      return printString(value.value);
    case "ident":
      return value.name;
    case "int":
    case "bool":
      return String(value.value);
    case "list":
      return `[${printValues(value.items)}]`;
    case "group":
      return `(${printValues(value.items)})`;
    case "option":
      return `${printOperand(value.value, "option")} {${printValues(value.filters)}}`;
    case "relation":
      return `${printOpamValue(value.left)} ${value.operator} ${printOpamValue(value.right)}`;
    case "prefix-relation":
      return `${value.operator} ${printOpamValue(value.right)}`;
    case "logical": {
      const looser = value.operator === "&" ? "conjunction" : "alternative";
      const tighter = value.operator === "&" ? "prefix" : "conjunction";
      return `${printOperand(value.left, looser)} ${value.operator} ${printOperand(value.right, tighter)}`;
    }
    case "prefix": {
      const operand = printOperand(value.operand, "prefix");
      // `!` and `=` side by side would read as `!=`.
      return `${value.operator}${operand.startsWith("=") ? " " : ""}${operand}`;
    }
    case "env-update":
      return `${printOpamValue(value.name)} ${value.operator} ${printOpamValue(value.right)}`;
  }
}

type Binding = "alternative" | "conjunction" | "prefix" | "option";
const tightness: Readonly<Record<Binding, number>> = { alternative: 0, conjunction: 1, prefix: 2, option: 3 };

function bindingOf(value: OpamValue): Binding {
  if (value.kind === "logical") return value.operator === "&" ? "conjunction" : "alternative";
  return value.kind === "prefix" ? "prefix" : "option";
}

/** In a group where it binds looser than its place needs. */
function printOperand(value: OpamValue, needed: Binding): string {
  const printed = printOpamValue(value);
  return tightness[bindingOf(value)] < tightness[needed] ? `(${printed})` : printed;
}
