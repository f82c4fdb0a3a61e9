import type { Node } from "web-tree-sitter";

/** The syntax that decides which module a name means; all else is left out of the outline. */
const moduleTypes = [
  "attribute_payload",
  "compilation_unit",
  "constrain_module",
  "constrain_module_type",
  "constrain_type",
  "extended_module_path",
  "external",
  "functor",
  "functor_type",
  "include_module",
  "include_module_type",
  "let_module_expression",
  "let_open_class_expression",
  "let_open_class_type",
  "let_open_expression",
  "local_open_expression",
  "local_open_pattern",
  "local_open_type",
  "module_application",
  "module_binding",
  "module_definition",
  "module_parameter",
  "module_path",
  "module_type_constraint",
  "module_type_of",
  "module_type_path",
  "open_module",
  "package_expression",
  "packed_module",
  "parenthesized_module_expression",
  "parenthesized_module_type",
  "signature",
  "structure",
  "typed_module_expression",
] as const;

/** These matter only where `(module M)` patterns bind a module; they are most of the nodes of a file. */
const unpackingTypes = [
  "class_binding",
  "class_function",
  "fun_expression",
  "let_binding",
  "let_class_expression",
  "let_expression",
  "match_case",
  "method_definition",
  "package_pattern",
  "parameter",
] as const;

/** These matter only where uses of values are wanted. */
const valueTypes = [
  "and_operator",
  "application_expression",
  "assert_expression",
  "class_definition",
  "do_clause",
  "else_clause",
  "extension",
  "field_expression",
  "field_pattern",
  "for_expression",
  "function_expression",
  "guard",
  "if_expression",
  "infix_expression",
  "instance_variable_definition",
  "inheritance_definition",
  "item_extension",
  "labeled_argument",
  "labeled_tuple_element",
  "lazy_expression",
  "match_expression",
  "module_type_definition",
  "new_expression",
  "object_expression",
  "or_operator",
  "parenthesized_expression",
  "then_clause",
  "try_expression",
  "value_definition",
  "value_path",
  "value_pattern",
  "value_specification",
  "while_expression",
] as const;

/** These matter only where a prefix operator may be one of somebody's own; `!x` is in many files. */
const prefixTypes = ["prefix_expression"] as const;
const ownPrefix = /(?:!(?!=)|[?~])[!$%&*+\-./:<=>?@^|~]|\(\s*!\s*\)/;

export type OutlineType = (
  | typeof moduleTypes
  | typeof unpackingTypes
  | typeof valueTypes
  | typeof prefixTypes
)[number];

const typesWithUnpacking: readonly OutlineType[] = [...moduleTypes, ...unpackingTypes];
const allTypes: readonly OutlineType[] = [...typesWithUnpacking, ...valueTypes];
const typesWithPrefixes: readonly OutlineType[] = [...allTypes, ...prefixTypes];
const knownTypes: ReadonlySet<string> = new Set(typesWithPrefixes);

/** A syntax node of the outline; `children` are its nearest descendants in the outline, in source order. */
export interface OutlineNode {
  readonly type: OutlineType;
  readonly start: number;
  readonly end: number;
  readonly parent: OutlineNode | undefined;
  readonly children: readonly OutlineNode[];
  readonly syntax: Node;
}

function isOutlineType(type: string): type is OutlineType {
  return knownTypes.has(type);
}

/** `functor` and `external` name a keyword's node as well. */
function isKeyword(syntax: Node, length: number): boolean {
  return length === syntax.type.length && !syntax.isNamed;
}

function typesWanted(text: string, withValues: boolean): readonly OutlineType[] {
  if (withValues) return ownPrefix.test(text) ? typesWithPrefixes : allTypes;
  return /\(\s*module\b/.test(text) ? typesWithUnpacking : moduleTypes;
}

interface GrowingNode extends OutlineNode {
  children: OutlineNode[];
}

// Most nodes have no children, and share the array.
const noChildren: OutlineNode[] = [];

/** The outline of `text` below `root` in source order, parents before children. One pass, whatever the depth. */
export function outlineOf(text: string, root: Node, withValues: boolean): readonly OutlineNode[] {
  const outline: OutlineNode[] = [];
  const ancestors: GrowingNode[] = [];
  const wanted = typesWanted(text, withValues);
  for (const syntax of root.descendantsOfType([...wanted])) {
    const { type, startIndex: start, endIndex: end } = syntax;
    if (start >= end || !isOutlineType(type) || isKeyword(syntax, end - start)) continue;
    while ((ancestors.at(-1)?.end ?? end) <= start) ancestors.pop();
    const parent = ancestors.at(-1);
    const node: GrowingNode = { type, start, end, parent, children: noChildren, syntax };
    if (parent?.children === noChildren) parent.children = [node];
    else parent?.children.push(node);
    ancestors.push(node);
    outline.push(node);
  }
  return outline;
}
