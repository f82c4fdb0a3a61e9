import type { Argument, ValueUse } from "../facts/ocaml-value-use.ts";
import { type StdlibCall, stdlibCall, stdlibTable } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";

/** What a call does that others notice. */
export type Effect =
  | { readonly kind: "aborts" | "raises" | "misleads" | "insecure"; readonly call: StdlibCall }
  | { readonly kind: "registers" | "starts"; readonly what: string }
  | { readonly kind: "allocates"; readonly bytes: number }
  /** `flushed`: nothing of it is left in a buffer. */
  | { readonly kind: "prints"; readonly flushed: boolean }
  | { readonly kind: "flushes" }
  | { readonly kind: "runs at exit" };

type Simple = Extract<Effect, { readonly what: string }>;

const registers = (what: string): Simple => ({ kind: "registers", what });
const starts = (what: string): Simple => ({ kind: "starts", what });

/** Values of Stdlib without `Stdlib.`, and of libraries, whose effect outlasts the call. */
const lasting: ReadonlyMap<string, Simple> = new Map([
  ["Callback.register", registers("gives C code a value by name")],
  ["Callback.register_exception", registers("gives C code an exception by name")],
  ["Domain.at_exit", registers("registers what runs when the domain ends")],
  ["Fmt.set_style_renderer", registers("sets how a formatter shows styles")],
  ["Format.set_formatter_out_functions", registers("redirects Format's output")],
  ["Format.set_formatter_output_functions", registers("redirects Format's output")],
  ["Format.set_margin", registers("sets Format's margin")],
  ["Gc.create_alarm", registers("registers what runs after each major collection")],
  ["Gc.set", registers("sets the garbage collector's parameters")],
  ["Logs.set_level", registers("sets the level of all logs")],
  ["Logs.set_reporter", registers("sets the reporter of all logs")],
  ["Logs.set_reporter_mutex", registers("sets the lock of the logs' reporter")],
  ["Lwt.async", starts("starts a thread of lwt")],
  ["Lwt.dont_wait", starts("starts a thread of lwt")],
  ["Lwt_main.at_exit", registers("registers what runs when the main loop ends")],
  ["Metrics.enable_all", registers("turns all metrics on")],
  ["Metrics.set_reporter", registers("sets the reporter of metrics")],
  ["Mirage_crypto_rng.set_default_generator", registers("sets the default generator of random numbers")],
  ["Mirage_runtime.at_enter_iter", registers("registers what runs in each round of the main loop")],
  ["Mirage_runtime.at_exit", registers("registers what runs before the unikernel ends")],
  ["Mirage_runtime.at_leave_iter", registers("registers what runs in each round of the main loop")],
  ["Printexc.record_backtrace", registers("turns the recording of backtraces on or off")],
  ["Printexc.register_printer", registers("registers a printer of exceptions")],
  ["Printexc.set_uncaught_exception_handler", registers("takes exceptions that nothing handles")],
  ["Random.full_init", registers("seeds Stdlib's random numbers")],
  ["Random.init", registers("seeds Stdlib's random numbers")],
]);

/** Whether a print ends with its buffer flushed. */
const prints: ReadonlyMap<string, boolean> = new Map([
  ...["print_string", "print_char", "print_bytes", "print_int", "print_float"].map(unflushed),
  ...["Format.print_string", "Format.print_int", "Format.print_char", "Format.print_float"].map(unflushed),
  ...["print_endline", "print_newline", "Format.print_newline"].map(flushedAtEnd),
]);

function unflushed(name: string): readonly [string, boolean] {
  return [name, false];
}

function flushedAtEnd(name: string): readonly [string, boolean] {
  return [name, true];
}

/** Those that print by a format, and what flushes in one. */
const formatted: ReadonlyMap<string, RegExp> = new Map([
  ["Printf.printf", /%!/],
  ["Format.printf", /@\.|@\?|%!/],
  ["Fmt.pr", /@\.|@\?|%!/],
]);

const flushing: ReadonlySet<string> = new Set([
  "flush",
  "flush_all",
  "Format.print_flush",
  "Out_channel.flush",
  "Out_channel.flush_all",
]);

/** By the name of a function: which of its arguments without a label counts what it allocates, and of how many bytes each. */
const allocating: ReadonlyMap<string, { readonly argument: number; readonly bytes: number }> = new Map([
  ["Array.make", { argument: 0, bytes: 8 }],
  ["Bigarray.Array1.create", { argument: 2, bytes: 1 }],
  ["Bigstringaf.create", { argument: 0, bytes: 1 }],
  ["Buffer.create", { argument: 0, bytes: 1 }],
  ["Bytes.create", { argument: 0, bytes: 1 }],
  ["Bytes.make", { argument: 0, bytes: 1 }],
  ["Cstruct.create", { argument: 0, bytes: 1 }],
  ["Hashtbl.create", { argument: 0, bytes: 8 }],
  ["String.make", { argument: 0, bytes: 1 }],
]);

// A unikernel has some 32 MB by default.
const largeAllocation = 1_000_000;

/** The names of all values that have an effect, without `Stdlib.`. */
export function namesWithEffects(target: Target): readonly string[] {
  return [
    ...stdlibTable(target).calls.map(({ name }) => name),
    ...lasting.keys(),
    ...prints.keys(),
    ...formatted.keys(),
    ...flushing,
    ...allocating.keys(),
    "at_exit",
  ];
}

/** What the use of a value does; undefined where others notice nothing. */
export function effectOf(
  name: string,
  { application }: Pick<ValueUse, "application">,
  target: Target,
): Effect | undefined {
  if (application === undefined) return effectOfValue(name, target);
  const given = application.arguments;
  const simple = lasting.get(name);
  if (simple !== undefined) return simple;
  if (name === "at_exit") return { kind: "runs at exit" };
  if (flushing.has(name)) return { kind: "flushes" };
  const flushed = prints.get(name);
  if (flushed !== undefined) return { kind: "prints", flushed };
  const flush = formatted.get(name);
  if (flush !== undefined) return { kind: "prints", flushed: flush.test(given[0]?.text ?? "") };
  const call = stdlibCall(target, name, given);
  if (call !== undefined) return { kind: call.outcome.kind, call };
  return allocationOf(name, given);
}

/** Of what is not a function, such as Sys.argv; a function that is passed on does nothing yet. */
function effectOfValue(name: string, target: Target): Effect | undefined {
  const call = stdlibCall(target, name, []);
  return call === undefined ? undefined : { kind: call.outcome.kind, call };
}

function allocationOf(name: string, given: readonly Argument[]): Effect | undefined {
  const counted = allocating.get(name);
  if (counted === undefined) return undefined;
  const text = given.filter(({ label }) => label === undefined)[counted.argument]?.text ?? "";
  const count = /^(?:0x[\da-fA-F_]+|\d[\d_]*)$/.test(text) ? Number(text.replaceAll("_", "")) : 0;
  const bytes = count * counted.bytes;
  return bytes >= largeAllocation ? { kind: "allocates", bytes } : undefined;
}
