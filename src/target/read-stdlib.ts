import type { Node } from "web-tree-sitter";
import type { TreeSitter } from "../syntax/tree-sitter.ts";

/** A name that the body of a definition comes to whenever it is called. */
export interface StdlibStep {
  /** As written: `Sys.mkdir`, `open_in`. */
  readonly path: string;
  /** Its arguments without a label, each as written where it is a name; undefined where the name is passed on and not called here. */
  readonly given: readonly string[] | undefined;
  /** What comes of the call is passed on: with arguments missing it is a function that others call. */
  readonly isArgument: boolean;
  /** Exceptions that a handler takes and does not raise again. */
  readonly handled: readonly string[];
}

/** A value of a module of the standard library, at top level or in a module of it. */
export interface StdlibDefinition {
  /** `Semaphore.Counting.release`; the module Stdlib's own without it. */
  readonly name: string;
  /** Modules that its names are looked up in, innermost first: `Semaphore.Counting`, `Semaphore`. */
  readonly scopes: readonly string[];
  /** Names of its parameters without a label; "" where one is no plain name. */
  readonly parameters: readonly string[];
  /** The C functions of an `external`. */
  readonly primitives: readonly string[];
  readonly steps: readonly StdlibStep[];
  /** It is its last step, or that with its first arguments given: `let open_bin = open_in_bin`. */
  readonly isAlias: boolean;
}

