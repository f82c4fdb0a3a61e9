import type { Location } from "../lint/diagnostic.ts";
import type { Answer } from "../why/answer.ts";
import type { GraphNode } from "../why/graph.ts";
import type { Place } from "../workspace/sources.ts";
import { printable } from "./escape.ts";
import { type DrawnNode, pictureOf, viaWord } from "./why-picture.ts";

const fills: Readonly<Record<DrawnNode["part"], string>> = {
  start: "#ddf4ff",
  between: "#f6f8fa",
  target: "#ffebe9",
};

/** The paths as a graph in Graphviz's language. */
export function renderWhyDot(answer: Answer, locate: (place: Place) => Location): string {
  const { nodes, arrows } = pictureOf(answer);
  const ids = new Map<GraphNode, string>(nodes.map(({ node }, at) => [node, `n${at}`]));
  const lines = nodes.map(({ node, part, sameWay }) => {
    const more = sameWay === 0 ? "" : `\nand ${sameWay} by way of it`;
    return `  ${ids.get(node)} [label=${quoted(`${printable(node.name)}${more}`)}, fillcolor="${fills[part]}"];`;
  });
  const joins = arrows.map(({ from, arrow }) => {
    const found = arrow.at === undefined ? undefined : locate(arrow.at);
    const place = found === undefined ? "" : `\n${printable(found.file)}:${found.line}`;
    const label = quoted(`${viaWord(arrow.via)}${place}`);
    return `  ${ids.get(from)} -> ${ids.get(arrow.to)} [label=${label}];`;
  });
  return [
    "digraph why {",
    '  bgcolor="transparent";',
    '  node [shape=box, style="filled,rounded", color="#6e7781", fontname="monospace", fontsize=12];',
    '  edge [color="#7d8590", fontcolor="#7d8590", fontname="monospace", fontsize=10];',
    ...lines,
    ...joins,
    "}",
    "",
  ].join("\n");
}

/**
 * A quoted string of Graphviz: in it only `\"` is the lexer's own, and `\\`, `\n` and the like are read in labels. A backslash in a
 * name is therefore doubled, and `&` written as an entity, since labels are read for those too.
 */
export function quoted(label: string): string {
  const escaped = label
    .replaceAll("\\", "\\\\")
    .replaceAll("&", "&amp;")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n");
  return `"${escaped}"`;
}
