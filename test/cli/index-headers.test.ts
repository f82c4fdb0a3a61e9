import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const tree = {
  "dune-project": "(lang dune 3.0)\n(package (name net))\n",
  "lib/dune": "(library (public_name net) (libraries other) (foreign_stubs (language c) (names s)))\n",
  "lib/s.c": "",
  "lib/net.h": "#include <caml/threads.h>\n#define NET_PORT 80\nint net_open(int port);\n",
};

describe("mirage-lint index headers", () => {
  it("tells what a public library links and what its headers do", () => {
    const { code, out } = mirageLint(["index", "headers", temporaryTree(tree), "--stamp", "a day"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      stamp: "a day",
      libraries: {
        net: {
          needs: "other",
          headers: {
            "net.h": {
              ...{ includes: ["<caml/threads.h>"], macros: "NET_PORT 80", functions: "net_open" },
            },
          },
        },
      },
    });
  });

  it("exits with 2 for what is no directory, and where it cannot write", () => {
    const missing = mirageLint(["index", "headers", "no/such/place", "--stamp", "a day"]);
    expect(missing).toMatchObject({ code: 2, err: "mirage-lint: not a directory: no/such/place\n" });
    const directory = temporaryTree(tree);
    const unwritten = mirageLint([
      "index",
      "headers",
      directory,
      "--stamp",
      "a day",
      "-o",
      `${directory}/a/b`,
    ]);
    expect(unwritten.code).toBe(2);
    expect(unwritten.err).toContain("cannot write");
  });
});