export interface StdlibModule {
  readonly definitions: readonly StdlibDefinition[];
  /** `MoreLabels.Hashtbl` to `Hashtbl`, `Digest.BLAKE256` to the functor that makes it. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Reads a module of the standard library: what each function comes to on every way through it. Attributes such as `@@ifdef` are not followed. */
export function readStdlibModule(module: string, text: string, treeSitter: TreeSitter): StdlibModule {
  const tree = treeSitter.parse("ocaml", text);
  const found: Draft = { definitions: [], aliases: new Map() };
  try {
    readStructure(tree.rootNode, modulePath(module), found);
  } finally {
    tree.delete();
  }
  return found;
}

/** The names of the values that an interface of the standard library has: `Semaphore.Counting.release`. */
export function readStdlibInterface(module: string, text: string, treeSitter: TreeSitter): readonly string[] {
  const tree = treeSitter.parse("ocaml_interface", text);
  try {
    return valuesOf(tree.rootNode, modulePath(module), new Map());
  } finally {
    tree.delete();
  }
}

const modulePath = (module: string): readonly string[] => (module === "Stdlib" ? [] : [module]);

function valuesOf(
  signature: Node,
  path: readonly string[],
  moduleTypes: Map<string, Node>,
): readonly string[] {
  return children(signature).flatMap((item) => {
    const parts = children(item.type === "module_definition" ? (children(item)[0] ?? item) : item);
    const [name, body] = [parts[0]?.text ?? "", parts.at(-1)];
    if (item.type === "value_specification" || item.type === "external") return [[...path, name].join(".")];
    if (item.type === "module_type_definition" && body !== undefined) moduleTypes.set(name, body);
    if (item.type !== "module_definition" || body === undefined) return [];
    const type = body.type === "module_type_constraint" ? children(body)[0] : body;
    const named = moduleTypes.get(type?.type === "module_type_path" ? type.text : "");
    return body.type === "signature" || named !== undefined
      ? valuesOf(named ?? body, [...path, name], moduleTypes)
      : [];
  });
}

interface Draft {
  readonly definitions: StdlibDefinition[];
  readonly aliases: Map<string, string>;
}

const children = (node: Node): readonly Node[] => node.namedChildren.filter((child) => child !== null);

function readStructure(structure: Node, path: readonly string[], draft: Draft): void {
  for (const item of children(structure)) {
    if (item.type === "external") readExternal(item, path, draft);
    else if (item.type === "value_definition")
      for (const binding of children(item)) readBinding(binding, path, draft);
    else if (item.type === "module_definition")
      for (const binding of children(item)) readModule(binding, path, draft);
    else if (item.type === "include_module") readInclude(item, path, draft);
  }
}

/** What an included module of the same file has is here under another name. */
function readInclude(item: Node, path: readonly string[], draft: Draft): void {
  const included = children(item)[0];
  if (included?.type !== "module_path") return;
  const prefix = `${[...path, included.text].join(".")}.`;
  for (const definition of draft.definitions.filter(({ name }) => name.startsWith(prefix)))
    draft.definitions.push({
      ...definition,
      name: [...path, definition.name.slice(prefix.length)].join("."),
    });
}

function readModule(binding: Node, path: readonly string[], draft: Draft): void {
  const name = children(binding).find(({ type }) => type === "module_name")?.text;
  const body = children(binding).at(-1);
  if (name === undefined || body === undefined) return;
  const inner = [...path, name];
  if (body.type === "structure") readStructure(body, inner, draft);
  const meant = body.type === "module_application" ? children(body)[0] : body;
  if (meant?.type !== "module_path" || meant.text === inner.join(".")) return;
  const beside = [...path, meant.text].join(".");
  const isBeside = draft.definitions.some((definition) => definition.name.startsWith(`${beside}.`));
  draft.aliases.set(inner.join("."), isBeside ? beside : meant.text);
}

function scopesOf(path: readonly string[]): readonly string[] {
  return path.map((_, index) => path.slice(0, path.length - index).join("."));
}

function readExternal(item: Node, path: readonly string[], draft: Draft): void {
  const parts = children(item);
  const name = parts.find(({ type }) => type === "value_name")?.text;
  const primitives = parts.filter(({ type }) => type === "string").map(({ text }) => text.slice(1, -1));
  if (name === undefined) return;
  const parameters: string[] = [];
  for (let type = parts[1]; type?.type === "function_type"; type = children(type).at(-1)) parameters.push("");
  const definition = { scopes: scopesOf(path), parameters, primitives, steps: [], isAlias: false };
  draft.definitions.push({ name: [...path, name].join("."), ...definition });
}

function readBinding(binding: Node, path: readonly string[], draft: Draft): void {
  if (binding.type !== "let_binding") return;
  const [pattern, ...rest] = children(binding);
  const body = rest.at(-1);
  if (pattern?.type !== "value_name" || body === undefined) return;
  const walk = new BodyWalk();
  const parameters = walk.enter(binding);
  walk.follow(body, []);
  draft.definitions.push({
    name: [...path, pattern.text].join("."),
    scopes: scopesOf(path),
    parameters: body.type === "function_expression" ? [...parameters, ""] : parameters,
    primitives: [],
    steps: walk.steps,
    isAlias:
      parameters.length === 0 && (body.type === "value_path" || body.type === "application_expression"),
  });
}

/**
 * Follows what runs in every case: both sides of `;` and `let`, what a `match` looks at, the body of a `try`; not the branches, except the
 * one that is left where the other refuses its arguments or has nothing to do.
 */
class BodyWalk {
  readonly steps: StdlibStep[] = [];
  readonly #bound = new Set<string>();
  readonly #functions = new Map<string, Node>();
  readonly #running = new Set<string>();

  /** Binds the parameters of a function; gives the names of those without a label. */
  enter(binding: Node): readonly string[] {
    const parameters = children(binding).filter(({ type }) => type === "parameter");
    for (const parameter of parameters) this.#bind(parameter);
    return parameters
      .filter(({ text }) => !/^[~?]/.test(text))
      .map((parameter) => {
        const pattern = children(parameter)[0];
        return pattern?.type === "value_pattern" ? pattern.text : "";
      });
  }

  #bind(pattern: Node): void {
    if (pattern.type === "value_pattern" || pattern.type === "value_name") this.#bound.add(pattern.text);
    for (const child of children(pattern)) this.#bind(child);
  }

