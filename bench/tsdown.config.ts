import { cpSync } from "node:fs";
import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    fuzz: "fuzz.ts",
    graph: "graph.ts",
    ocaml: "ocaml.ts",
    worker: "../src/workers/worker.ts",
    stubs: "stubs.ts",
    "read-dune": "read-dune.ts",
    "query-index": "query-index.ts",
    "read-opam": "read-opam.ts",
    speed: "speed.ts",
  },
  outDir: "../node_modules/.cache/bench",
  format: "esm",
  platform: "node",
  dts: false,
  fixedExtension: false,
  hooks: {
    "build:done": () => cpSync("data", "node_modules/.cache/data", { recursive: true }),
  },
});
