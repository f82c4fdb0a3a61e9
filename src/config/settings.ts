import type { Location } from "../lint/diagnostic.ts";
import type { ConfigFile, ConfigPath } from "./config-file.ts";
import { matcherOf } from "./globs.ts";
import { type FailOn, type PresetName, presets, type RuleSeverity } from "./presets.ts";

/** Who says so. */
export type Origin =
  | { readonly kind: "command-line"; readonly option: string }
  | { readonly kind: "file"; readonly at: Location }
  | { readonly kind: "preset"; readonly preset: PresetName; readonly at: Location }
  | { readonly kind: "default" };

/** A value that is in force, and where it comes from. */
export interface Setting<Value> {
  readonly value: Value;
  readonly from: Origin;
}

/** A value that a file or its preset sets. */
export interface Written<Value> extends Setting<Value> {
  readonly from: Extract<Origin, { readonly at: Location }>;
}

export interface UnixOnly {
  readonly kind: "library" | "package";
  readonly name: string;
  readonly reason: string;
}

/** Severities by rule or family, in files that match; undefined: in all. */
export interface SeverityTable {
  readonly paths: readonly string[] | undefined;
  readonly rules: ReadonlyMap<string, Written<RuleSeverity>>;
}

/** What is in force for a run. */
export interface Settings {
  /** The configuration file as reports name it; undefined where there is none. */
  readonly file: string | undefined;
  /** What stands in it. */
  readonly text: string | undefined;
  readonly preset: Setting<PresetName>;
  /** Undefined: what a lockfile of the tree asks for. */
  readonly target: Setting<string | undefined>;
  /** Empty: all of them. */
  readonly packages: Setting<readonly string[]>;
  readonly strict: Setting<boolean>;
  readonly all: Setting<boolean>;
  readonly failOn: Setting<FailOn>;
  /** A file; undefined: the index that comes along. */
  readonly index: Setting<string | undefined>;
  /** A file; undefined: none. */
  readonly baseline: Setting<string | undefined>;
  readonly unixOnly: readonly Written<UnixOnly>[];
  readonly ignore: readonly Written<string>[];
  /** The way from the directory that globs start from to the checked root, with a slash at its end; empty where they are one. */
  readonly below: string;
  /** The first that has a rule or its family decides. */
  readonly severities: readonly SeverityTable[];
  /** Files are named from the checked root. */
  ignoredBy(file: string): Written<string> | undefined;
  /** Undefined where the rule weighs what it weighs by itself. */
  severityOf(rule: string, file: string): Written<RuleSeverity> | undefined;
}

/** What the command line says; what it leaves out is undefined. */
export interface CommandLineSettings {
  readonly target?: string | undefined;
  readonly packages?: readonly string[] | undefined;
  readonly strict?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly failOn?: FailOn | undefined;
  readonly index?: string | undefined;
  readonly baseline?: string | undefined;
}

/** A configuration, and how its paths are meant. */
export interface PlacedConfig {
  readonly config: ConfigFile;
  /** As in `Settings`. */
  readonly below: string;
  /** The file that a path of it stands for. */
  resolve(path: string): string;
}

/** The command line goes before the file, the file before its preset, and that before what holds by default. */
export function settingsOf(
  said: CommandLineSettings = {},
  placed: PlacedConfig | undefined = undefined,
): Settings {
  const config = placed?.config ?? noConfig;
  const { values } = config;
  const fromFile: OriginOf = (path) => ({ kind: "file", at: config.placeOf(path).value });
  const presetName = values.preset ?? "recommended";
  const preset = presets[presetName];
  const presetOrigin = { kind: "preset", preset: presetName, at: config.placeOf(["preset"]).value } as const;
  const fromPreset: Origin = values.preset === undefined ? { kind: "default" } : presetOrigin;
  const choose = <Value>(
    key: string,
    otherwise: Value,
    given: {
      readonly said?: Value | undefined;
      readonly written?: Value | undefined;
      readonly ofPreset?: Value | undefined;
    },
  ): Setting<Value> => {
    const { said: value, written, ofPreset } = given;
    if (value !== undefined) return { value, from: { kind: "command-line", option: optionOf(key) } };
    if (written !== undefined) return { value: written, from: fromFile([key]) };
    if (ofPreset !== undefined) return { value: ofPreset, from: fromPreset };
    return { value: otherwise, from: { kind: "default" } };
  };
  const ignore = (values.ignore ?? []).map((value, index) => ({ value, from: fromFile(["ignore", index]) }));
  const severities = severityTables(values, fromFile, presetOrigin);
  const below = placed?.below ?? "";
  const fileOf = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : placed?.resolve(value);
  return {
    file: placed?.config.name,
    text: placed?.config.text,
    preset: choose<PresetName>("preset", "recommended", { written: values.preset }),
    target: choose<string | undefined>("target", undefined, { said: said.target, written: values.target }),
    packages: choose<readonly string[]>("packages", [], {
      said: said.packages?.length === 0 ? undefined : said.packages,
      written: values.packages,
    }),
    strict: choose("strict", false, { said: said.strict, written: values.strict, ofPreset: preset.strict }),
    all: choose("all", false, { said: said.all, written: values.all }),
    failOn: choose<FailOn>("fail-on", "error", {
      said: said.failOn,
      written: values["fail-on"],
      ofPreset: preset.failOn,
    }),
    index: choose<string | undefined>("index", undefined, {
      said: said.index,
      written: fileOf(values.index),
    }),
    baseline: choose<string | undefined>("baseline", undefined, {
      said: said.baseline,
      written: fileOf(values.baseline),
    }),
    unixOnly: unixOnlyIn(values, fromFile),
    ignore,
    below,
    severities,
    ignoredBy: matcherOf(ignore, below),
    severityOf: severityFinder(severities, below),
  };
}

