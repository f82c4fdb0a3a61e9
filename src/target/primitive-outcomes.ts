import { type CallOutcome, callOutcome } from "./call-outcome.ts";
import { type RuntimeFunctions, wayThrough } from "./runtime-functions.ts";
import type { ArgumentCondition, StdlibOutcome, StdlibTopic } from "./stdlib-runtime.ts";
import type { Target } from "./target.ts";

/** What the runtime does where the function of C that it asks does not do what it says. */
type OnFailure =
  | { readonly kind: "Sys_error" }
  | { readonly kind: "raises"; readonly exception: string; readonly message?: string }
  | { readonly kind: "misleads"; readonly gives: string }
  | { readonly kind: "insecure"; readonly seed: string }
  | { readonly kind: "fatal error" };

/** How a primitive of the runtime decides, as its sources read; what comes of it is the target's to say. */
interface PrimitiveReading {
  readonly topic: StdlibTopic;
  readonly primitives: readonly string[];
  /** The functions of nolibc that it hangs on, whichever of them this version of the runtime calls. */
  readonly asks: readonly string[];
  readonly onFailure: OnFailure;
  readonly where?: ArgumentCondition;
}

const sysError: OnFailure = { kind: "Sys_error" };
const onStdin: ArgumentCondition = { argument: 0, is: "stdin" };
const onChannel: ArgumentCondition = { argument: 0, is: "standard channel" };
const unavailable = "Sys.signal: unavailable signal";

/** Channels other than the three standard ones do not exist on the target: to open one raises. */
const readings: readonly PrimitiveReading[] = [
  { topic: "files", primitives: ["caml_sys_open"], asks: ["open"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_remove"], asks: ["unlink"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_rename"], asks: ["rename"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_mkdir"], asks: ["mkdir"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_rmdir"], asks: ["rmdir"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_chdir"], asks: ["chdir"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_getcwd"], asks: ["getcwd"], onFailure: sysError },
  { topic: "files", primitives: ["caml_sys_read_directory"], asks: ["opendir"], onFailure: sysError },
  {
    topic: "files",
    primitives: ["caml_sys_is_directory", "caml_sys_is_regular_file"],
    asks: ["stat"],
    onFailure: sysError,
  },
  {
    topic: "files",
    primitives: ["caml_sys_file_exists"],
    asks: ["stat"],
    onFailure: { kind: "misleads", gives: "false for every name" },
  },
  {
    topic: "environment",
    primitives: ["caml_sys_getenv"],
    asks: ["secure_getenv"],
    onFailure: { kind: "raises", exception: "Not_found" },
  },
  { topic: "processes", primitives: ["caml_sys_system_command"], asks: ["system"], onFailure: sysError },
  {
    topic: "time",
    primitives: ["caml_sys_time"],
    asks: ["times"],
    onFailure: { kind: "misleads", gives: "0. at any time" },
  },
  {
    topic: "randomness",
    primitives: ["caml_sys_random_seed"],
    asks: ["gettimeofday"],
    onFailure: { kind: "insecure", seed: "the time of day and two constants" },
  },
  {
    topic: "signals",
    primitives: ["caml_install_signal_handler"],
    asks: ["signal"],
    onFailure: sysError,
    where: { argument: 0, is: "signal that nolibc names" },
  },
  {
    topic: "signals",
    primitives: ["caml_install_signal_handler"],
    asks: ["caml_convert_signal_number"],
    onFailure: { kind: "raises", exception: "Invalid_argument", message: unavailable },
  },
  {
    topic: "console",
    primitives: [
      "caml_ml_input",
      "caml_ml_input_bigarray",
      "caml_ml_input_char",
      "caml_ml_input_int",
      "caml_ml_input_scan_line",
      "caml_input_value",
      "caml_md5_chan",
    ],
    asks: ["read"],
    onFailure: sysError,
    where: onStdin,
  },
  {
    topic: "channels",
    primitives: ["caml_ml_close_channel"],
    asks: ["close"],
    onFailure: sysError,
    where: onChannel,
  },
  {
    topic: "channels",
    primitives: [
      "caml_ml_channel_size",
      "caml_ml_channel_size_64",
      "caml_ml_seek_in",
      "caml_ml_seek_in_64",
      "caml_ml_seek_out",
      "caml_ml_seek_out_64",
    ],
    asks: ["lseek"],
    onFailure: sysError,
    where: onChannel,
  },
  {
    topic: "channels",
    primitives: ["caml_ml_pos_in", "caml_ml_pos_in_64"],
    asks: ["caml_pos_in"],
    onFailure: { kind: "misleads", gives: "-1 before anything is read" },
    where: onStdin,
  },
  {
    topic: "domains",
    primitives: ["caml_domain_spawn"],
    asks: ["pthread_create"],
    onFailure: { kind: "raises", exception: "Failure", message: "failed to create domain thread" },
  },
  {
    topic: "threads",
    primitives: ["caml_ml_condition_wait"],
    asks: ["pthread_cond_wait"],
    onFailure: sysError,
  },
  {
    topic: "threads",
    primitives: ["caml_ml_condition_signal"],
    asks: ["pthread_cond_signal"],
    onFailure: sysError,
  },
  {
    topic: "threads",
    primitives: ["caml_ml_mutex_try_lock"],
    asks: ["pthread_mutex_trylock"],
    onFailure: { kind: "misleads", gives: "true, also while the mutex is locked" },
  },
  {
    topic: "tracing",
    primitives: ["caml_ml_runtime_events_start"],
    asks: ["open"],
    onFailure: { kind: "fatal error" },
  },
];

