import type { OpamValue } from "../syntax/opam-file.ts";
import { all, negate, type Truth, truth } from "../workspace/conditions.ts";
import { compareVersions } from "./version-order.ts";

/** Gives an opam variable's value; undefined where it can't be known. */
export type OpamVariables = (name: string) => string | boolean | undefined;

/** What `{>= "1"}` is asked about: one version, or any that would do. */
export type VersionInQuestion =
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "any" };

export const anyVersion: VersionInQuestion = { kind: "any" };

/** The variables of a package that is built for a unikernel, on Linux, and not for its tests. Source: opam's manual, "Variables". */
export const unikernelVariables: OpamVariables = (name) => knownVariables[name];

const knownVariables: Readonly<Record<string, string | boolean | undefined>> = {
  "with-test": false,
  "with-doc": false,
  "with-dev-setup": false,
  "with-tools": false,
  dev: false,
  build: true,
  post: true,
  os: "linux",
};

/** What several conditions of one pair of braces come to. */
export function evaluateFilters(
  filters: readonly OpamValue[],
  variables: OpamVariables,
  question: VersionInQuestion,
): Truth {
  return all(filters.map((filter) => evaluateFilter(filter, variables, question)));
}

/** What a filter or a version constraint comes to; the two may be mixed. Source: src/format/opamFilter.ml. */
function evaluateFilter(filter: OpamValue, variables: OpamVariables, question: VersionInQuestion): Truth {
  switch (filter.kind) {
    case "ident":
      return truthOf(variables(filter.name));
    case "bool":
      return truth(filter.value);
    case "string":
      return truthOf(filter.value);
    case "list":
    case "group":
      return evaluateFilters(filter.items, variables, question);
    case "prefix":
      return filter.operator === "!"
        ? negate(evaluateFilter(filter.operand, variables, question))
        : isDefined(filter.operand, variables);
    case "logical": {
      const left = evaluateFilter(filter.left, variables, question);
      const right = evaluateFilter(filter.right, variables, question);
      return filter.operator === "&" ? all([left, right]) : negate(all([negate(left), negate(right)]));
    }
    case "prefix-relation":
      return question.kind === "any"
        ? "unknown"
        : compared(question.version, filter.operator, textOf(filter.right, variables));
    case "relation":
      return compared(textOf(filter.left, variables), filter.operator, textOf(filter.right, variables));
    default:
      return "unknown";
  }
}

function truthOf(value: string | boolean | undefined): Truth {
  if (typeof value === "boolean") return truth(value);
  return value === "true" || value === "false" ? truth(value === "true") : "unknown";
}

function isDefined(operand: OpamValue, variables: OpamVariables): Truth {
  return operand.kind === "ident" && variables(operand.name) !== undefined ? "yes" : "unknown";
}

/** The text of an operand; undefined where a variable in it is not known. */
function textOf(value: OpamValue, variables: OpamVariables): string | undefined {
  switch (value.kind) {
    case "string":
      return value.value.includes("%{") ? undefined : value.value;
    case "ident":
      return variables(value.name)?.toString();
    case "int":
    case "bool":
      return String(value.value);
    default:
      return undefined;
  }
}

function compared(left: string | undefined, operator: string, right: string | undefined): Truth {
  if (left === undefined || right === undefined) return "unknown";
  const order = compareVersions(left, right);
  switch (operator) {
    case "=":
      return truth(order === 0);
    case "!=":
      return truth(order !== 0);
    case "<":
      return truth(order < 0);
    case ">":
      return truth(order > 0);
    case "<=":
      return truth(order <= 0);
    case ">=":
      return truth(order >= 0);
    default:
      return "unknown";
  }
}
