import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memoryVfs, textIn } from "../../src/files/vfs.ts";
import { check } from "../../src/lint/check.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { expectSoundRun } from "../check/contract.ts";
import { mutated, randomFrom } from "./mutations.ts";
import { filesBelow, type Seed } from "./seeds.ts";

const seed = Number(process.env.FUZZ_SEED ?? 1);
const trees = Number(process.env.FUZZ_TREES ?? 40);

const rules = fileURLToPath(new URL("../../rules", import.meta.url));

/** The trees of all rules, by their directory. */
const treesOfRules = new Map<string, Seed[]>();
for (const file of filesBelow(rules)) {
  const [family, rule, kind = "", tree, ...below] = file.path.split("/");
  if (!["valid", "invalid"].includes(kind) || below.length === 0) continue;
  const name = `${family}/${rule}/${kind}/${tree}`;
  const files = treesOfRules.get(name);
  if (files === undefined) treesOfRules.set(name, [file]);
  else files.push(file);
}

/** What a file's name may hold that a terminal, a runner or a page would take for more than a name. */
const names = [
  "\u001b[31mred",
  "a\nb",
  "::error::x",
  "##[error]x",
  "a\u202eb",
  "a\u2028b",
  "<script>",
  "](http:x)",
  "|a|",
  "`a`",
  "\ud83d",
  "%0Aa",
  "@all",
  "\u0000",
  "a\r::stop-commands::x",
];

/** A directory is called otherwise in every file and in all that names it. */
function renamed(files: Readonly<Record<string, string>>, random: () => number): Record<string, string> {
  const directories = Object.keys(files).flatMap((path) => path.split("/").slice(0, -1));
  const from = directories[Math.floor(random() * directories.length)];
  const to = names[Math.floor(random() * names.length)] ?? "";
  if (from === undefined) return { ...files };
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path
        .split("/")
        .map((part) => (part === from ? to : part))
        .join("/"),
      text,
    ]),
  );
}

function tamperedTree(number: number): { readonly name: string; readonly files: Record<string, string> } {
  const random = randomFrom(seed * 1_000_003 + number);
  const all = [...treesOfRules];
  const [name, files] = all[Math.floor(random() * all.length)] ?? ["", []];
  const other = (): Buffer => files[Math.floor(random() * files.length)]?.bytes ?? Buffer.alloc(0);
  const texts = Object.fromEntries(
    files.map(({ path, bytes }) => {
      const read = textIn(random() < 0.5 ? mutated(random, bytes, other()) : bytes);
      return [path.slice(name.length + 1), read.kind === "text" ? read.text : ""];
    }),
  );
  return { name, files: random() < 0.5 ? renamed(texts, random) : texts };
}

describe(`a tree that was tampered with (seed ${seed})`, () => {
  it("is judged to the end, and no report of it holds what a terminal or a runner obeys", async () => {
    expect(treesOfRules.size).toBeGreaterThan(200);
    for (let number = 0; number < trees; number++) {
      const { name, files } = tamperedTree(number);
      const vfs = memoryVfs(files);
      try {
        const run = await check(vfs, {
          target: loadTarget(defaultTarget),
          scope: { all: true, strict: true, packages: new Set() },
        });
        expectSoundRun(run, vfs.files);
      } catch (error) {
        throw new Error(`seed ${seed}, tree ${number} of ${name}: ${JSON.stringify(files)}`, {
          cause: error,
        });
      }
    }
  });
});
