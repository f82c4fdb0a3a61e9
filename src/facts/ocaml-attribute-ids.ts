import type { Node } from "web-tree-sitter";

/** The name of an attribute or extension, and the nodes around it, the innermost first. */
export interface AttributeId {
  readonly id: Node;
  readonly around: readonly Node[];
}

/**
 * The names of attributes and extensions right behind what the global pattern `opening` finds, in order. One way through the tree, which only
 * goes into what holds one: a query for the same takes 50 ms to be compiled.
 */
export function attributeIdsBehind(opening: RegExp, text: string, root: Node): readonly AttributeId[] {
  const offsets = [...text.matchAll(opening)].map(({ index, 0: written }) => index + written.length);
  return offsets.length === 0 ? [] : attributeIdsAt(root, offsets);
}

function attributeIdsAt(root: Node, offsets: readonly number[]): readonly AttributeId[] {
  const found: AttributeId[] = [];
  const ancestors: Node[] = [];
  const cursor = root.walk();
  let next = 0;
  for (;;) {
    const { startIndex, endIndex } = cursor;
    while ((offsets[next] ?? Number.POSITIVE_INFINITY) < startIndex) next++;
    const offset = offsets[next];
    if (offset === undefined) break;
    if (cursor.nodeType === "attribute_id" && offset === startIndex)
      found.push({ id: cursor.currentNode, around: ancestors.toReversed() });
    else if (offset < endIndex) {
      const node = cursor.currentNode;
      if (cursor.gotoFirstChild()) {
        ancestors.push(node);
        continue;
      }
    }
    while (ancestors.length > 0 && !cursor.gotoNextSibling()) {
      cursor.gotoParent();
      ancestors.pop();
    }
    if (ancestors.length === 0) break;
  }
  cursor.delete();
  return found;
}
