import type { Language, Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { rememberedQuery } from "../syntax/tree-sitter.ts";
import { unionOf } from "./ocaml-conditions.ts";

const inlineTest = /%\s*(?:expect_)?(?:test|bench)/;
const idOfInlineTest = /^(?:expect_)?(?:test|bench)(?:_unit|_module|_fun)?$/;
const queryOf = rememberedQuery(`
  (value_definition (attribute_id) @id) @item
  (module_definition (attribute_id) @id) @item
  (item_extension (attribute_id) @id) @item`);

/**
 * What only a test runner runs: `let%test`, `let%expect_test`, `module%test`, `[%%test_unit …]`, `let%bench`
 * (https://github.com/janestreet/ppx_inline_test, ppx_expect, ppx_bench). Ascending, disjoint.
 */
export function inlineTestSpans(text: string, root: Node, language: Language): readonly Span[] {
  if (!inlineTest.test(text)) return [];
  const spans = queryOf(language)
    .matches(root)
    .flatMap(({ captures }): readonly Span[] => {
      const id = captures.find(({ name }) => name === "id")?.node.text ?? "";
      const item = captures.find(({ name }) => name === "item")?.node;
      if (item === undefined || !idOfInlineTest.test(id)) return [];
      return [{ start: item.startIndex, end: item.endIndex }];
    });
  return unionOf(spans);
}
