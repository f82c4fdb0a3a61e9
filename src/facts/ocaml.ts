import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { type Grammar, largestParsedText, spanOf, type TreeSitter } from "../syntax/tree-sitter.ts";
import { isWithin, ppxConditionalSpans, preprocessed, unionOf } from "./ocaml-conditions.ts";
import type { Definition, Exports } from "./ocaml-definition.ts";
import { exportsOf, isAllWritten } from "./ocaml-exports.ts";
import { inlineTestSpans } from "./ocaml-inline-tests.ts";
import { stringValue } from "./ocaml-literals.ts";
import { type MirageCalls, mirageCallsOf } from "./ocaml-mirage-calls.ts";
import type { ModuleOpen, ModuleReference } from "./ocaml-module-use.ts";
import { type OutlineNode, outlineOf } from "./ocaml-outline.ts";
import { parseWithinBudget } from "./ocaml-parse.ts";
import type { Members } from "./ocaml-scope.ts";
import { type GeneratedCode, type Generator, generatedCode } from "./ocaml-sections.ts";
import { blanked, opaqueTextsOf } from "./ocaml-tokens.ts";
import type { LocalUse, ValueUse } from "./ocaml-value-use.ts";
import type { WantedValues } from "./ocaml-value-walk.ts";
import { usesOf } from "./ocaml-walk.ts";

export type { MirageCalls } from "./ocaml-mirage-calls.ts";
export type { ModuleOpen, ModuleReference } from "./ocaml-module-use.ts";

export interface ExternalDeclaration {
  readonly name: string;
  /** Where the name stands, of an operator within its parentheses. */
  readonly nameStart: number;
  /** As in `external f : t = "bytecode" "native"`; names that begin with `%` are the compiler's own. */
  readonly primitives: readonly string[];
  readonly span: Span;
  readonly conditional: boolean;
}

/** What one .ml or .mli file says. */
export interface OcamlFacts {
  /** Uses of modules that the file does not bind itself, in source order. */
  readonly references: readonly ModuleReference[];
  readonly externals: readonly ExternalDeclaration[];
  readonly opens: readonly ModuleOpen[];
  readonly mirageCalls: MirageCalls;
  /** Uses of the values wanted that the file does not bind itself, in source order; those in inline tests are left out. */
  readonly values: readonly ValueUse[];
  /** Where no values are wanted there are no local uses and definitions. */
  readonly localUses: readonly LocalUse[];
  readonly definitions: readonly Definition[];
  readonly exports: Exports;
  /** The first place that could not be read; undefined when the whole file was. */
  readonly unread?: Span;
}

export interface OcamlFactsOptions {
  /** An .mli file. */
  readonly interface: boolean;
  /** First components of the references wanted. */
  readonly modules: ReadonlySet<string>;
  readonly values?: WantedValues;
  /** What the text is written for; OCaml's own compiler when not given. menhir's sources are ocamlyacc's. */
  readonly generator?: Generator;
}

// tree-sitter's scanner keeps the delimiter of a quoted string in a fixed buffer.
const longestDelimiter = 200;

/** Comments are blanked since tree-sitter's scanner recurses on nested ones. */
function isBlanked(kind: string, opening: string): boolean {
  return kind === "comment" || (kind === "quoted-string" && opening.indexOf("|") === -1);
}

