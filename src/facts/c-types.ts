import type { Node } from "web-tree-sitter";
import type { PlacedToken } from "./c-expanded.ts";

/** Arithmetic types as far as the calls that gcc makes for them differ; what is narrower than `int` counts as `int`. */
export type NumberType =
  | "int"
  | "unsigned int"
  | "long"
  | "unsigned long"
  | "__int128"
  | "unsigned __int128"
  | "float"
  | "double"
  | "long double"
  | "__float128";

/** A type as far as it can be told. */
export type CType =
  | { readonly kind: "number"; readonly name: NumberType }
  | { readonly kind: "pointer"; readonly to: CType }
  | { readonly kind: "function"; readonly returns: CType; readonly parameters: readonly CType[] }
  | { readonly kind: "unknown" };

export const unknownType: CType = { kind: "unknown" };
export const numberType = (name: NumberType): CType => ({ kind: "number", name });

/** What the files of one stub declare, in the order in which the compiler reads them. */
export interface TypeScope {
  readonly types: Map<string, CType>;
  readonly names: Map<string, CType>;
  /** Members by name alone; one that differs between structures is unknown. */
  readonly members: Map<string, CType>;
  /** A type that calls for libgcc has been named. */
  isTouched: boolean;
}

const long = numberType("long");
const unsignedLong = numberType("unsigned long");
const int = numberType("int");
const double = numberType("double");

/** Of the C library's headers and OCaml's, for x86_64. */
const wellKnownTypes: readonly (readonly [CType, string])[] = [
  [int, "bool _Bool int8_t int16_t int32_t uint8_t uint16_t wchar_t"],
  [numberType("unsigned int"), "uint32_t"],
  [long, "int64_t intptr_t intmax_t ptrdiff_t ssize_t off_t time_t intnat value"],
  [unsignedLong, "uint64_t uintptr_t uintmax_t size_t uintnat mlsize_t"],
  [numberType("__int128"), "__int128_t"],
  [numberType("unsigned __int128"), "__uint128_t"],
  [numberType("__float128"), "_Float128"],
  [double, "double_t _Float64"],
];

/** The runtime's macros that give a double. */
const doubleCalls = "Double_val Double_field Double_flat_field Double_array_field caml_Double_val";
const mathCalls =
  "acos asin atan atan2 cbrt ceil copysign cos cosh exp exp2 expm1 fabs floor fma fmax fmin fmod hypot ldexp log log10 log1p log2 nextafter pow rint round sin sinh sqrt tan tanh trunc";

export function newTypeScope(): TypeScope {
  const words = (list: string): readonly string[] => list.split(" ");
  const call = (returns: CType): CType => ({ kind: "function", returns, parameters: [] });
  return {
    types: new Map(
      wellKnownTypes.flatMap(([type, names]) => words(names).map((name) => [name, type] as const)),
    ),
    names: new Map([
      ...words(`${doubleCalls} ${mathCalls}`).map((name) => [name, call(double)] as const),
      ...words(mathCalls).map((name) => [`${name}f`, call(numberType("float"))] as const),
      ...words(mathCalls).map((name) => [`${name}l`, call(numberType("long double"))] as const),
    ]),
    members: new Map(),
    isTouched: false,
  };
}

/** `typedef unsigned int wide __attribute__((mode(TI)))`: the grammar's text has no attributes, so that it is read from the tokens. */
export function readModeAttributes(tokens: readonly PlacedToken[], scope: TypeScope): void {
  tokens.forEach(({ text }, at) => {
    if (text !== "mode" && text !== "__mode__") return;
    const mode = tokens[at + 2]?.text ?? "";
    if (mode !== "TI" && mode !== "__TI__") return;
    const attribute = at - 3;
    const before = tokens[attribute - 1];
    let start = attribute;
    while (start > 0 && !/^[;{}]$/.test(tokens[start - 1]?.text ?? "")) start--;
    const isUnsigned = tokens
      .slice(start, attribute)
      .some((token) => /^(?:unsigned|uint\w*_t)$/.test(token.text));
    const isNamedBefore =
      before?.kind === "identifier" && !/^(?:unsigned|signed|int|long|u?int\w*_t)$/.test(before.text);
    const name = isNamedBefore ? before.text : tokens[at + 6]?.text;
    if (name === undefined) return;
    scope.types.set(name, numberType(isUnsigned ? "unsigned __int128" : "__int128"));
    scope.isTouched = true;
  });
}

