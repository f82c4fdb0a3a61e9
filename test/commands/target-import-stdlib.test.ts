import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { runTargetImportStdlib } from "../../src/commands/target-import-stdlib.ts";
import type { StdlibTable } from "../../src/target/stdlib-runtime.ts";

const root = mkdtempSync(join(tmpdir(), "import-stdlib-"));
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => void vi.restoreAllMocks());

const sys = `
external getcwd : unit -> string = "caml_sys_getcwd"
external readdir : string -> string array = "caml_sys_read_directory"
external time : unit -> (float [@unboxed]) = "caml_sys_time" "caml_sys_time_unboxed"
external hidden : unit -> string = "caml_sys_getcwd"
let (argv, _) = config ()
`;
const stdlib = `
external input_char : in_channel -> char = "caml_ml_input_char"
external close_in : in_channel -> unit = "caml_ml_close_channel"
let read_char () = flush stdout; input_char stdin
let second_char skipped ic = ignore skipped; input_char ic
let maybe b ic = if b then input_char ic else 'x'
let refusing n ic = if n < 0 then invalid_arg "n" else input_char ic
let later ic = fun () -> input_char ic
let input_byte = input_char
let with_close f ic = f (input_char) ic
let shadowed input_char ic = input_char ic
let elapsed () = Sys.time () -. !start
`;
const filename = `
let tries prefix =
  let rec attempt n = try Sys.readdir prefix with Sys_error _ as e -> if n > 20 then raise e else attempt (n + 1) in
  attempt 0
let entries_or_none d = match Sys.readdir d with x -> x | exception Sys_error _ -> [||]
let here_or_none () = try Sys.getcwd () with _ -> ""
module Sub = struct let listed d = List.iter print_string (Array.to_list (Sys.readdir d)) end
module Again = Sub
include Sub
`;
const trees: Readonly<Record<string, string>> = {
  VERSION: "5.9.0\n",
  "stdlib/sys.ml.in": sys,
  "stdlib/sys.mli":
    'val argv : string array\nval getcwd : unit -> string\nexternal readdir : string -> string array = "x"\nval time : unit -> float\n',
  "stdlib/stdlib.ml": stdlib,
  "stdlib/stdlib.mli": [
    ..."read_char second_char maybe refusing later input_byte with_close shadowed elapsed".split(" "),
    "input_char",
    "close_in",
  ]
    .map((name) => `val ${name} : t\n`)
    .join(""),
  "stdlib/filename.ml": filename,
  "stdlib/filename.mli": `val tries : t
val entries_or_none : t
val here_or_none : t
module type S = sig val listed : t end
module Sub : S
module Again : S with type t = t
val listed : t
`,
  "runtime/sys.c": `
#define getcwd_os getcwd
CAMLprim value caml_sys_getcwd(value unit)
{
  char * ret = getcwd_os(buff, sizeof(buff));
  if (ret == 0) caml_sys_error(NO_ARG);
}
CAMLprim value caml_sys_read_directory(value path)
{
  if (opendir(String_val(path)) == NULL) caml_sys_error(path);
}
CAMLprim value caml_sys_time(value unit)
{
  return times(&t);
}
CAMLexport void caml_sys_error(value arg)
{
  strerror_r(errno, buf, sizeof(buf));
}
`,
  "runtime/io.c": `
#define Getch(channel) \\
  ((channel)->curr >= (channel)->max ? caml_refill(channel) : 0)
CAMLprim value caml_ml_input_char(value vchannel)
{
  return Getch(channel);
}
unsigned char caml_refill(struct channel *channel)
{
  return read(channel->fd);
}
CAMLprim value caml_ml_close_channel(value vchannel)
{
  close(fd);
}
`,
};

function tree(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    writeFileSync(join(root, name, path), text);
  }
  return join(root, name);
}

async function table(
  target: string,
  ocaml: readonly string[],
  measurements?: readonly object[],
): Promise<StdlibTable> {
  const output = join(root, "table.json");
  const measured = join(root, "measured.json");
  if (measurements !== undefined) writeFileSync(measured, JSON.stringify(measurements));
  const code = await runTargetImportStdlib({
    target,
    ocaml,
    output,
    ...(measurements === undefined ? {} : { measured }),
  });
  expect(code).toBe(0);
  return JSON.parse(readFileSync(output, "utf8"));
}

