import * as v from "valibot";
import { rules } from "../../rules/index.ts";
import { targetNames } from "../target/target.ts";
import { failures, presetNames, ruleSeverities } from "./presets.ts";

const isTable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A table of these keys; what it has besides is for `unknownKeys` to tell, all of it at once. */
const table = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(v.custom<object>(isTable, "a table"), v.object(entries));

/** Globs as in .gitignore lead nowhere above the directory that they are written in. */
const glob = v.pipe(
  v.string(),
  v.regex(/\S/u, "is an empty path"),
  v.regex(/^(?!!?(?:.*\/)?\.\.(?:\/|$))/u, "leads out of the directory of the configuration"),
);

const fileBelow = (option: string) =>
  v.pipe(
    v.string(),
    v.regex(/\S/u, "is an empty path"),
    v.regex(
      /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))/u,
      `leads out of the directory of the configuration; say ${option} for a file elsewhere`,
    ),
  );

const names = v.array(v.pipe(v.string(), v.regex(/\S/u, "is an empty name")));

/** The names of families, as `[rules]` takes them: `libc/*`. */
const families: readonly string[] = [...new Set(rules.map(({ id }) => `${id.slice(0, id.indexOf("/"))}/*`))];

const severities = v.pipe(
  v.custom<object>(isTable, "a table"),
  v.record(v.picklist([...families, ...rules.map(({ id }) => id)]), v.picklist(ruleSeverities)),
);

const unixOnly = v.pipe(
  table({
    libraries: v.optional(
      v.pipe(names, v.description("Libraries and executables, by public or private name")),
    ),
    packages: v.optional(v.pipe(names, v.description("Packages, with all of their libraries"))),
    reason: v.pipe(
      v.string(),
      v.regex(/[\p{L}\p{N}]/u, "says nothing"),
      v.description("Why nobody wants them portable"),
    ),
  }),
  v.check(
    ({ libraries, packages }) => (libraries ?? packages) !== undefined,
    "names neither libraries nor packages",
  ),
  v.metadata({ jsonSchema: { anyOf: [{ required: ["libraries"] }, { required: ["packages"] }] } }),
);

const override = table({
  paths: v.pipe(v.array(glob), v.description("Globs as in .gitignore, from the directory of this file")),
  rules: v.pipe(severities, v.description("Severities of rules and families in these files")),
});

/** What mirage-lint.toml may say; descriptions are for whoever writes one. */
export const configSchema = table({
  preset: v.optional(v.pipe(v.picklist(presetNames), v.description("What holds where nothing else is said"))),
  target: v.optional(
    v.pipe(
      v.picklist(targetNames().toSorted()),
      v.description(
        "What to port to; by default what the lockfile's ocaml-solo5 stands for, else the newest",
      ),
    ),
  ),
  packages: v.optional(
    v.pipe(
      names,
      v.description("Judge these packages alone, and as ones that are wanted portable, as check -p does"),
    ),
  ),
  strict: v.optional(
    v.pipe(v.boolean(), v.description("Take code that nobody says anything about as wanted portable")),
  ),
  all: v.optional(
    v.pipe(
      v.boolean(),
      v.description("Take everything in the tree as wanted target code: tests and vendored directories too"),
    ),
  ),
  "fail-on": v.optional(v.pipe(v.picklist(failures), v.description("Exit with 1 from this severity on"))),
  index: v.optional(
    v.pipe(
      fileBelow("--index"),
      v.description("What to know of published packages, in place of the index that comes along"),
    ),
  ),
  baseline: v.optional(
    v.pipe(
      fileBelow("--baseline"),
      v.description("Findings that are known, and not held against anybody: what --write-baseline wrote"),
    ),
  ),
  ignore: v.optional(
    v.pipe(
      v.array(glob),
      v.description(
        "Files whose findings are left out, and whose code nobody wants portable: globs as in .gitignore, from the directory of this file",
      ),
    ),
  ),
  rules: v.optional(
    v.pipe(
      severities,
      v.description('Severities by rule, or by family as "libc/*"; a rule goes before its family'),
    ),
  ),
  "unix-only": v.optional(
    v.pipe(v.array(unixOnly), v.description("Libraries and packages that nobody wants portable, and why")),
  ),
  overrides: v.optional(
    v.pipe(
      v.array(override),
      v.description("Severities in a part of the files; later ones go before earlier ones"),
    ),
  ),
});

export type ConfigValues = v.InferOutput<typeof configSchema>;
