/** What `#define` says of a name. */
export interface MacroDefinition {
  /** Undefined for an object-like macro. */
  readonly parameters: readonly string[] | undefined;
  /** The parameter that takes the rest of the arguments: `__VA_ARGS__`, or its own name. */
  readonly rest: string | undefined;
  readonly body: string;
}

/** `defined`: it is, we don't know as what. `unknown`: we don't know whether it is. */
export type MacroValue = MacroDefinition | "defined" | "undefined" | "unknown";

const nameAtStart = /^\s*([\p{ID_Start}_$][\p{ID_Continue}$]*)/u;
const parameterList = /^\(([^()]*)\)/;
const parameterName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

export function objectMacro(body: string): MacroDefinition {
  return { parameters: undefined, rest: undefined, body };
}

/** Reads what follows `#define`; undefined where that is no definition. */
export function readDefinition(
  text: string,
): { readonly name: string; readonly macro: MacroDefinition } | undefined {
  const name = nameAtStart.exec(text);
  if (name?.[1] === undefined) return undefined;
  const after = text.slice(name[0].length);
  if (!after.startsWith("(")) return { name: name[1], macro: objectMacro(after.trim()) };
  const list = parameterList.exec(after);
  if (list?.[1] === undefined) return undefined;
  const parameters = list[1].trim() === "" ? [] : list[1].split(",").map((parameter) => parameter.trim());
  let rest: string | undefined;
  const last = parameters.at(-1);
  if (last?.endsWith("...")) {
    rest = last === "..." ? "__VA_ARGS__" : last.slice(0, -3).trim();
    parameters[parameters.length - 1] = rest;
  }
  if (!parameters.every((parameter) => parameterName.test(parameter))) return undefined;
  return { name: name[1], macro: { parameters, rest, body: after.slice(list[0].length).trim() } };
}

/** Reads what follows `-D`: `NAME`, which is 1, `NAME=VALUE` or `NAME(PARAMETERS)=VALUE`. */
export function readCommandLineDefinition(
  text: string,
): { readonly name: string; readonly macro: MacroDefinition } | undefined {
  const equals = text.indexOf("=");
  return equals === -1
    ? readDefinition(`${text} 1`)
    : readDefinition(`${text.slice(0, equals)} ${text.slice(equals + 1)}`);
}

export function sameMacro(a: MacroDefinition, b: MacroDefinition): boolean {
  return (
    a.body === b.body &&
    a.rest === b.rest &&
    a.parameters?.length === b.parameters?.length &&
    (a.parameters ?? []).every((parameter, index) => parameter === b.parameters?.[index])
  );
}

/** What is known where one or the other holds. */
export function eitherValue(a: MacroValue, b: MacroValue): MacroValue {
  if (a === b) return a;
  if (a === "unknown" || b === "unknown" || a === "undefined" || b === "undefined") return "unknown";
  if (a === "defined" || b === "defined") return "defined";
  return sameMacro(a, b) ? a : "defined";
}