function externalOf(node: OutlineNode, isConditional: (offset: number) => boolean): ExternalDeclaration {
  const parts = node.syntax.namedChildren;
  const name = parts.find(({ type }) => type === "value_name" || type === "parenthesized_operator");
  const primitives = parts.filter(({ type }) => type === "string").map(({ text }) => stringValue(text));
  const [opening = ""] = /^(?:\(\s*)?/.exec(name?.text ?? "") ?? [];
  return {
    name: name?.text.replace(/^\(\s*|\s*\)$/g, "") ?? "",
    nameStart: (name?.startIndex ?? node.start) + opening.length,
    primitives,
    span: { start: node.start, end: node.end },
    conditional: isConditional(node.start),
  };
}

function earliest(spans: readonly (Span | undefined)[]): Span | undefined {
  return spans
    .filter((span) => span !== undefined)
    .reduce<Span | undefined>(
      (first, span) => (first === undefined || span.start < first.start ? span : first),
      undefined,
    );
}

/** The first ERROR or MISSING node, found along the nodes that hold one. */
function unreadOf(root: Node): Span | undefined {
  let node: Node | undefined = root;
  while (node?.hasError && !node.isError && !node.isMissing) {
    node = node.children.find(({ hasError }) => hasError);
  }
  if (node === undefined || !root.hasError) return undefined;
  return spanOf(node);
}

const unseenExports: Exports = { values: [], modules: [], includes: [], seesAll: false };
const noExports: Exports = { ...unseenExports, seesAll: true };
const noValues: Pick<OcamlFacts, "values" | "localUses" | "definitions" | "exports"> = {
  values: [],
  localUses: [],
  definitions: [],
  exports: unseenExports,
};

interface Reading {
  readonly grammar: Grammar;
  readonly modules: ReadonlySet<string>;
  readonly values: WantedValues | undefined;
  readonly generated: GeneratedCode | undefined;
  readonly treeSitter: TreeSitter;
  readonly conditional: readonly Span[];
}

export const noFacts: OcamlFacts = {
  references: [],
  externals: [],
  opens: [],
  mirageCalls: { packages: [], registrations: [], deviceObjects: [] },
  ...noValues,
};

/** Of a text that can't be read at all. */
export const nothingOf = (text: string): OcamlFacts => ({
  ...noFacts,
  unread: { start: 0, end: text.length },
});

function factsOfReading(
  text: string,
  { grammar, modules, values, generated, treeSitter, conditional }: Reading,
): OcamlFacts {
  const language = treeSitter.language(grammar);
  const tree = parseWithinBudget(language, text);
  if (tree === undefined) return nothingOf(text);
  try {
    const root = tree.rootNode;
    const omittable = unionOf([...conditional, ...ppxConditionalSpans(text, root)]);
    const isConditional = (offset: number): boolean => isWithin(omittable, offset);
    const outline = outlineOf(text, root, values !== undefined);
    const unread = unreadOf(root);
    const { unit, ...uses } = usesOf({ text, outline, modules, values, generated, isConditional });
    const seesAll = unread === undefined && isAllWritten(text);
    const tests = inlineTestSpans(text, root);
    const runsOutsideTests = ({ span }: { readonly span: Span }): boolean => !isWithin(tests, span.start);
    return {
      ...uses,
      values: uses.values.filter(runsOutsideTests),
      localUses: uses.localUses.filter(runsOutsideTests),
      exports: exportsOfUnit(text, unit, generated, seesAll),
      externals: outline
        .filter(({ type }) => type === "external")
        .map((node) => externalOf(node, isConditional)),
      mirageCalls: mirageCallsOf(text, root),
      ...(unread === undefined ? {} : { unread }),
    };
  } finally {
    tree.delete();
  }
}

function exportsOfUnit(
  text: string,
  unit: Members | undefined,
  generated: GeneratedCode | undefined,
  seesAll: boolean,
): Exports {
  if (unit === undefined) return text.trim() === "" ? noExports : unseenExports;
  return exportsOf(unit, generated?.functions ?? [], seesAll);
}

function unionBySpan<Fact extends { readonly span: Span }>(
  lists: readonly (readonly Fact[])[],
): readonly Fact[] {
  const bySpan = new Map<string, Fact>();
  for (const fact of lists.flat()) bySpan.set(`${fact.span.start}-${fact.span.end}`, fact);
  return [...bySpan.values()].sort(
    ({ span: left }, { span: right }) => left.start - right.start || left.end - right.end,
  );
}

function byStart<Item extends { readonly start: number }>(
  lists: readonly (readonly Item[])[],
): readonly Item[] {
  const all = new Map(lists.flat().map((item) => [item.start, item]));
  return [...all.values()].sort((left, right) => left.start - right.start);
}

/** What any of the branches shows. */
function unionOfExports(exports: readonly Exports[]): Exports {
  return {
    values: byStart(exports.map(({ values }) => values)),
    modules: byStart(exports.map(({ modules }) => modules)),
    includes: byStart(exports.map(({ includes }) => includes)),
    seesAll: false,
  };
}

function unionOfFacts(readings: readonly OcamlFacts[]): OcamlFacts {
  const unread = earliest(readings.map((facts) => facts.unread));
  return {
    references: unionBySpan(readings.map(({ references }) => references)),
    externals: unionBySpan(readings.map(({ externals }) => externals)),
    opens: unionBySpan(readings.map(({ opens }) => opens)),
    mirageCalls: {
      packages: unionBySpan(readings.map(({ mirageCalls }) => mirageCalls.packages)),
      registrations: unionBySpan(readings.map(({ mirageCalls }) => mirageCalls.registrations)),
      deviceObjects: unionBySpan(readings.map(({ mirageCalls }) => mirageCalls.deviceObjects)),
    },
    values: unionBySpan(readings.map(({ values }) => values)),
    localUses: unionBySpan(readings.map(({ localUses }) => localUses)),
    definitions: unionBySpan(readings.map(({ definitions }) => definitions)),
    exports: unionOfExports(readings.map(({ exports }) => exports)),
    ...(unread === undefined ? {} : { unread }),
  };
}

/**
 * The facts of one source. Where the branches of `#if` do not make sense together each is read on its own.
 * A text too large or too broken to parse gives no facts, and all of it as `unread`.
 */
export function ocamlFacts(written: string, options: OcamlFactsOptions, treeSitter: TreeSitter): OcamlFacts {
  if (written.length > largestParsedText) return nothingOf(written);
  const generated = options.generator === undefined ? undefined : generatedCode(written, options.generator);
  const text = generated?.text ?? written;
  const opaques = [...opaqueTextsOf(text)];
  const unparsed = opaques.filter(({ kind, span }) =>
    isBlanked(kind, text.slice(span.start, span.start + longestDelimiter)),
  );
  const source = preprocessed(
    blanked(
      text,
      unparsed.map(({ span }) => span),
    ),
    opaques,
  );
  const reading: Reading = {
    grammar: options.interface ? "ocaml_interface" : "ocaml",
    modules: options.modules,
    values: options.values,
    generated,
    treeSitter,
    conditional: source.conditional,
  };
  const whole = factsOfReading(source.text, reading);
  const readsWhole = whole.unread === undefined || source.conditional.length === 0;
  const facts = readsWhole
    ? whole
    : unionOfFacts(source.readings().map((branch) => factsOfReading(branch, reading)));
  const unread = earliest([opaques.find(({ error }) => error !== undefined)?.span, facts.unread]);
  return unread === undefined ? facts : { ...facts, unread };
}
