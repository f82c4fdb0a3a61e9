import type { RuleSeverity } from "../config/presets.ts";
import {
  type Origin,
  originText,
  type Setting,
  type Settings,
  type SeverityTable,
} from "../config/settings.ts";
import { printable, printableJson } from "./escape.ts";
import type { Style } from "./style.ts";

/** What a report on settings tells of. */
export interface SettingsQuestion {
  readonly settings: Settings;
  /** Globs of the configuration that match no file of the directory that they start from. */
  readonly unmatched: ReadonlySet<string>;
  /** The target that a lockfile asks for; undefined where none does. */
  readonly targetOfLocks: string | undefined;
  readonly defaultTarget: string;
  /** The file that is asked about, from the checked root; undefined: the whole tree. */
  readonly file: string | undefined;
  /** Ids of all rules, in their order. */
  readonly rules: readonly string[];
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly from: string;
}

/** What is in force, a line each, with where it comes from. */
export function renderSettingsPretty(question: SettingsQuestion, style: Style): string {
  const { settings, file } = question;
  const head = settings.file ?? "no mirage-lint.toml";
  const rows = [...plainRows(question), ...listRows(question), ...severityRows(question)];
  const width = (key: "name" | "value"): number => Math.max(...rows.map((row) => row[key].length));
  const [names, values] = [width("name"), width("value")];
  const lines = rows.map(
    ({ name, value, from }) => `${name.padEnd(names)}  ${value.padEnd(values)}  ${style("dim", from)}`,
  );
  return `${style("bold", printable(file === undefined ? head : `${head}, for ${file}`))}\n\n${lines.join("\n")}\n`;
}

function plainRows(question: SettingsQuestion): readonly Row[] {
  const { preset, packages, strict, all, failOn, index, baseline } = question.settings;
  const row = (name: string, { from }: Setting<unknown>, value: string): Row => ({
    name,
    value: printable(value),
    from: printable(originText(from)),
  });
  const target = targetInForce(question);
  return [
    row("preset", preset, preset.value),
    { name: "target", value: target.value, from: printable(target.said) },
    row("packages", packages, packages.value.length === 0 ? "all" : packages.value.join(", ")),
    row("strict", strict, `${strict.value}`),
    row("all", all, `${all.value}`),
    row("fail-on", failOn, failOn.value),
    row("index", index, index.value ?? "the one that comes along"),
    row("baseline", baseline, baseline.value ?? "none"),
  ];
}

function targetInForce({ settings, targetOfLocks, defaultTarget }: SettingsQuestion): {
  readonly value: string;
  readonly said: string;
} {
  const { value, from } = settings.target;
  if (value !== undefined) return { value, said: originText(from) };
  return targetOfLocks === undefined
    ? { value: defaultTarget, said: "default" }
    : { value: targetOfLocks, said: "lockfile" };
}

function listRows({ settings: { ignore, unixOnly }, unmatched }: SettingsQuestion): readonly Row[] {
  return [
    ...ignore.map(({ value, from }) => ({
      name: "ignore",
      value: printable(globInWords(value, unmatched)),
      from: printable(originText(from)),
    })),
    ...unixOnly.map(({ value: { kind, name, reason }, from }) => ({
      name: "unix-only",
      value: printable(`${kind} ${name}: ${reason}`),
      from: printable(originText(from)),
    })),
  ];
}

const globInWords = (glob: string, unmatched: SettingsQuestion["unmatched"]): string =>
  unmatched.has(glob) ? `${glob} (matches no file)` : glob;

function severityRows({ settings, unmatched, file, rules }: SettingsQuestion): readonly Row[] {
  if (file === undefined)
    return settings.severities.toReversed().flatMap((table) => rowsOfTable(table, unmatched));
  const ignored = settings.ignoredBy(file);
  const effective = rules.flatMap((rule): readonly Row[] => {
    const found = settings.severityOf(rule, file);
    return found === undefined ? [] : [rowOfRule(rule, found)];
  });
  if (ignored === undefined) return effective;
  return [
    { name: "ignored", value: printable(ignored.value), from: printable(originText(ignored.from)) },
    ...effective,
  ];
}

function rowsOfTable(
  { paths, rules }: SeverityTable,
  unmatched: SettingsQuestion["unmatched"],
): readonly Row[] {
  const where =
    paths === undefined ? "" : ` in ${paths.map((glob) => globInWords(glob, unmatched)).join(", ")}`;
  return [...rules].map(([rule, found]) => rowOfRule(rule, found, where));
}

const rowOfRule = (rule: string, { value, from }: Setting<RuleSeverity>, where = ""): Row => ({
  name: rule,
  value: printable(`${value}${where}`),
  from: printable(originText(from)),
});

/** The same as JSON: each value with its origin; `rules` has those whose severity is set. */
export function renderSettingsJson(question: SettingsQuestion): string {
  const { settings, unmatched, file, rules } = question;
  const { preset, packages, strict, all, failOn, index, baseline, ignore, unixOnly, severities } = settings;
  const ignored = file === undefined ? undefined : settings.ignoredBy(file);
  return printableJson({
    version: 1,
    config: settings.file ?? null,
    file: file ?? null,
    preset: settingJson(preset),
    target: targetJson(question),
    packages: settingJson(packages),
    strict: settingJson(strict),
    all: settingJson(all),
    failOn: settingJson(failOn),
    index: settingJson({ ...index, value: index.value ?? null }),
    baseline: settingJson({ ...baseline, value: baseline.value ?? null }),
    ignore: ignore.map(settingJson),
    unmatched: [...unmatched],
    unixOnly: unixOnly.map(({ value, from }) => ({ ...value, from: originJson(from) })),
    ...(file === undefined
      ? { severities: severities.map(tableJson) }
      : {
          ignored: ignored === undefined ? null : settingJson(ignored),
          rules: rules.flatMap((rule) => {
            const found = settings.severityOf(rule, file);
            return found === undefined ? [] : [{ rule, severity: found.value, from: originJson(found.from) }];
          }),
        }),
  });
}

function targetJson(question: SettingsQuestion): object {
  const { from } = question.settings.target;
  const { value, said } = targetInForce(question);
  return { value, from: said === "lockfile" ? { kind: "lockfile" } : originJson(from) };
}

const settingJson = ({ value, from }: Setting<unknown>): object => ({ value, from: originJson(from) });

const tableJson = ({ paths, rules }: SeverityTable): object => ({
  paths: paths ?? null,
  rules: [...rules].map(([rule, { value, from }]) => ({ rule, severity: value, from: originJson(from) })),
});

function originJson(origin: Origin): object {
  switch (origin.kind) {
    case "command-line":
      return { kind: origin.kind, option: origin.option };
    case "file":
      return { kind: origin.kind, file: origin.at.file, line: origin.at.line, column: origin.at.column };
    case "preset":
      return { kind: origin.kind, preset: origin.preset };
    case "default":
      return { kind: origin.kind };
  }
}
