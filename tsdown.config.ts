import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig } from "tsdown";

const require = createRequire(import.meta.url);
const wasm = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-ocaml/tree-sitter-ocaml.wasm",
  "tree-sitter-ocaml/tree-sitter-ocaml_interface.wasm",
  "tree-sitter-c/tree-sitter-c.wasm",
];

export default defineConfig({
  entry: { cli: "src/cli.ts", index: "src/index.ts" },
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
      for (const file of wasm) cpSync(require.resolve(file), `dist/wasm/${file.slice(file.lastIndexOf("/") + 1)}`);
    },
  },
});
