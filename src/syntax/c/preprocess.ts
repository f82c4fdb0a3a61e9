import type { Span } from "../span.ts";
import { assume, branchTruth } from "./conditions.ts";
import { type Branch, type Directive, type DirectiveTree, firstName, type Item } from "./directives.ts";
import { expand } from "./expand.ts";
import { type IncludeName, includeNameOf } from "./include-name.ts";
import { fileSpan, type LogicalText } from "./logical-text.ts";
import { type Changes, joinWays } from "./macro-table.ts";
import { readDefinition } from "./macros.ts";
import type {
  CompiledFile,
  PreprocessInput,
  PreprocessResult,
  Reached,
  Resolved,
} from "./preprocess-types.ts";
import {
  blame,
  type Certainty,
  certain,
  limit,
  mostReports,
  type Place,
  type Reading,
  type Run,
  reached,
  reportError,
  spendStep,
  startRun,
} from "./run.ts";
import { tokensOf } from "./tokens.ts";

export type { IncludeUse, PreprocessInput, PreprocessResult, Resolved } from "./preprocess-types.ts";
export type { IncludeName };

/** As gcc's. */
const deepestInclude = 200;
const mostFilesEntered = 5_000;
const mostNamesReported = 8;
/** Conditionals and includes nested in one another; keeps the recursion within the stack. */
const deepestWalk = 500;
const longestIncludeLine = 1_000;

/**
 * Follows a C file as the preprocessor would, with conditions of three values. Branches under an
 * unknown condition are all read, with that condition. Bad input never stops it.
 */
export function preprocess(input: PreprocessInput): PreprocessResult {
  const run = startRun(input);
  const tree = run.read(input.path, input.text);
  for (const error of tree.errors) run.errors.push(error);
  const reading: Reading = { dead: [], skipped: [], uncertain: [] };
  const place: Place = { path: input.path, chain: [], guard: undefined, isEntry: true, reading };
  noteDepth(run, tree, place);
  walk(run, tree.items, place, certain);
  return {
    includes: run.includes,
    alive: blankOut(input.text, reading.dead),
    skipped: reading.skipped,
    uncertain: reading.uncertain,
    files: [...run.files.values()],
    macros: run.macros.snapshot(),
    reachedErrors: run.reachedErrors,
    errors: run.errors.sort((a, b) => a.span.start - b.span.start),
    limits: run.limits,
  };
}

function noteDepth(run: Run, tree: DirectiveTree, place: Place): void {
  if (tree.tooDeep !== undefined) limit(run, "conditional-depth", place.path, tree.tooDeep);
}

function walk(run: Run, items: readonly Item[], place: Place, certainty: Certainty): void {
  for (const item of items) {
    if (item.kind === "conditional") {
      walkConditional(run, item, place, certainty);
      continue;
    }
    place.reading.dead.push(item.directive.span);
    if (spendStep(run, place.path, item.directive.span)) apply(run, item.directive, place, certainty);
  }
}

function apply(run: Run, directive: Directive, place: Place, certainty: Certainty): void {
  const { body, keyword } = directive;
  switch (keyword) {
    case "define": {
      const definition = readDefinition(body.text);
      if (definition !== undefined) run.macros.set(definition.name, definition.macro);
      else blame(run, place, "#define without a name", directive.span);
      return;
    }
    case "undef": {
      const name = firstName(body.text);
      if (name !== undefined) run.macros.set(name, "undefined");
      else blame(run, place, "#undef without a name", directive.span);
      return;
    }
    case "include":
    case "include_next":
    case "import":
      include(run, directive, place, certainty);
      return;
    case "error":
    case "warning":
      reportError(run, keyword, body.text.trim(), reached(place, directive.span, certainty));
      return;
    case "pragma":
      if (/^\s*once\s*$/.test(body.text) && certainty.condition === "yes") run.once.add(place.path);
      return;
  }
}

type Conditional = Extract<Item, { kind: "conditional" }>;

function walkConditional(run: Run, item: Conditional, place: Place, certainty: Certainty): void {
  const ways: Changes[] = [];
  const alive = new Set<Branch>();
  let inside = certainty;
  let exhausted = false;
  for (const branch of item.branches) {
    const { truth, dependsOn } = branchTruth(run, branch.opener, place, inside);
    if (truth === "no") continue;
    alive.add(branch);
    exhausted = truth === "yes";
    if (exhausted && ways.length === 0) {
      enter(run, branch, place, certainty);
      break;
    }
    inside = { condition: "unknown", dependsOn: unite(inside.dependsOn, dependsOn) };
    place.reading.uncertain.push(branch.inside);
    run.macros.open();
    assume(run, item, branch === item.branches[0]);
    enter(run, branch, place, inside);
    ways.push(run.macros.close());
    if (exhausted) break;
  }
  if (ways.length > 0 && !exhausted) {
    run.macros.open();
    assume(run, item, false);
    ways.push(run.macros.close());
  }
  joinWays(run.macros, ways);
  bury(place.reading, item, alive);
}

function unite(names: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...names, ...more])].slice(0, mostNamesReported);
}

/** Blanks the directives of a conditional and its branches that are not compiled. */
function bury({ dead, skipped }: Reading, item: Conditional, alive: ReadonlySet<Branch>): void {
  for (const branch of item.branches) {
    dead.push(branch.opener.span);
    if (alive.has(branch)) continue;
    dead.push(branch.inside);
    skipped.push(branch.inside);
  }
  if (item.close !== undefined) dead.push(item.close.span);
}

