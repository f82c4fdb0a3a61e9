import type { OpamValue } from "../syntax/opam-file.ts";
import type { Name } from "./ordered-set.ts";

/** One package that is asked for, and what its braces say: constraints on versions and filters, mixed. */
export interface Requirement {
  readonly kind: "package";
  readonly name: Name;
  readonly filters: readonly OpamValue[];
}

/** A field such as `depends:`. */
export type Requirements =
  | Requirement
  | { readonly kind: "all" | "one-of"; readonly parts: readonly Requirements[] };

const nothing: Requirements = { kind: "all", parts: [] };

/** Reads the value of `depends:` or `depopts:`; what is no formula of packages asks for nothing. */
export function readRequirements(value: OpamValue | undefined): Requirements {
  switch (value?.kind) {
    case "string":
      return { kind: "package", name: { text: value.value, span: value.span }, filters: [] };
    case "option":
      return filtered(readRequirements(value.value), value.filters);
    case "list":
    case "group":
      return value.items.length === 1
        ? readRequirements(value.items[0])
        : { kind: "all", parts: value.items.map(readRequirements) };
    case "logical": {
      const parts = [readRequirements(value.left), readRequirements(value.right)];
      return { kind: value.operator === "&" ? "all" : "one-of", parts };
    }
    default:
      return nothing;
  }
}

function filtered(required: Requirements, filters: readonly OpamValue[]): Requirements {
  if (required.kind === "package") return { ...required, filters: [...required.filters, ...filters] };
  return { kind: required.kind, parts: required.parts.map((part) => filtered(part, filters)) };
}

/** The same for one version of the package that asks: its own `version` stands in many constraints, `{= version}`. */
export function withVersion(required: Requirements, version: string): Requirements {
  if (required.kind === "package")
    return required.filters.length === 0
      ? required
      : { ...required, filters: required.filters.map((filter) => named(filter, version)) };
  return { kind: required.kind, parts: required.parts.map((part) => withVersion(part, version)) };
}

function named(filter: OpamValue, version: string): OpamValue {
  switch (filter.kind) {
    case "ident":
      return filter.name === "version" || filter.name === "_:version"
        ? { kind: "string", span: filter.span, value: version }
        : filter;
    case "list":
    case "group":
      return { ...filter, items: filter.items.map((item) => named(item, version)) };
    case "logical":
    case "relation":
      return { ...filter, left: named(filter.left, version), right: named(filter.right, version) };
    case "prefix-relation":
      return { ...filter, right: named(filter.right, version) };
    default:
      return filter;
  }
}
