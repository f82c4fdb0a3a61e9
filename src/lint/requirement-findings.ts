import type { JudgedDependency } from "../opam/dune-buildable.ts";
import { printOpamValue } from "../syntax/opam-file.ts";
import { ownedBy } from "./blame.ts";
import type { Finding } from "./rule.ts";

/** The parts of a finding that follow from the requirement alone. */
export function findingOfRequirement({
  asker,
  file,
  required,
}: JudgedDependency): Omit<Finding<never>, "data"> {
  return {
    at: { file, span: required.name.span },
    owner: ownedBy(asker),
    symbol: required.name.text,
  };
}

/** A requirement that allows some versions alone, as a rule tells of it. */
export interface ConstrainedRequirement {
  readonly owner: string;
  readonly dependency: string;
  readonly constraint: string;
}

export function constrainedRequirement({ asker, required }: JudgedDependency): ConstrainedRequirement {
  return {
    owner: asker.name,
    dependency: required.name.text,
    constraint: required.filters.map(printOpamValue).join(" "),
  };
}

/** `package foo asks for bar {< "2"}`. */
export const requirementInWords = ({ owner, dependency, constraint }: ConstrainedRequirement): string =>
  `package ${owner} asks for ${dependency} {${constraint}}`;
