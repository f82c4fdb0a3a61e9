import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";

const cstubs = {
  dune:
    "(library (name x) (modules x) (libraries ctypes) (foreign_stubs (language c) (names made)))\n" +
    "(executable (name gen) (modules gen) (libraries ctypes.stubs))\n" +
    "(rule (with-stdout-to made.c (run ./gen.exe)))\n",
  "x.ml": "",
  "gen.ml": "",
};

describe("headers of libraries that are not in the tree", () => {
  it("are named by what is wrong, and are no files of the tree", async () => {
    const run = await judge({
      dune: "(library (name x) (libraries ctypes) (foreign_stubs (language c) (names s)))",
      "s.c": '#include "ctypes_cstubs_internals.h"\n',
    });
    const missing = run.diagnostics.find(({ symbol }) => symbol === "caml/threads.h");
    expect(missing?.message).toContain("through ctypes_cstubs_internals.h of ctypes, caml/threads.h");
    expect(missing?.at.file).toBe("s.c");
    expect(run.unseen).toEqual([]);
  });

  it("are not confused with a file of the tree that has a colon in its name", async () => {
    const run = await judge({
      dune: "(library (name x) (foreign_stubs (language c) (names s)))",
      "s.c": '#include "ctypes:own.h"\n',
      "ctypes:own.h": "#include <netdb.h>\n",
    });
    const missing = run.diagnostics.find(({ symbol }) => symbol === "netdb.h");
    expect(missing?.message).toContain("through ctypes:own.h, netdb.h");
    expect(missing?.path.at(-1)?.at?.file).toBe("ctypes:own.h");
  });

  it("stand for the source that Cstubs writes, at the stanza's own line", async () => {
    const run = await judge(cstubs);
    const [stub] = run.stubs;
    expect(stub).toMatchObject({ file: "made.c", verdict: "not-portable" });
    const missing = run.diagnostics.find(({ symbol }) => symbol === "caml/threads.h");
    expect(missing?.at.file).toBe("dune");
    expect(run.unseen).toEqual([]);
  });

  it("leave what another program writes unknown", async () => {
    const run = await judge({ ...cstubs, dune: cstubs.dune.replace("ctypes.stubs", "str") });
    expect(run.stubs[0]?.verdict).toBe("unknown");
  });

  it("make a header missing that none of the libraries has", async () => {
    const run = await judge({
      dune: "(library (name x) (libraries eqaf) (foreign_stubs (language c) (names s)))",
      "s.c": '#include "config.h"\n',
    });
    expect(run.stubs[0]?.verdict).toBe("not-portable");
  });
});
