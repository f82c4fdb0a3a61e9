import type { StdlibCall } from "./stdlib-runtime.ts";
import type { Target } from "./target.ts";

/** A row as it stands, or one that does what another function does. */
export type HandReading =
  | StdlibCall
  | (Pick<StdlibCall, "name" | "arity" | "where" | "sometimes"> & { readonly comesTo: string });

/**
 * What cannot be followed from function to function: values, what happens in a branch, later, or by the state of things. Only what the
 * standard library has of these counts.
 */
export function readByHand(target: Target): readonly HandReading[] {
  return [...values(target), ...functions, ...ofChannels, ...guessable];
}

/** mirage-solo5's main gives `caml_startup` the arguments `{ "mirage", NULL }`. */
const argv = { kind: "misleads", gives: '[| "mirage" |]' } as const;

/** ocaml-solo5 1.3.0 configures OCaml 5.5 with the host's os_type: patches/5.5.0/0001. */
const ofOlderOcaml = { sometimes: "OCaml is older than 5.5" } as const;

function values(target: Target): readonly StdlibCall[] {
  const osType = /^OCAML_OS_TYPE (".*")$/m.exec(target.headers["caml/s.h"]?.macros ?? "")?.[1];
  const executable = { kind: "misleads", gives: '"mirage"' } as const;
  const ofSystem = { topic: "system", arity: 0 } as const;
  return [
    { name: "Sys.argv", outcome: argv, topic: "arguments", arity: 0, through: ["caml_startup"] },
    { name: "Sys.executable_name", outcome: executable, ...ofSystem, through: ["caml_startup"] },
    ...(osType === undefined || osType === '"Unix"'
      ? []
      : [
          {
            name: "Sys.os_type",
            outcome: { kind: "misleads", gives: osType },
            ...ofSystem,
            ...(target.ocaml.startsWith("4.") ? {} : ofOlderOcaml),
            through: ["caml_sys_get_config", "OCAML_OS_TYPE"],
          } as const,
        ]),
  ];
}

const functions: readonly HandReading[] = [
  {
    name: "Sys.getenv_opt",
    outcome: { kind: "misleads", gives: "None for every name" },
    topic: "environment",
    arity: 1,
    through: ["Sys.getenv", "caml_sys_getenv", "secure_getenv"],
  },
  ...["Arg.parse", "Arg.parse_dynamic", "Arg.parse_expand"].map(
    (name): StdlibCall => ({ name, outcome: argv, topic: "arguments", arity: 3, through: ["Sys.argv"] }),
  ),
  { name: "Sys.catch_break", arity: 1, comesTo: "Sys.set_signal" },
  {
    name: "Semaphore.Counting.acquire",
    arity: 1,
    comesTo: "Condition.wait",
    sometimes: "it would have to wait",
  },
  {
    name: "Semaphore.Binary.acquire",
    arity: 1,
    comesTo: "Condition.wait",
    sometimes: "it would have to wait",
  },
];

const ofChannels: readonly HandReading[] = [
  ...["open_in", "open_in_bin", "from_file", "from_file_bin"].map((name) => ({
    name: `Scanf.Scanning.${name}`,
    arity: 1,
    comesTo: "open_in",
  })),
  { name: "Scanf.scanf", arity: 2, comesTo: "input" },
  { name: "Scanf.bscanf", arity: 3, comesTo: "input", where: { argument: 0, is: "stdin" } },
  { name: "Scanf.kscanf", arity: 4, comesTo: "input", where: { argument: 0, is: "stdin" } },
  {
    name: "Lexing.from_channel",
    arity: 1,
    comesTo: "input",
    where: { argument: 0, is: "stdin" },
    sometimes: "something is read from it",
  },
  { name: "Buffer.add_channel", arity: 3, comesTo: "input", where: { argument: 1, is: "stdin" } },
  { name: "In_channel.input_all", arity: 1, comesTo: "input", where: { argument: 0, is: "stdin" } },
];

/** What seeds itself only when it is first used. */
const guessable: readonly HandReading[] = [
  { name: "Hashtbl.randomize", arity: 1, comesTo: "Random.State.make_self_init" },
  {
    name: "Hashtbl.create",
    arity: 1,
    comesTo: "Random.State.make_self_init",
    where: { argument: "random", is: "true" },
  },
];
