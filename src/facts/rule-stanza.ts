import type { Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import { readCondition } from "./condition.ts";
import { fieldsOf, nameOf, namesOf, valuesOf } from "./fields.ts";
import type { Name } from "./ordered-set.ts";
import type { RuleStanza } from "./stanza.ts";

const ruleFields: ReadonlySet<string> = new Set([
  "targets",
  "target",
  "deps",
  "action",
  "mode",
  "locks",
  "fallback",
  "alias",
  "aliases",
  "package",
  "enabled_if",
]);

/** `(rule …)` in its long form, with fields, and in its short one, with an action alone. */
export function ruleStanza(values: readonly Sexp[], span: Span): RuleStanza {
  const fields = fieldsOf(values);
  const long = fields.some((field) => ruleFields.has(field.name));
  const actions = long ? valuesOf(fields, "action") : values;
  const made: MadeFiles = { targets: [], copies: [] };
  for (const action of actions) collectMadeFiles(action, made);
  const declared = namesOf([...valuesOf(fields, "targets"), ...valuesOf(fields, "target")]);
  const condition = valuesOf(fields, "enabled_if")[0];
  const plain = actions.length === 1 && isCopy(actions[0]);
  return {
    kind: "rule",
    span,
    targets: uniqueNames([...declared, ...made.targets]),
    copies: plain ? made.copies : [],
    enabledIf: condition === undefined ? undefined : readCondition(condition),
  };
}

interface MadeFiles {
  readonly targets: Name[];
  readonly copies: { source: Name; target: Name }[];
}

function isCopy(action: Sexp | undefined): boolean {
  return action !== undefined && ["copy", "copy#"].includes(fieldsOf([action])[0]?.name ?? "");
}

function collectMadeFiles(action: Sexp, made: MadeFiles): void {
  const [field] = fieldsOf([action]);
  if (field === undefined) return;
  const [first, second] = field.values;
  switch (field.name) {
    case "copy":
    case "copy#": {
      const source = nameOf(first);
      const target = nameOf(second);
      if (source === undefined || target === undefined) return;
      made.copies.push({ source, target });
      made.targets.push(target);
      return;
    }
    case "write-file":
    case "with-stdout-to":
    case "with-stderr-to":
    case "with-outputs-to": {
      const target = nameOf(first);
      if (target !== undefined) made.targets.push(target);
    }
  }
  for (const inner of field.values) collectMadeFiles(inner, made);
}

function uniqueNames(names: readonly Name[]): readonly Name[] {
  const seen = new Set<string>();
  return names.filter(
    (name) => !name.text.startsWith("%{target") && !seen.has(name.text) && seen.add(name.text),
  );
}