function enter(run: Run, branch: Branch, place: Place, certainty: Certainty): void {
  if (run.depth >= deepestWalk) {
    limit(run, "conditional-depth", place.path, branch.opener.span);
    return;
  }
  run.depth++;
  walk(run, branch.items, place, certainty);
  run.depth--;
}

function include(run: Run, directive: Directive, place: Place, certainty: Certainty): void {
  const found = includeNamed(run, directive.body);
  const span = found.kind === "name" ? found.span : directive.span;
  if (found.kind === "none") {
    blame(run, place, `#${directive.keyword} without the name of a header`, directive.span);
    return;
  }
  if (run.includes.length >= mostReports) {
    limit(run, "include-count", place.path, span);
    run.openWorld = true;
    return;
  }
  const use = reached(place, span, certainty);
  if (found.kind === "computed") {
    const name: IncludeName = { style: "angle", name: directive.body.text.trim() };
    run.includes.push({ ...use, name, outcome: "computed", path: undefined });
    run.openWorld = true;
    return;
  }
  const name: IncludeName = directive.keyword === "include_next" ? { ...found.name, next: true } : found.name;
  const resolved = run.input.resolve(name, place.path, run.macros.get);
  const path = resolved.kind === "file" ? resolved.path : undefined;
  run.includes.push({ ...use, name, outcome: resolved.kind, path });
  if (directive.keyword === "import" && path !== undefined && run.once.has(path)) return;
  takeIn(run, resolved, use, certainty, span);
  if (directive.keyword === "import" && path !== undefined && certainty.condition === "yes")
    run.once.add(path);
}

function takeIn(run: Run, resolved: Resolved, use: Reached, certainty: Certainty, span: Span): void {
  switch (resolved.kind) {
    case "header":
      run.steps += resolved.macros.size;
      for (const [name, macro] of resolved.macros) run.macros.set(name, macro);
      return;
    case "unseen":
      run.openWorld = true;
      return;
    case "missing":
      return;
    case "file":
      enterFile(run, resolved, use, certainty, span);
      return;
    default:
      resolved satisfies never;
  }
}

/** A macro around a whole file that bears the file's name is its guard, even where nobody ever defines it. */
function guardOf({ guard, wrapper }: DirectiveTree, path: string): string | undefined {
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const stem = letters(path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, ""));
  return (
    guard ?? (wrapper !== undefined && stem !== "" && letters(wrapper).includes(stem) ? wrapper : undefined)
  );
}

function enterFile(
  run: Run,
  file: { readonly path: string; readonly text: string },
  use: Reached,
  certainty: Certainty,
  span: Span,
): void {
  if (run.once.has(file.path)) return;
  const from = use.chain.at(-1)?.path ?? file.path;
  if (use.chain.length > deepestInclude || run.depth >= deepestWalk) {
    limit(run, "include-depth", from, span);
    run.openWorld = true;
    return;
  }
  if (++run.filesEntered > mostFilesEntered) {
    limit(run, "include-count", from, span);
    run.openWorld = true;
    return;
  }
  const tree = run.read(file.path, file.text);
  const guard = guardOf(tree, file.path);
  const reading = readingOf(run, file, use, guard);
  const place: Place = { path: file.path, chain: use.chain, guard, isEntry: false, reading };
  noteDepth(run, tree, place);
  run.depth++;
  walk(run, tree.items, place, certainty);
  run.depth--;
}

/** Where to note what is compiled of a file: only its first reading counts. */
function readingOf(
  run: Run,
  { path, text }: { readonly path: string; readonly text: string },
  use: Reached,
  guard: string | undefined,
): Reading {
  const known = run.files.get(path);
  if (known !== undefined) {
    known.isRepeated ||= guard === undefined;
    return { dead: [], skipped: [], uncertain: [] };
  }
  const uncertain = use.condition === "yes" ? [] : [{ start: 0, end: text.length }];
  const reading = { path, text, use, dead: [], skipped: [], uncertain, isRepeated: false };
  run.files.set(path, reading);
  return reading;
}

type NamedInclude =
  | { readonly kind: "name"; readonly name: IncludeName; readonly span: Span }
  | { readonly kind: "computed" }
  | { readonly kind: "none" };

const writtenName = /^\s*(?:<([^>\n]+)>|"([^"\n]+)")/;

function includeNamed(run: Run, body: LogicalText): NamedInclude {
  const written = writtenName.exec(body.text);
  if (written !== null) {
    const [whole, angle, quote] = written;
    const name: IncludeName =
      angle === undefined ? { style: "quote", name: quote ?? "" } : { style: "angle", name: angle };
    const start = whole.length - name.name.length - 1;
    return { kind: "name", name, span: fileSpan(body, start, start + name.name.length) };
  }
  if (body.text.trim() === "") return { kind: "none" };
  const { tokens } = tokensOf(body.text, longestIncludeLine);
  const { macros, budget } = run;
  const expansion = expand(tokens, { macro: macros.get, operator: () => false, budget });
  const name = expansion.kind === "tokens" ? includeNameOf(expansion.tokens) : undefined;
  if (name === undefined) return { kind: "computed" };
  const start = body.text.length - body.text.trimStart().length;
  return { kind: "name", name, span: fileSpan(body, start, body.text.trimEnd().length) };
}

/** The text of a file with spaces for what is not compiled; newlines stay. */
export function aliveText({ text, dead }: CompiledFile): string {
  return blankOut(text, dead);
}

/** `text` with spaces for everything but newlines in `spans`; they may overlap and stand in any order. */
function blankOut(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, at);
    if (span.end <= start) continue;
    pieces.push(text.slice(at, start), text.slice(start, span.end).replace(/[^\r\n]/g, " "));
    at = span.end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
