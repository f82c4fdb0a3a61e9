import type { Requirement, Requirements } from "../facts/opam-requirements.ts";
import type { Truth } from "../workspace/conditions.ts";
import { anyVersion, evaluateFilters, type OpamVariables, unikernelVariables } from "./filter.ts";

/** Whether a requirement is there at all under these variables, whatever the version. */
export function applies({ filters }: Requirement, variables: OpamVariables): Truth {
  if (evaluateFilters(filters, variables, anyVersion) === "no") return "no";
  // What holds with every unknown variable on and with every one off is the constraint on versions alone.
  const hold = [true, false].every(
    (unknown) => evaluateFilters(filters, (name) => variables(name) ?? unknown, anyVersion) !== "no",
  );
  return hold ? "yes" : "unknown";
}

/** Whether a version is within a requirement's constraint. */
export function allows(
  { filters }: Requirement,
  version: string,
  variables: OpamVariables = unikernelVariables,
): Truth {
  return evaluateFilters(filters, variables, { kind: "version", version });
}

/** The conjuncts, each as the packages of which one will do; what does not apply for certain is left out. */
export function choices(
  required: Requirements,
  variables: OpamVariables,
): readonly (readonly Requirement[])[] {
  if (required.kind === "package") return applies(required, variables) === "yes" ? [[required]] : [];
  if (required.kind === "all") return required.parts.flatMap((part) => choices(part, variables));
  const possible = required.parts.flatMap(packagesIn).filter((one) => applies(one, variables) !== "no");
  return possible.length === 0 ? [] : [possible];
}

function packagesIn(required: Requirements): readonly Requirement[] {
  return required.kind === "package" ? [required] : required.parts.flatMap(packagesIn);
}
