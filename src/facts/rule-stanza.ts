import type { Atom, QuotedString, Sexp } from "../syntax/sexp.ts";
import type { Span } from "../syntax/span.ts";
import { readCondition } from "./condition.ts";
import { fieldsOf, nameOf, namesOf, valuesOf } from "./fields.ts";
import type { Name } from "./ordered-set.ts";
import { commandsOf } from "./rule-commands.ts";
import type { RuleInput, RuleStanza } from "./stanza.ts";

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
  const declared = namesOf([...valuesOf(fields, "targets"), ...valuesOf(fields, "target")]);
  const made: MadeFiles = {
    targets: [],
    copies: [],
    bindings: bindingsOf(declared, valuesOf(fields, "deps")),
  };
  for (const action of actions) collectMadeFiles(action, made);
  const condition = valuesOf(fields, "enabled_if")[0];
  const plain = actions.length === 1 && isCopy(actions[0]);
  return {
    kind: "rule",
    span,
    targets: uniqueNames([...declared, ...made.targets]),
    copies: plain ? made.copies : [],
    inputs: [...inputsOf(valuesOf(fields, "deps")), ...actions.flatMap(inputsOfAction)],
    runs: actions.flatMap((action) => programsOf(action, made)),
    commands: actions.flatMap((action) => commandsOf(action)),
    enabledIf: condition === undefined ? undefined : readCondition(condition),
  };
}

/** What `(run …)` starts in an action, as a path where it is one. */
function programsOf(action: Sexp, made: MadeFiles): readonly Name[] {
  const [field] = fieldsOf([action]);
  if (field === undefined) return [];
  const inside = field.values.flatMap((value) => programsOf(value, made));
  if (field.name !== "run" && field.name !== "dynamic-run") return inside;
  const program = fileOf(field.values[0], made);
  const path = program === undefined ? undefined : program.text.replace(/^%\{exe:([^}]+)\}$/, "$1");
  return program === undefined || path === undefined ? inside : [{ text: path, span: program.span }];
}

/** The files that `(deps …)` names, also `(:name file)` and `(file file)`. */
function inputsOf(deps: readonly Sexp[]): readonly RuleInput[] {
  return deps.flatMap((value): readonly RuleInput[] => {
    if (value.kind !== "list")
      return [...variableInputs(value), { kind: "file", file: { text: value.text, span: value.span } }];
    const [field] = fieldsOf([value]);
    return field !== undefined && (field.name.startsWith(":") || field.name === "file")
      ? inputsOf(field.values)
      : [];
  });
}

/** What an action reads without deps saying so: `%{dep:…}`, `%{read:…}`, `%{lib:…}` and the sources of copies. */
export function inputsOfAction(action: Sexp): readonly RuleInput[] {
  if (action.kind !== "list") return variableInputs(action);
  const source = isCopy(action) ? nameOf(action.items[1]) : undefined;
  const copied: readonly RuleInput[] = source === undefined ? [] : [{ kind: "file", file: source }];
  return [...copied, ...action.items.flatMap(inputsOfAction)];
}

const variablesOfFiles: ReadonlySet<string> = new Set(["dep", "read", "read-lines", "read-strings"]);

function variableInputs(word: Atom | QuotedString): readonly RuleInput[] {
  return word.parts.flatMap((part): readonly RuleInput[] => {
    if (part.kind !== "variable" || part.payload === undefined) return [];
    if (variablesOfFiles.has(part.name))
      return [{ kind: "file", file: { text: part.payload, span: part.span } }];
    const colon = part.payload.indexOf(":");
    if (part.name !== "lib" || colon === -1) return [];
    const file = { text: part.payload.slice(colon + 1), span: part.span };
    return [{ kind: "library-file", library: part.payload.slice(0, colon), file }];
  });
}

/** What `%{target}`, `%{deps}` and `%{name}` of a `(:name file)` stand for, where that is one file. */
function bindingsOf(targets: readonly Name[], deps: readonly Sexp[]): ReadonlyMap<string, string> {
  const bindings = new Map<string, string>();
  const bind = (names: readonly string[], files: readonly Name[]): void => {
    const [file] = files;
    if (file !== undefined && files.length === 1) for (const name of names) bindings.set(name, file.text);
  };
  bind(["target", "targets"], targets);
  bind(["deps"], namesOf(deps));
  for (const { name, values } of fieldsOf(deps))
    if (name.startsWith(":")) bind([name.slice(1)], namesOf(values));
  return bindings;
}

interface MadeFiles {
  readonly bindings: ReadonlyMap<string, string>;
  readonly targets: Name[];
  readonly copies: { source: Name; target: Name }[];
}

function isCopy(action: Sexp | undefined): boolean {
  return action !== undefined && ["copy", "copy#"].includes(fieldsOf([action])[0]?.name ?? "");
}

function fileOf(value: Sexp | undefined, { bindings }: MadeFiles): Name | undefined {
  const name = nameOf(value);
  if (name === undefined) return undefined;
  const text = name.text.replaceAll(/%\{(?:dep:)?([^}]+)\}/g, (written, inner: string) =>
    written.startsWith("%{dep:") ? inner : (bindings.get(inner) ?? written),
  );
  return { text, span: name.span };
}

function collectMadeFiles(action: Sexp, made: MadeFiles): void {
  const [field] = fieldsOf([action]);
  if (field === undefined) return;
  const [first, second] = field.values;
  switch (field.name) {
    case "copy":
    case "copy#": {
      const source = fileOf(first, made);
      const target = fileOf(second, made);
      if (source === undefined || target === undefined) return;
      made.copies.push({ source, target });
      made.targets.push(target);
      return;
    }
    case "write-file":
    case "with-stdout-to":
    case "with-stderr-to":
    case "with-outputs-to": {
      const target = fileOf(first, made);
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