  follow(node: Node, handled: readonly string[]): void {
    switch (node.type) {
      case "fun_expression":
      case "function_expression":
      case "lazy_expression":
      case "match_case":
      case "then_clause":
      case "else_clause":
      case "do_clause":
        return;
      case "value_path":
        this.#reach(node, undefined, handled);
        return;
      case "application_expression":
        this.#apply(node, handled);
        return;
      case "try_expression": {
        const [body, ...cases] = children(node);
        if (body !== undefined) this.follow(body, [...handled, ...taken(cases)]);
        return;
      }
      case "match_expression": {
        const [scrutinee, ...cases] = children(node);
        if (scrutinee !== undefined)
          this.follow(scrutinee, [...handled, ...taken(cases.filter(isException))]);
        return;
      }
      case "let_binding":
        this.#bindLocally(node, handled);
        return;
      case "if_expression": {
        const [condition, then, otherwise] = children(node);
        if (condition !== undefined) this.follow(condition, handled);
        const left = isRefusal(then) ? otherwise : isRefusal(otherwise) ? then : undefined;
        for (const child of left === undefined ? [] : children(left)) this.follow(child, handled);
        return;
      }
      case "infix_expression": {
        const [left, operator] = children(node);
        const isLazy = operator?.text === "&&" || operator?.text === "||";
        for (const child of isLazy && left !== undefined ? [left] : children(node))
          this.follow(child, handled);
        return;
      }
      default:
        for (const child of children(node)) this.follow(child, handled);
    }
  }

  #bindLocally(binding: Node, handled: readonly string[]): void {
    const [pattern, ...rest] = children(binding);
    const body = rest.at(-1);
    if (pattern === undefined || body === undefined) return;
    const isFunction = rest.some(({ type }) => type === "parameter");
    if (isFunction && pattern.type === "value_name") this.#functions.set(pattern.text, binding);
    else this.follow(body, handled);
    this.#bind(pattern);
  }

  #apply(node: Node, handled: readonly string[]): void {
    const [callee, ...given] = children(node);
    const unlabelled = given.filter(({ type }) => type !== "labeled_argument");
    for (const argument of given) {
      const before = this.steps.length;
      this.follow(argument, handled);
      for (const [index, step] of this.steps.entries())
        if (index >= before) this.steps[index] = { ...step, isArgument: true };
    }
    if (callee?.type !== "value_path") return;
    const local = this.#functions.get(callee.text);
    if (local === undefined) {
      const names = unlabelled.map((each) => (each.type === "value_path" ? each.text : ""));
      this.#reach(callee, names, handled);
      return;
    }
    if (this.#running.has(callee.text)) return;
    this.#running.add(callee.text);
    this.enter(local);
    const body = children(local).at(-1);
    if (body !== undefined) this.follow(body, handled);
  }

  #reach(callee: Node, given: readonly string[] | undefined, handled: readonly string[]): void {
    if (!this.#bound.has(callee.text))
      this.steps.push({ path: callee.text, given, handled, isArgument: false });
  }
}

const isRefusal = (branch: Node | undefined): boolean =>
  branch !== undefined && /^\w+\s+(?:\(\)$|invalid_arg\b|[\s\S]*\braise\b)/.test(branch.text);

const isException = (branch: Node): boolean => children(branch)[0]?.type === "exception_pattern";

/** The exceptions that cases take; not those of a case which raises again. */
function taken(cases: readonly Node[]): readonly string[] {
  return cases.flatMap((branch) => {
    const [pattern, ...rest] = children(branch);
    if (pattern === undefined || rest.some(({ text }) => /\b(?:re)?raise\b/.test(text))) return [];
    const names = [...pattern.text.matchAll(/\b[A-Z]\w*/g)].map(([name]) => name);
    return names.length === 0 ? ["all"] : names;
  });
}
