import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const tree = {
  "dune-project":
    "(lang dune 3.0)\n(package (name net) (depends fmt base-unix (alcotest :with-test)))\n(package (name top) (depends net))\n",
  "lib/dune":
    "(library\n (public_name net)\n (modules net)\n (libraries clock fmt)\n (foreign_stubs (language c) (names stubs)))\n",
  "lib/net.ml": "let now = Net_clock.now\n",
  "lib/stubs.c": '#include "own.h"\n',
  "lib/own.h": "#include <sys/epoll.h>\n",
  "clock/dune":
    "(library\n (name clock)\n (libraries (select impl.ml from (unix -> impl.unix.ml) (-> impl.none.ml)) other))\n",
  "clock/clock.ml": "let now () = Unix.gettimeofday ()\n",
  "clock/impl.unix.ml": "",
  "clock/impl.none.ml": "",
  "other/dune": "(library\n (name other)\n (libraries unix))\n",
  "top/dune": "(library\n (public_name top)\n (libraries net clock)\n (preprocess (pps ppx_net)))\n",
  "ppx/dune": "(library (name ppx_net) (kind ppx_rewriter) (ppx_runtime_libraries other))\n",
  "test/dune": "(test\n (name test)\n (libraries net alcotest))\n",
};

const why = (...words: readonly string[]) => mirageLint(["why", "-C", temporaryTree(tree), ...words]);

describe("mirage-lint why", () => {
  it("shows the shortest path root first, and who comes the same way", () => {
    expect(why("unix", "net")).toEqual({
      code: 0,
      out: [
        "unix is a library that the target does not have: ocaml-solo5 configures OCaml with --disable-unix-lib",
        "",
        "   net  lib/dune:1",
        "   └─ clock  lib/dune:4",
        "      └─ other  clock/dune:3",
        "         └─ unix  other/dune:3",
        "",
      ].join("\n"),
      err: "",
    });
  });

  it("starts at the public libraries that reach it, nearest first, and says what an edge is", () => {
    const { code, out } = why("unix");
    expect(code).toBe(0);
    expect(out).toContain(
      "   top  top/dune:1\n   └─ other  top/dune:4 (ppx runtime)\n      └─ unix  other/dune:3\n   +2 other paths\n",
    );
    expect(out.indexOf("   top  ")).toBeLessThan(out.indexOf("   net  "));
  });

  it("goes on through libraries from elsewhere that are known to need it", () => {
    const directory = temporaryTree({
      "dune-project": "(lang dune 3.0)\n(package (name net))\n",
      dune: "(library\n (public_name net)\n (libraries alcotest-lwt))\n",
    });
    const { code, out } = mirageLint(["why", "-C", directory, "unix"]);
    expect(code).toBe(0);
    expect(out).toContain(
      "   net  dune:1\n   └─ alcotest-lwt  dune:3\n      └─ lwt.unix  (from elsewhere)\n         └─ unix  (from elsewhere)\n",
    );
    expect(mirageLint(["why", "-C", directory, "unix", "--format", "json"]).out).toContain('"via": "known"');
  });

  it("shows as many paths as are asked for, shortest first", () => {
    const { out } = why("unix", "top", "--all-paths", "2");
    expect(out.match(/^ {3}top {2}/gm)).toHaveLength(2);
    expect(out).toContain("+1 other path\n");
    expect(why("unix", "top", "-n", "9").out).not.toContain("other path");
  });

  it("takes a package, and says where only tests need it", () => {
    expect(why("base-unix").out).toContain(
      "   net  dune-project:2\n   └─ base-unix  dune-project:2 (depends)\n   the same way: top\n",
    );
    const { code, out } = why("alcotest", "--kind", "package");
    expect(code).toBe(0);
    expect(out).toContain("Only tests, documentation or development need it\n");
  });

  it("says where only host code reaches a library, and what else the name may mean", () => {
    const { code, out } = why("alcotest");
    expect(code).toBe(0);
    expect(out).toContain("It is also a package");
    expect(out).toContain("Only what runs on the host needs it");
    expect(out).toContain("   test (executable)  test/dune:1\n");
  });

  it("follows includes to a header", () => {
    const { code, out } = why("sys/epoll.h");
    expect(code).toBe(0);
    expect(out).toContain(
      "   net  lib/dune:1\n   └─ lib/stubs.c  lib/dune:5 (stubs)\n      └─ lib/own.h  lib/stubs.c:1 (#include)\n         └─ sys/epoll.h  lib/own.h:1 (#include)\n   the same way: top\n",
    );
  });

  it("finds the modules that name a module", () => {
    const { code, out } = why("Unix");
    expect(code).toBe(0);
    expect(out).toContain(
      "   └─ clock  lib/dune:4\n      └─ Clock  clock/clock.ml:1 (modules)\n         └─ Unix  clock/clock.ml:1 (names it)\n",
    );
  });

  it("exits with 1 where there is no path, and says so", () => {
    expect(why("threads.posix")).toMatchObject({ code: 1, err: "" });
    expect(why("threads.posix").out).toContain("Nothing here links it\n");
    expect(why("fmt", "clock").out).toContain("No path leads from clock to it\n");
    expect(why("fmt", "clock").code).toBe(1);
  });

  it("starts at the unikernel of a tree that is one", () => {
    const unikernel = {
      "config.ml":
        'open Mirage\nlet () = register "hello" [ main ~packages:[ package "net" ] "Unikernel.Main" job ]\n',
      "duniverse/net/dune-project": "(lang dune 3.0)\n(package (name net))\n",
      "duniverse/net/dune": "(library\n (public_name net)\n (libraries unix))\n",
    };
    const { code, out } = mirageLint(["why", "unix", "-C", temporaryTree(unikernel)]);
    expect(code).toBe(0);
    expect(out).toContain(
      "   hello (unikernel)  config.ml:2\n   └─ net  config.ml:2 (package)\n      └─ unix  duniverse/net/dune:3\n",
    );
  });

  it("draws nothing where there is no path, and says so beside the picture", () => {
    for (const format of ["dot", "svg"]) {
      const { code, err } = why("threads.posix", "-f", format);
      expect({ code, err }).toEqual({ code: 1, err: "mirage-lint: no path leads to threads.posix\n" });
    }
  });

  it("exits with 2 for a name that nobody knows, and says what may be meant", () => {
    const unknown = why("unxi");
    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.err).toContain("do you mean unix?");
    expect(why("unix", "nett").err).toContain("do you mean net?");
    expect(why("unix", "nett").code).toBe(2);
    expect(why("unix", "--kind", "header").code).toBe(2);
    expect(why("unix", "-n", "0").code).toBe(2);
    expect(mirageLint(["why", "unix", "-C", `${temporaryTree(tree)}/nowhere`]).code).toBe(2);
  });

  it("exits with 3 where there is nothing to check", () => {
    const { code, err } = mirageLint(["why", "unix", "-C", temporaryTree({})]);
    expect(code).toBe(3);
    expect(err).toContain("nothing to check");
  });

  it("gives the same bytes from any directory", () => {
    const root = temporaryTree(tree);
    for (const format of ["pretty", "dot", "svg", "json"])
      expect(mirageLint(["why", "unix", "-f", format], { cwd: root })).toEqual(why("unix", "-f", format));
  });
});

describe("the pictures of mirage-lint why", () => {
  it.each(["dot", "svg", "json"])("in %s is as it was looked at", async (format) => {
    await expect(why("unix", "-n", "9", "-f", format).out).toMatchFileSnapshot(`expected/why-unix.${format}`);
  });
});
