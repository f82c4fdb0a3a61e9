import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { presetNames, presets } from "../src/config/presets.ts";
import { configSchema } from "../src/config/schema.ts";
import { mirageLint } from "./cli/command.ts";
import { jsonSchemaOf } from "./config/config-schema.ts";
import { temporaryTree } from "./files/temporary-tree.ts";
import { filesOf, withOutputs } from "./rule-page.ts";

const file = fileURLToPath(new URL("../docs/config.md", import.meta.url));
const page = readFileSync(file, "utf8");

/** What a preset sets, as a configuration would. */
function presetText(name: (typeof presetNames)[number]): string {
  const { about, failOn, strict, rules = {} } = presets[name];
  const set = Object.entries(rules).map(([rule, severity]) => `"${rule}" = "${severity}"`);
  return [
    `# ${name}: ${about}`,
    ...(failOn === undefined ? [] : [`fail-on = "${failOn}"`]),
    ...(strict === undefined ? [] : [`strict = ${strict}`]),
    ...(set.length === 0 ? [] : ["[rules]", ...set]),
    "",
  ].join("\n");
}

describe("docs/config.md", () => {
  it("shows what is printed for its examples, and what each preset sets", async () => {
    const root = temporaryTree(filesOf(page));
    const print = (place: string, ...words: readonly string[]): string => {
      const { out, err } = mirageLint(words, { cwd: join(root, place) });
      return out + err;
    };
    const outputs = [
      print(".", "-f", "ocaml"),
      print(".", "-f", "ocaml", "--no-config"),
      print("order", "config", "--fail-on", "error"),
      presetNames.map(presetText).join("\n"),
      print("wrong"),
    ];
    await expect(withOutputs(page, outputs)).toMatchFileSnapshot(file);
  });

  it("tells of every key", () => {
    const rows = [...page.matchAll(/^\| `\[*([\w-]+)\]*` \|/gm)].map(([, key]) => key);
    const { properties = {} } = jsonSchemaOf(configSchema);
    expect(rows.toSorted()).toEqual(Object.keys(properties as object).sort());
  });
});
