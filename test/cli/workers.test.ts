import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const withWorkers = (count: string, words: readonly string[]) =>
  mirageLint(words, { env: { MIRAGE_LINT_WORKERS: count } });

describe("the number of workers", () => {
  it.each(["fixtures", "rules"])(
    "changes no byte of the report on %s",
    (tree) => {
      const words = ["check", tree, "--all", "-f", "json"];
      const alone = withWorkers("0", words);
      expect(alone.code).toBe(1);
      for (const count of ["1", "2", "4"]) expect(withWorkers(count, words)).toEqual(alone);
    },
    300_000,
  );

  it("changes nothing where files are broken or huge", () => {
    const root = temporaryTree({
      "dune-project": "(lang dune 3.0)",
      dune: "(library (public_name mirage-x))",
      "mirage-x.opam": 'opam-version: "2.0"\n',
      "a.ml": `let x = Unix.gettimeofday ${"(".repeat(200_000)}`,
      "b.ml": `let x = Sys.time () ${"+ 1 ".repeat(1_200_000)}`,
      "c.ml": 'let x = open_in \0 "x',
      "d.ml": "#if X\nlet f = Unix.(\n#else\nlet g = Unix.sleep )\n#endif\n",
    });
    const words = [root, "-f", "json"];
    const alone = withWorkers("0", words);
    expect(JSON.parse(alone.out).unseen.length).toBeGreaterThan(1);
    for (const count of ["1", "3"]) expect(withWorkers(count, words)).toEqual(alone);
  }, 300_000);
});
