import type { OutlineNode } from "./ocaml-outline.ts";

/** What a path is there for: a module itself, or what leads to a value or to a type. */
export type PathRole =
  | {
      readonly kind: "module";
      readonly use: "open" | "include" | "alias" | "module-argument" | "module-type-of" | "module";
      /** It opens the module for the rest of its parent, as in `M.(…)`. */
      readonly opensParent?: boolean;
    }
  | { readonly kind: "expression" }
  | { readonly kind: "type" };

const inModule: PathRole = { kind: "module", use: "module" };
const argument: PathRole = { kind: "module", use: "module-argument" };
const localOpen: PathRole = { kind: "module", use: "open", opensParent: true };

/** `with type P = …`: P is a path inside the constrained signature. */
function isConstrained(path: OutlineNode, constraint: OutlineNode, text: string): boolean {
  const equals = text.indexOf("=", constraint.start);
  return equals === -1 || path.start < equals;
}

function typeRole(path: OutlineNode, parent: OutlineNode | undefined, text: string): PathRole | undefined {
  switch (parent?.type) {
    case "extended_module_path":
      return argument;
    case "local_open_type":
      return path.start === parent.start ? localOpen : { kind: "type" };
    case "constrain_module":
      return isConstrained(path, parent, text) ? undefined : inModule;
    case "constrain_type":
    case "constrain_module_type":
      return isConstrained(path, parent, text) ? undefined : { kind: "type" };
    case "module_type_path":
      return roleUnderConstraint(parent, text);
    default:
      return { kind: "type" };
  }
}

function roleUnderConstraint(path: OutlineNode, text: string): PathRole | undefined {
  const parent = path.parent;
  if (parent?.type === "constrain_module_type" && isConstrained(path, parent, text)) return undefined;
  return { kind: "type" };
}

function moduleRole(path: OutlineNode): PathRole | undefined {
  let child = path;
  let parent = path.parent;
  while (parent?.type === "parenthesized_module_expression" || parent?.type === "typed_module_expression") {
    child = parent;
    parent = parent.parent;
  }
  switch (parent?.type) {
    case "open_module":
      return { kind: "module", use: "open" };
    case "include_module":
      return { kind: "module", use: "include" };
    case "module_binding":
      return { kind: "module", use: "alias" };
    case "module_type_of":
      return { kind: "module", use: "module-type-of" };
    case "module_application":
      return child.start === parent.start ? inModule : argument;
    case "functor":
    case "package_expression":
      return inModule;
    case "constrain_module":
      return undefined;
    case "local_open_expression":
    case "local_open_pattern":
      return child.start === parent.start ? localOpen : { kind: "expression" };
    default:
      return { kind: "expression" };
  }
}

/** The role of a `module_path` or `extended_module_path`; nothing for the beginning of a longer path and for names inside a signature. */
export function roleOf(path: OutlineNode, text: string): PathRole | undefined {
  const { parent } = path;
  if (parent?.type === path.type && parent.start === path.start) return undefined;
  return path.type === "module_path" ? moduleRole(path) : typeRole(path, parent, text);
}
