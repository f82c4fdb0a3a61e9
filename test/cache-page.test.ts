import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mirageLint } from "./cli/command.ts";
import { temporaryTree } from "./files/temporary-tree.ts";

const file = fileURLToPath(new URL("../docs/cache.md", import.meta.url));
const page = readFileSync(file, "utf8");

const kettle = {
  "kettle/dune-project": "(lang dune 3.0)\n",
  "kettle/mirage-kettle.opam":
    'opam-version: "2.0"\ndepends: ["ocaml" "dune"]\nbuild: ["dune" "build" "-p" name]\n',
  "kettle/src/dune": "(library\n (public_name mirage-kettle)\n (libraries unix))\n",
};

describe("docs/cache.md", () => {
  it("shows what is printed for its example, the first time and the second", async () => {
    const cwd = temporaryTree(kettle);
    for (const _ of ["first", "second"]) {
      const shown = page.replace(/```console\n(?<session>.*?)```/su, (_block, session: string) => {
        const lines = session.split("\n").filter((line) => line.startsWith("$ mirage-lint "));
        const ran = lines.map((line) => `${line}\n${mirageLint(line.split(" ").slice(2), { cwd }).out}`);
        return `\`\`\`console\n${ran.join("")}\`\`\``;
      });
      await expect(shown).toMatchFileSnapshot(file);
    }
  });
});
