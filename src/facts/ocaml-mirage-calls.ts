import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { spanOf } from "../syntax/tree-sitter.ts";
import { stringValue } from "./ocaml-literals.ts";

/** `package ~sublibs:["a"] "b"` as config.ml writes it (https://ocaml.org/p/mirage, Functoria.package). */
export interface MiragePackage {
  /** The opam package. */
  readonly name: string;
  readonly sublibs: readonly string[];
  /** The `~libs:` that replace what the package's name would give; undefined when not given. */
  readonly libs?: readonly string[];
  /** With `~pin:` it comes from a source of its own, not from a repository. */
  readonly pinned: boolean;
  /** Of the name's literal, quotes included. */
  readonly nameSpan: Span;
  /** Of the whole call. */
  readonly span: Span;
}

interface MirageRegistration {
  /** undefined when it is not a literal. */
  readonly name?: string;
  readonly span: Span;
}

/** An object or a class that inherits from `base_configurable`, by that name: a device as functoria had it up to 3. */
interface DeviceObject {
  readonly span: Span;
}

export interface MirageCalls {
  /** Calls of `package` whose name is a literal; non-literal sublibs and libs are left out. */
  readonly packages: readonly MiragePackage[];
  readonly registrations: readonly MirageRegistration[];
  readonly deviceObjects: readonly DeviceObject[];
}

const noCalls: MirageCalls = { packages: [], registrations: [], deviceObjects: [] };
const possibleCall = /\b(?:package|register|base_configurable)\b/;

function literalStrings(list: Node | undefined): readonly string[] | undefined {
  if (list?.type !== "list_expression") return undefined;
  return list.namedChildren.filter(({ type }) => type === "string").map(({ text }) => stringValue(text));
}

interface Arguments {
  readonly literal: Node | undefined;
  readonly labelled: ReadonlyMap<string, Node>;
}

function argumentsOf(call: Node): Arguments {
  const given = call.childrenForFieldName("argument");
  const labelled = new Map<string, Node>();
  for (const argument of given) {
    if (argument.type !== "labeled_argument") continue;
    const [label, value = label] = argument.namedChildren;
    if (label?.type === "label_name" && value !== undefined) labelled.set(label.text, value);
  }
  return { literal: given.find(({ type }) => type === "string"), labelled };
}

function packageOf(call: Node): MiragePackage | undefined {
  const { literal, labelled } = argumentsOf(call);
  if (literal === undefined) return undefined;
  const libs = literalStrings(labelled.get("libs"));
  return {
    name: stringValue(literal.text),
    sublibs: literalStrings(labelled.get("sublibs")) ?? [],
    ...(libs === undefined ? {} : { libs }),
    pinned: labelled.has("pin"),
    nameSpan: spanOf(literal),
    span: spanOf(call),
  };
}

function registrationOf(call: Node): MirageRegistration {
  const { literal } = argumentsOf(call);
  return { ...(literal === undefined ? {} : { name: stringValue(literal.text) }), span: spanOf(call) };
}

/** Calls of `package` and `register`, bare or qualified, in a file that names Mirage or Functoria. */
export function mirageCallsOf(text: string, root: Node): MirageCalls {
  if (!/\b(?:Mirage|Functoria)\b/.test(text) || !possibleCall.test(text)) return noCalls;
  const packages: MiragePackage[] = [];
  const registrations: MirageRegistration[] = [];
  for (const call of root.descendantsOfType("application_expression")) {
    const callee = call.childForFieldName("function");
    if (callee?.type !== "value_path") continue;
    const name = /(?:^|\.\s*)(\w+)$/.exec(text.slice(callee.startIndex, callee.endIndex))?.[1];
    if (name === "register") registrations.push(registrationOf(call));
    if (name !== "package") continue;
    const asked = packageOf(call);
    if (asked !== undefined) packages.push(asked);
  }
  return { packages, registrations, deviceObjects: deviceObjectsIn(root) };
}

function deviceObjectsIn(root: Node): readonly DeviceObject[] {
  return root.descendantsOfType("inheritance_definition").flatMap((inheritance) => {
    const inherited = inheritance.childForFieldName("class");
    if (inherited?.type !== "class_path") return [];
    return inherited.namedChildren.at(-1)?.text === "base_configurable" ? [{ span: spanOf(inherited) }] : [];
  });
}