const short = ({ calls }: StdlibTable): readonly string[] =>
  calls.map(({ arity, name, outcome, where }) =>
    [name, arity, outcome.kind, ...(where === undefined ? [] : [where.argument, where.is])].join(" "),
  );

test("a function does what a primitive does that it comes to on every way", async () => {
  expect(short(await table("solo5-1.3", [tree("one", trees)]))).toEqual([
    "Filename.Again.listed 1 raises",
    "Filename.Sub.listed 1 raises",
    "Filename.here_or_none 1 aborts",
    "Filename.listed 1 raises",
    "Filename.tries 1 raises",
    "Sys.argv 0 misleads",
    "Sys.getcwd 1 aborts",
    "Sys.readdir 1 raises",
    "Sys.time 1 misleads",
    "close_in 1 aborts 0 standard channel",
    "input_byte 1 aborts 0 stdin",
    "input_char 1 aborts 0 stdin",
    "read_char 1 aborts",
    "refusing 2 aborts 1 stdin",
    "second_char 2 aborts 1 stdin",
  ]);
});

test("an error of the system aborts where the text of it does", async () => {
  const old = { ...trees, "runtime/sys.c": (trees["runtime/sys.c"] ?? "").replace("strerror_r", "strerror") };
  const { calls } = await table("solo5-0.8", [tree("old", old)]);
  expect(calls.find(({ name }) => name === "Sys.readdir")).toEqual({
    name: "Sys.readdir",
    arity: 1,
    outcome: { kind: "aborts", by: "strerror" },
    topic: "files",
    through: ["caml_sys_read_directory", "opendir", "caml_sys_error", "strerror"],
  });
});

test("what only some versions of OCaml have is marked, and a measurement stands beside what it shows", async () => {
  const more = {
    ...trees,
    VERSION: "5.10.0\n",
    "stdlib/extra.ml": "let where () = Sys.getcwd ()\n",
    "stdlib/extra.mli": "val where : unit -> string\n",
  };
  const measurement = {
    function: "Sys.getcwd",
    expression: "Sys.getcwd ()",
    result: "aborts",
    same_as_host: false,
    ocaml: "5.3.0",
    ocaml_solo5: "1.3.2",
  };
  const { calls, sources } = await table("solo5-1.3", [tree("one", trees), tree("two", more)], [measurement]);
  const row = (wanted: string) => calls.find(({ name }) => name === wanted);
  expect(row("Extra.where")?.onlyIn).toEqual(["5.10.0"]);
  expect(row("Sys.getcwd")?.measured).toBe("Sys.getcwd ()");
  expect(row("Sys.getcwd")?.onlyIn).toBeUndefined();
  expect(sources.map(({ name, version }) => `${name} ${version}`)).toContain(
    "measured ocaml-solo5 1.3.2, OCaml 5.3.0",
  );
});

test("a measurement that the sources contradict, and a primitive that reads otherwise, are refused", async () => {
  let complaint = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    complaint += String(text);
    return true;
  });
  const measured = join(root, "measured.json");
  writeFileSync(
    measured,
    JSON.stringify([
      { function: "Sys.time", expression: "Sys.time ()", result: "aborts", same_as_host: false },
    ]),
  );
  const ocaml = [tree("one", trees)];
  expect(await runTargetImportStdlib({ target: "solo5-1.3", ocaml, measured })).toBe(2);
  expect(complaint).toContain("Sys.time () aborts, and the sources say otherwise");
  const changed = { ...trees, "runtime/sys.c": "CAMLprim value caml_sys_time(value unit)\n{\n}\n" };
  expect(await runTargetImportStdlib({ target: "solo5-1.3", ocaml: [tree("changed", changed)] })).toBe(2);
  expect(complaint).toContain("caml_sys_time does not come to times");
  expect(await runTargetImportStdlib({ target: "solo9", ocaml })).toBe(2);
});
