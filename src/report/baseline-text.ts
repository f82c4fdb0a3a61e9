import { type Baseline, baselineMark, baselineVersion, fieldNames, type Judging } from "../lint/baseline.ts";
import type { KnownFinding } from "../lint/known-findings.ts";
import { printableJsonLine } from "./escape.ts";

/** A baseline as `readBaseline` reads it: a line a finding, in their order, so that few of them change at a time. */
export function baselineText({ judging, findings }: Baseline): string {
  const lines = [judgingFields(judging), ...findings.map(findingFields)];
  return lines.map((fields) => `${printableJsonLine(fields)}\n`).join("");
}

function judgingFields({ target, all, strict, packages, root }: Judging): object {
  return {
    [baselineMark]: baselineVersion,
    target,
    ...(all ? { all } : {}),
    ...(strict ? { strict } : {}),
    ...(packages.length > 0 ? { packages } : {}),
    ...(root === "" ? {} : { root }),
  };
}

function findingFields({ identity, severity }: KnownFinding): object {
  const parts = (["file", "rule", "library", "package", "symbol", "within"] as const).flatMap((part) =>
    identity[part] === "" ? [] : [[fieldNames[part], identity[part]]],
  );
  return { ...Object.fromEntries(parts), severity };
}