/** What a call of a primitive does on the target. */
export interface PrimitiveOutcome {
  readonly topic: StdlibTopic;
  readonly outcome: StdlibOutcome;
  readonly where?: ArgumentCondition;
  /** From the primitive to the function that decides. */
  readonly through: readonly string[];
}

/**
 * By primitive, those that don't do on the target what they do elsewhere. Throws where a primitive is in the runtime and no longer
 * comes to the function that it was read to hang on.
 */
export function primitiveOutcomes(
  runtime: RuntimeFunctions,
  target: Target,
): ReadonlyMap<string, readonly PrimitiveOutcome[]> {
  const outcomes = new Map<string, PrimitiveOutcome[]>();
  for (const reading of readings) {
    for (const primitive of reading.primitives) {
      if (!runtime.has(primitive)) continue;
      const through = wayThrough(runtime, primitive, reading.asks);
      if (through === undefined)
        throw new Error(`${primitive} does not come to ${reading.asks.join(" or ")} in this runtime`);
      const known = outcomes.get(primitive) ?? [];
      outcomes.set(primitive, [...known, outcomeOf(reading, through, runtime, target)]);
    }
  }
  return outcomes;
}

function outcomeOf(
  { onFailure, topic, where }: PrimitiveReading,
  through: readonly string[],
  runtime: RuntimeFunctions,
  target: Target,
): PrimitiveOutcome {
  const asked = through.at(-1) ?? "";
  const common = { topic, ...(where === undefined ? {} : { where }) };
  if (aborts(callOutcome(target, asked)))
    return { ...common, outcome: { kind: "aborts", by: asked }, through };
  switch (onFailure.kind) {
    case "fatal error":
      return { ...common, outcome: { kind: "aborts", by: "caml_fatal_error" }, through };
    case "Sys_error": {
      // The text of an error comes from strerror in OCaml 4, from strerror_r in OCaml 5.
      const text =
        wayThrough(runtime, "caml_sys_error", ["strerror_r"]) ??
        wayThrough(runtime, "caml_sys_error", ["strerror"]) ??
        [];
      const by = text.at(-1) ?? "";
      if (aborts(callOutcome(target, by)))
        return { ...common, outcome: { kind: "aborts", by }, through: [...through, ...text] };
      const outcome = {
        kind: "raises",
        exception: "Sys_error",
        message: "Function not implemented",
      } as const;
      return { ...common, outcome, through };
    }
    default:
      return { ...common, outcome: onFailure, through };
  }
}

const aborts = (outcome: CallOutcome | undefined): boolean => outcome?.kind === "aborts";