const optionOf = (key: string): string => (key === "packages" ? "--package" : `--${key}`);

type Values = ConfigFile["values"];
type FileOrigin = Extract<Origin, { readonly kind: "file" }>;
type OriginOf = (path: ConfigPath) => FileOrigin;

const nowhere: Location = { file: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
const noConfig: ConfigFile = {
  name: "",
  text: "",
  values: {},
  placeOf: () => ({ key: nowhere, value: nowhere }),
};

function unixOnlyIn(values: Values, fromFile: OriginOf): readonly Written<UnixOnly>[] {
  return (values["unix-only"] ?? []).flatMap(({ libraries = [], packages = [], reason }, entry) => {
    const settingsOfKind = (kind: UnixOnly["kind"], key: string, names: readonly string[]) =>
      names.map((name, index) => ({
        value: { kind, name, reason },
        from: fromFile(["unix-only", entry, key, index]),
      }));
    return [
      ...settingsOfKind("library", "libraries", libraries),
      ...settingsOfKind("package", "packages", packages),
    ];
  });
}

type PresetOrigin = Extract<Origin, { readonly kind: "preset" }>;

/** The last override first, then the file's own table, then the preset's. */
function severityTables(
  values: Values,
  fromFile: OriginOf,
  fromPreset: PresetOrigin,
): readonly SeverityTable[] {
  const overrides = (values.overrides ?? []).map(({ paths, rules }, index) => ({
    paths,
    rules: writtenTable(rules, (name) => fromFile(["overrides", index, "rules", name])),
  }));
  return [
    ...overrides.toReversed(),
    { paths: undefined, rules: writtenTable(values.rules ?? {}, (name) => fromFile(["rules", name])) },
    { paths: undefined, rules: writtenTable(presets[fromPreset.preset].rules ?? {}, () => fromPreset) },
  ].filter(({ rules }) => rules.size > 0);
}

const writtenTable = (
  rules: Readonly<Record<string, RuleSeverity>>,
  originOf: (name: string) => Written<RuleSeverity>["from"],
): SeverityTable["rules"] =>
  new Map(Object.entries(rules).map(([name, value]) => [name, { value, from: originOf(name) }]));

function severityFinder(tables: readonly SeverityTable[], below: string): Settings["severityOf"] {
  const covering = tables.map(({ paths, rules }) => {
    const globs = paths?.map((value) => ({ value }));
    const matches = globs === undefined ? undefined : matcherOf(globs, below);
    return { covers: (file: string) => matches === undefined || matches(file) !== undefined, rules };
  });
  return (rule, file) => {
    const family = `${rule.slice(0, rule.indexOf("/"))}/*`;
    for (const { covers, rules } of covering) {
      const found = rules.get(rule) ?? rules.get(family);
      if (found !== undefined && covers(file)) return found;
    }
    return undefined;
  };
}

/** An origin in a few words: `--strict`, `mirage-lint.toml:3`, `preset strict`, `default`. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case "command-line":
      return origin.option;
    case "file":
      return `${origin.at.file}:${origin.at.line}`;
    case "preset":
      return `preset ${origin.preset}`;
    case "default":
      return "default";
  }
}
