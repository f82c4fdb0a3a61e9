import { presets } from "../config/presets.ts";
import { defaultBaseline } from "../lint/baseline.ts";
import { countsInWords, type Survey } from "./survey.ts";

const presetOf = { package: "recommended", unikernel: "unikernel", repository: "publish" } as const;

/** The text of a small mirage-lint.toml for what was looked at: what is not certain stands in it as a comment. */
export function configText(survey: Survey): string {
  const preset = presetOf[survey.kind];
  return [
    "#:schema https://raw.githubusercontent.com/OWNER/mirage-lint/v1/data/schema/config-1.json",
    "# mirage-lint config shows what is in force, and where each value comes from.",
    "",
    `# ${presets[preset].about}; there is also ${others(preset)}.`,
    `preset = "${preset}"`,
    "",
    ...baselineLines(survey),
    ...ignoreLines(survey),
    ...ruleLines(survey.foundByRule),
    ...unixOnlyLines(survey.undecided),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

const others = (preset: string): string =>
  Object.keys(presets)
    .filter((name) => name !== preset)
    .join(", ");

function baselineLines({ hasBaseline }: Survey): readonly string[] {
  return hasBaseline
    ? ["# Findings that are known, and not held against anybody.", `baseline = "${defaultBaseline}"`, ""]
    : [];
}

function ignoreLines({ aside }: Survey): readonly string[] {
  if (aside.length === 0) return [];
  return [
    "# Whose code this is not can be left out of what is reported.",
    `# ignore = [${aside.map((directory) => JSON.stringify(directory)).join(", ")}]`,
    "",
  ];
}

function ruleLines(found: Survey["foundByRule"]): readonly string[] {
  if (found.size === 0) return [];
  return [
    '# What is found today. A rule can be an error, a warning, a note or off; it goes before its family, such as "libc/*".',
    "[rules]",
    ...[...found].map(([rule, counts]) => `# "${rule}" = "off" # ${countsInWords(counts)}`),
    "",
  ];
}

function unixOnlyLines(undecided: readonly string[]): readonly string[] {
  if (undecided.length === 0) return [];
  return [
    "# Nobody says whether these are to be portable. Those that are not, and why:",
    "# [[unix-only]]",
    `# libraries = [${undecided.map((name) => JSON.stringify(name)).join(", ")}]`,
    '# reason = ""',
    "",
  ];
}
