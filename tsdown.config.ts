import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig } from "tsdown";

const require = createRequire(import.meta.url);
const wasm = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-ocaml/tree-sitter-ocaml.wasm",
  "tree-sitter-ocaml/tree-sitter-ocaml_interface.wasm",
  "tree-sitter-c/tree-sitter-c.wasm",
];

/** Bundled packages, whose licences ask to go with the copies. */
const bundled = [
  "commander",
  "ignore",
  "picomatch",
  "smol-toml",
  "valibot",
  "web-tree-sitter",
  "tree-sitter-ocaml",
  "tree-sitter-c",
];

function licenceOf(name: string): string {
  const directory = `node_modules/${name}`;
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  return file === undefined
    ? `${name}: see its package`
    : `${name}\n\n${readFileSync(`${directory}/${file}`, "utf8")}`;
}

export default defineConfig({
  entry: {
    cli: "src/cli.ts",
    index: "src/index.ts",
    action: "src/action.ts",
    worker: "src/workers/worker.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20",
  dts: true,
  fixedExtension: false,
  // Everything is bundled: the package has no dependencies at run time.
  noExternal: /.*/,
  hooks: {
    "build:done": () => {
      mkdirSync("dist/wasm", { recursive: true });
      for (const file of wasm)
        cpSync(require.resolve(file), `dist/wasm/${file.slice(file.lastIndexOf("/") + 1)}`);
      writeFileSync("dist/LICENSES.txt", bundled.map(licenceOf).join("\n\n----\n\n"));
    },
  },
});
