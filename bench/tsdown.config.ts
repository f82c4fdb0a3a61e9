import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { stubs: "stubs.ts", "read-dune": "read-dune.ts", "read-opam": "read-opam.ts", speed: "speed.ts" },
  outDir: "../node_modules/.cache/bench",
  format: "esm",
  platform: "node",
  dts: false,
  fixedExtension: false,
});
