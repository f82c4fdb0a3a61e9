import type { StdlibCall } from "./stdlib-runtime.ts";

/** A call that was run on the target and on the host, a process each. */
export interface Measurement {
  /** `Sys.getcwd`, `Stdlib.input_line stdin`, `Sys.signal (Signal_handle)`: a name, then what else there is to say. */
  readonly function: string;
  readonly expression: string;
  readonly result: "returns" | "raises" | "aborts" | "hangs";
  readonly same_as_host: boolean;
  readonly ocaml: string;
  readonly ocaml_solo5: string;
}

/** Reads measurements as JSON; throws where they are something else. */
export function readMeasurements(text: string): readonly Measurement[] {
  const rows: unknown = JSON.parse(text);
  if (!Array.isArray(rows)) throw new Error("measurements are a list of rows");
  return rows;
}

const results: Readonly<Record<StdlibCall["outcome"]["kind"], Measurement["result"]>> = {
  aborts: "aborts",
  raises: "raises",
  misleads: "returns",
  insecure: "returns",
};

/** The rows with the call that shows each, where one was run. Throws where a function of the table aborted or raised and no row of it says so. */
export function withMeasurements(
  calls: readonly StdlibCall[],
  measurements: readonly Measurement[],
): readonly StdlibCall[] {
  const functions = new Set(calls.filter(({ arity }) => arity > 0).map(({ name }) => name));
  for (const measurement of measurements) {
    const name = nameOf(measurement);
    const rows = calls.filter((call) => call.name === name);
    const isBad = measurement.result === "aborts" || measurement.result === "raises";
    const isAgreed = rows.some(({ outcome }) => results[outcome.kind] === measurement.result);
    if (isBad && !measurement.same_as_host && functions.has(name) && !isAgreed)
      throw new Error(`${measurement.expression} ${measurement.result}, and the sources say otherwise`);
  }
  return calls.map((call) => {
    const shown = measurements.find(
      (each) => nameOf(each) === call.name && each.result === results[call.outcome.kind],
    );
    return shown === undefined ? call : { ...call, measured: shown.expression };
  });
}

function nameOf({ function: described }: Measurement): string {
  const [name = ""] = described.split(" ");
  return name.replace(/^Stdlib\./, "");
}
