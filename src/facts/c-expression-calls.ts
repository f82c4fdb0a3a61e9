import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { constantValue, isEasyDivision, literalType } from "./c-constants.ts";
import type { PlacedToken } from "./c-expanded.ts";
import type { GrammarText } from "./c-grammar-text.ts";
import {
  type CType,
  commonType,
  declaredBy,
  type NumberType,
  numberType,
  specifiedType,
  type TypeScope,
  typeOfDescriptor,
  unknownType,
} from "./c-types.ts";

/** Something in an expression for which gcc may call a function of libgcc. */
export type CompilerCallUse =
  | { readonly use: "operator"; readonly operator: string; readonly on: NumberType }
  | { readonly use: "conversion"; readonly from: NumberType; readonly to: NumberType }
  /** `on`: what its first argument points to, where that can be told. */
  | { readonly use: "builtin"; readonly name: string; readonly on: NumberType | undefined }
  | { readonly use: "attribute"; readonly name: string };

export interface CompilerCall {
  readonly call: CompilerCallUse;
  readonly span: Span;
  /** The macro in whose body it stands. */
  readonly through?: string;
  /** The function in whose body it stands. */
  readonly within: string | undefined;
}

/** Where an expression stands, and what has been found so far. */
export interface Reading {
  readonly scope: TypeScope;
  readonly written: GrammarText;
  readonly calls: CompilerCall[];
  within: string | undefined;
  returns: CType;
  locals: Map<string, CType>;
  depth: number;
}

/** Trees are not followed further down. */
export const deepestNode = 800;

/** Reads an expression, or all that stands in a statement; gives the type of an expression. */
export function visit(reading: Reading, node: Node | null): CType {
  if (node === null || reading.depth > deepestNode) return unknownType;
  reading.depth++;
  const type = visitKind(reading, node);
  reading.depth--;
  return type;
}

function visitKind(reading: Reading, node: Node): CType {
  const { scope } = reading;
  const field = (name: string): CType => visit(reading, node.childForFieldName(name));
  switch (node.type) {
    case "number_literal":
      return literalType(node.text);
    case "char_literal":
      return numberType("int");
    case "identifier":
      return reading.locals.get(node.text) ?? scope.names.get(node.text) ?? unknownType;
    case "parenthesized_expression":
      return visit(reading, node.namedChild(0));
    case "comma_expression":
      field("left");
      return field("right");
    case "cast_expression":
    case "compound_literal_expression":
      return visitCast(reading, node);
    case "sizeof_expression":
    case "offsetof_expression":
      return numberType("unsigned long");
    case "pointer_expression": {
      const type = field("argument");
      if (node.childForFieldName("operator")?.text === "&") return { kind: "pointer", to: type };
      return type.kind === "pointer" ? type.to : unknownType;
    }
    case "subscript_expression": {
      const type = field("argument");
      field("index");
      return type.kind === "pointer" ? type.to : unknownType;
    }
    case "field_expression":
      field("argument");
      return scope.members.get(node.childForFieldName("field")?.text ?? "") ?? unknownType;
    case "unary_expression": {
      const type = field("argument");
      const operator = node.childForFieldName("operator")?.text ?? "";
      if (operator !== "!") return type;
      operate(reading, node, "==", type);
      return numberType("int");
    }
    case "update_expression": {
      const type = field("argument");
      operate(reading, node, node.childForFieldName("operator")?.text.charAt(0) ?? "", type);
      return type;
    }
    case "binary_expression":
      return visitBinary(reading, node);
    case "conditional_expression": {
      field("condition");
      return commonType(field("consequence"), field("alternative"));
    }
    case "assignment_expression":
      return visitAssignment(reading, node);
    case "call_expression":
      return visitCall(reading, node);
    case "return_statement":
      convert(reading, node, visit(reading, node.namedChild(0)), reading.returns);
      return unknownType;
    case "declaration":
      visitDeclaration(reading, node);
      return unknownType;
    case "type_definition":
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
      return unknownType;
    default:
      for (const child of node.namedChildren) visit(reading, child);
      return unknownType;
  }
}

function visitCast(reading: Reading, node: Node): CType {
  const descriptor = node.childForFieldName("type");
  const value = node.childForFieldName("value");
  const from = visit(reading, value);
  if (descriptor === null) return unknownType;
  const base = specifiedType(descriptor.childForFieldName("type"), reading.scope);
  const to = typeOfDescriptor(descriptor, base, reading.scope);
  if (value !== null && constantValue(value) === undefined) convert(reading, node, from, to);
  return to;
}

function visitDeclaration(reading: Reading, node: Node): void {
  const base = specifiedType(node.childForFieldName("type"), reading.scope);
  for (const part of node.childrenForFieldName("declarator")) {
    const declared = declaredBy(part, base, reading.scope);
    if (declared !== undefined)
      (reading.within === undefined ? reading.scope.names : reading.locals).set(declared.name, declared.type);
    const value = part?.type === "init_declarator" ? part.childForFieldName("value") : null;
    if (value !== null) assign(reading, value, declared?.type ?? unknownType);
  }
}

