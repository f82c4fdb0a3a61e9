import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runTargetDiff } from "../../src/commands/target-diff.ts";
import { runTargetList } from "../../src/commands/target-list.ts";
import { runTargetShow } from "../../src/commands/target-show.ts";

let out = "";
let complaint = "";
beforeEach(() => {
  out = "";
  complaint = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    complaint += String(text);
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

const show = (name?: string, target = "solo5-1.3"): number => runTargetShow(name, { target });

describe("target list", () => {
  test("names every target with what it was made of, the default one first", () => {
    expect(runTargetList()).toBe(0);
    expect(out.split("\n")[0]).toMatch(/^solo5-1\.3 {2}ocaml-solo5 1\.3\.2, ocaml 5\.3\.0, .* \(default\)$/);
    expect(out).toMatch(/^solo5-0\.8 {2}ocaml-solo5 0\.8\.5, ocaml 4\.14\.2, /m);
  });
});

describe("target show", () => {
  test("shows the target where nothing is named", () => {
    expect(show()).toBe(0);
    expect(out).toContain("solo5-1.3 (ocaml-solo5 1.3.2, OCaml 5.3.0)");
    expect(out).toMatch(/^ {2}nolibc {4}29$/m);
    expect(out).toContain("unix: absent");
  });

  test("shows what a header declares, what its functions do, and how another version differs", () => {
    expect(show("string.h")).toBe(0);
    expect(out).toContain("<string.h> of nolibc");
    expect(out).toMatch(/^ {2}strcpy +links, and aborts the unikernel when it is called$/m);
    expect(out).toContain(
      "in solo5-0.8 (ocaml-solo5 0.8.5, OCaml 4.14.2): without strcpy, strerror_r, strnlen",
    );
  });

  test("shows what CAML_INTERNALS adds to a header", () => {
    expect(show("caml/io.h")).toBe(0);
    expect(out).toContain("under CAML_INTERNALS also");
    expect(out).toContain("struct channel");
  });

  test("shows what a call does, which header declares it, and how that was before", () => {
    expect(show("pthread_create")).toBe(0);
    expect(out).toContain("function of <pthread.h>");
    expect(out).toContain("it returns EAGAIN and sets errno to ENOSYS");
    expect(out).toContain("in solo5-0.8 (ocaml-solo5 0.8.5, OCaml 4.14.2): not there");
  });

  test("says that a declaration is missing", () => {
    expect(show("sbrk")).toBe(0);
    expect(out).toContain("no header declares it");
  });

  test("knows what needs libgcc and what needs unix", () => {
    expect(show("__builtin_popcountll")).toBe(0);
    expect(out).toContain("__popcountdi2 is undefined unless __POPCNT__ is defined");
    expect(show("caml_uerror")).toBe(0);
    expect(out).toContain("only the C stubs of unix or threads.posix have it");
  });

  test("shows what a function of OCaml's standard library does, by its arguments, and how that was before", () => {
    expect(show("Stdlib.close_in")).toBe(0);
    expect(out).toContain("aborts the unikernel (close), where the first argument is a standard channel");
    expect(out).toContain("seen on the target with close_in stdin");
    expect(show("Sys.readdir")).toBe(0);
    expect(out).toContain("raises Sys_error (Function not implemented)");
    expect(out).toContain("OCaml 4.14.2): aborts the unikernel (strerror)");
    expect(show("Sys.getcwdd")).toBe(2);
    expect(complaint).toContain("do you mean Sys.getcwd");
  });

  test("exits with 2 for what nothing has, and says what may have been meant", () => {
    expect(show("strcopy")).toBe(2);
    expect(complaint).toContain("do you mean strcpy");
    expect(show("tiem.h")).toBe(2);
    expect(complaint).toContain("no header <tiem.h>; do you mean time.h?");
    expect(out).toBe("");
  });

  test("says where else it is", () => {
    expect(show("pthread.h", "solo5-0.8")).toBe(2);
    expect(complaint).toContain("solo5-1.3 (ocaml-solo5 1.3.2, OCaml 5.3.0) has it");
  });

  test("exits with 2 for an unknown target, and shows no control characters", () => {
    expect(show("strlen", "solo5-9\u001b[2J")).toBe(2);
    expect(complaint).toContain("unknown target solo5-9\\x1b[2J; there is solo5-0.8, solo5-1.3");
  });
});

test("target diff shows what calls of the standard library do otherwise", () => {
  expect(runTargetDiff("solo5-0.8", "solo5-1.3")).toBe(0);
  expect(out).toMatch(
    /Sys\.chdir\n {4}before: aborts the unikernel \(strerror\)\n {4}now: {4}raises Sys_error/,
  );
  expect(out).not.toMatch(/^ {2}Sys\.getcwd$/m);
});

describe("target diff", () => {
  test("says what changes for whom", () => {
    expect(runTargetDiff("solo5-0.8", "solo5-1.3")).toBe(0);
    expect(out).toMatch(/C stubs: headers that they can include\n {2}gained \(\d+\)\n[\s\S]*?pthread\.h/);
    expect(out).toMatch(/<string\.h>\n {4}gained \(3\)\n {6}strcpy strerror_r strnlen\n/);
    expect(out).toMatch(/ENOENT: 5 -> 1\n/);
    expect(out).toMatch(/dune files: libraries[\s\S]*dynlink: absent -> bytecode-only\n/);
    expect(out).toMatch(/C stubs: flags that every one is compiled with\n {2}gained \(1\)\n {4}-pthread\n/);
  });

  test("a target is no different from itself", () => {
    expect(runTargetDiff("solo5-1.3", "solo5-1.3")).toBe(0);
    expect(out.trimEnd().split("\n").at(-1)).toBe("no difference");
  });

  test("exits with 2 for an unknown target", () => {
    expect(runTargetDiff("solo5-0.8", "solo5-2.0")).toBe(2);
    expect(complaint).toContain("unknown target solo5-2.0");
  });
});