/** The type that a declaration's specifiers name: the node in its field `type`. */
export function specifiedType(node: Node | null, scope: TypeScope): CType {
  if (node === null) return unknownType;
  switch (node.type) {
    case "primitive_type":
    case "sized_type_specifier":
    case "type_identifier":
      return scope.types.get(node.text) ?? namedType(node.text);
    default:
      return unknownType;
  }
}

function namedType(text: string): CType {
  const words = new Set(text.split(/\s+/));
  const isUnsigned = words.has("unsigned");
  if (words.has("__int128")) return numberType(isUnsigned ? "unsigned __int128" : "__int128");
  if (words.has("__float128")) return numberType("__float128");
  if (words.has("double")) return numberType(words.has("long") ? "long double" : "double");
  if (words.has("float")) return numberType("float");
  if (words.has("long")) return isUnsigned ? unsignedLong : long;
  if (words.has("char") || words.has("short")) return int;
  if (isUnsigned) return numberType("unsigned int");
  return words.has("int") || words.has("signed") ? int : unknownType;
}

export interface Declared {
  readonly name: string;
  readonly type: CType;
}

const deepestDeclarator = 50;

/** What a declarator declares where its specifiers give `base`; undefined for one without a name. */
export function declaredBy(declarator: Node | null, base: CType, scope: TypeScope): Declared | undefined {
  let type = base;
  let node = declarator;
  for (let depth = 0; node !== null && depth < deepestDeclarator; depth++) {
    switch (node.type) {
      case "identifier":
      case "type_identifier":
      case "field_identifier":
      case "primitive_type":
        return { name: node.text, type };
      case "pointer_declarator":
      case "array_declarator":
        type = { kind: "pointer", to: type };
        break;
      case "function_declarator":
        type = { kind: "function", returns: type, parameters: parameterTypes(node, scope) };
        break;
    }
    node = node.childForFieldName("declarator") ?? node.namedChild(0);
  }
  return undefined;
}

function parameterTypes(declarator: Node, scope: TypeScope): readonly CType[] {
  return parametersOf(declarator).map((parameter) => {
    const base = specifiedType(parameter.childForFieldName("type"), scope);
    return typeOfDescriptor(parameter, base, scope);
  });
}

export function parametersOf(declarator: Node): readonly Node[] {
  const list = declarator.childForFieldName("parameters");
  return (list?.namedChildren ?? []).filter((child) => child?.type === "parameter_declaration");
}

/** The type of `(T *)` and of a parameter, named or not. */
export function typeOfDescriptor(node: Node, base: CType, scope: TypeScope): CType {
  const declarator = node.childForFieldName("declarator");
  if (declarator === null) return base;
  const declared = declaredBy(declarator, base, scope);
  if (declared !== undefined) return declared.type;
  return declarator.type.includes("pointer") ? { kind: "pointer", to: base } : unknownType;
}

const ranks: readonly NumberType[] = [
  "int",
  "unsigned int",
  "long",
  "unsigned long",
  "__int128",
  "unsigned __int128",
  "float",
  "double",
  "long double",
  "__float128",
];

/** The usual arithmetic conversions; beside a type that can't be told the other one counts. */
export function commonType(left: CType, right: CType): CType {
  if (left.kind !== "number") return right.kind === "number" && left.kind === "unknown" ? right : left;
  if (right.kind !== "number") return left;
  return ranks.indexOf(left.name) >= ranks.indexOf(right.name) ? left : right;
}