/** Reads a value and converts it to the type of what it is given to. */
function assign(reading: Reading, value: Node, to: CType): void {
  const from = visit(reading, value);
  if (constantValue(value) === undefined) convert(reading, value, from, to);
}

const comparisons = new Set(["<", "<=", ">", ">=", "==", "!="]);
const arithmetic = new Set(["+", "-", "*", "/", "%"]);

function visitBinary(reading: Reading, node: Node): CType {
  const [leftNode, rightNode] = [node.childForFieldName("left"), node.childForFieldName("right")];
  const left = visit(reading, leftNode);
  const right = visit(reading, rightNode);
  const operator = node.childForFieldName("operator")?.text ?? "";
  const cast = typeInParentheses(leftNode, reading);
  if (cast !== undefined) {
    const value = operator === "*" ? (right.kind === "pointer" ? right.to : unknownType) : right;
    convert(reading, node, value, cast);
    return cast;
  }
  if (operator === "&&" || operator === "||") return numberType("int");
  if (operator === "<<" || operator === ">>") return left;
  const common = commonType(left, right);
  if (comparisons.has(operator) || arithmetic.has(operator)) {
    if (leftNode !== null && constantValue(leftNode) === undefined) convert(reading, leftNode, left, common);
    if (rightNode !== null && constantValue(rightNode) === undefined)
      convert(reading, rightNode, right, common);
    if (!isEasyDivision(operator, rightNode)) operate(reading, node, operator, common);
  }
  if (comparisons.has(operator)) return numberType("int");
  return left.kind === "pointer" ? left : common;
}

function visitAssignment(reading: Reading, node: Node): CType {
  const left = visit(reading, node.childForFieldName("left"));
  const value = node.childForFieldName("right");
  const operator = (node.childForFieldName("operator")?.text ?? "=").slice(0, -1);
  if (value === null) return left;
  if (operator === "") assign(reading, value, left);
  else {
    const right = visit(reading, value);
    const common = commonType(left, right);
    if (arithmetic.has(operator)) {
      convert(reading, node, left, common);
      if (constantValue(value) === undefined) convert(reading, node, right, common);
      if (!isEasyDivision(operator, value)) operate(reading, node, operator, common);
      convert(reading, node, common, left);
    }
  }
  return left;
}

/** `(T)(x)` and `(T)-x`, which the grammar takes for a call and a subtraction: the type between the parentheses. */
function typeInParentheses(node: Node | null, { locals, scope }: Reading): CType | undefined {
  const inside = node?.type === "parenthesized_expression" ? node.namedChild(0) : null;
  if (inside?.type !== "identifier" || locals.has(inside.text)) return undefined;
  return scope.types.get(inside.text);
}

function visitCall(reading: Reading, node: Node): CType {
  const called = node.childForFieldName("function");
  const cast = typeInParentheses(called, reading);
  if (cast !== undefined) {
    const value = node.childForFieldName("arguments")?.namedChild(0) ?? null;
    if (value !== null) assign(reading, value, cast);
    return cast;
  }
  const values = node.childForFieldName("arguments")?.namedChildren ?? [];
  const types = values.map((value) => visit(reading, value));
  const name = called?.type === "identifier" ? called.text : "";
  if (name.startsWith("__builtin_") || name.startsWith("__atomic_") || name.startsWith("__sync_")) {
    const [first] = types;
    const on = first?.kind === "pointer" && first.to.kind === "number" ? first.to.name : undefined;
    const [value] = values;
    if (value == null || constantValue(value) === undefined) add(reading, node, { use: "builtin", name, on });
    return on === undefined || name.startsWith("__builtin_") ? unknownType : numberType(on);
  }
  const type =
    name === "" ? visit(reading, called) : (reading.locals.get(name) ?? reading.scope.names.get(name));
  const target = type?.kind === "pointer" ? type.to : type;
  if (target?.kind !== "function") return unknownType;
  target.parameters.forEach((parameter, index) => {
    const [value, from] = [values[index], types[index]];
    if (value != null && from !== undefined && constantValue(value) === undefined)
      convert(reading, value, from, parameter);
  });
  return target.returns;
}

function operate(reading: Reading, node: Node, operator: string, on: CType): void {
  if (on.kind === "number")
    add(reading, node.childForFieldName("operator") ?? node, { use: "operator", operator, on: on.name });
}

function convert(reading: Reading, node: Node, from: CType, to: CType): void {
  if (from.kind === "number" && to.kind === "number" && from.name !== to.name)
    add(reading, node, { use: "conversion", from: from.name, to: to.name });
}

/** Adds what may matter; a plain type's arithmetic never does. */
function add({ calls, within, written }: Reading, node: Node, call: CompilerCallUse): void {
  const types = call.use === "conversion" ? [call.from, call.to] : call.use === "operator" ? [call.on] : [];
  if (call.use !== "builtin" && !types.some((type) => /128$/.test(type))) return;
  let token: PlacedToken | undefined;
  for (let at = node.startIndex; token === undefined && at < node.endIndex; at++) token = written.tokenAt(at);
  if (token === undefined) return;
  const { span, through } = token;
  calls.push({ call, span, within, ...(through === undefined ? {} : { through }) });
}
