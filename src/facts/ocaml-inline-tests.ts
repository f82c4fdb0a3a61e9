import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/span.ts";
import { spanOf } from "../syntax/tree-sitter.ts";
import { attributeIdsBehind } from "./ocaml-attribute-ids.ts";
import { unionOf } from "./ocaml-conditions.ts";

const beforeTest = /%\s*(?=(?:expect_)?(?:test|bench))/g;
const idOfInlineTest = /^(?:expect_)?(?:test|bench)(?:_unit|_module|_fun)?$/;
const items: ReadonlySet<string> = new Set(["value_definition", "module_definition", "item_extension"]);

/**
 * What only a test runner runs: `let%test`, `let%expect_test`, `module%test`, `[%%test_unit …]`, `let%bench`
 * (https://github.com/janestreet/ppx_inline_test, ppx_expect, ppx_bench). Ascending, disjoint.
 */
export function inlineTestSpans(text: string, root: Node): readonly Span[] {
  const spans = attributeIdsBehind(beforeTest, text, root).flatMap(
    ({ id, around: [item] }): readonly Span[] => {
      const isTest = idOfInlineTest.test(text.slice(id.startIndex, id.endIndex));
      return isTest && item && items.has(item.type) ? [spanOf(item)] : [];
    },
  );
  return unionOf(spans);
}
