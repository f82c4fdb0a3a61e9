import type { Location } from "../lint/diagnostic.ts";
import type { Answer } from "../why/answer.ts";
import type { GraphNode } from "../why/graph.ts";
import type { Place } from "../workspace/sources.ts";
import { printable } from "./escape.ts";
import { type Box, type Join, type Layout, layeredLayout, type Point } from "./layered-layout.ts";
import { type DrawnArrow, type DrawnNode, type Picture, pictureOf, viaWord } from "./why-picture.ts";

// Text is monospaced, so that its width is known without a font: 0.6 of its size a character.
const nameSize = 13;
const rowSize = 11;
const characterWidth = 0.6;
const rowHeight = 16;
const padding = 10;
const margin = 12;
const longestText = 52;
const longestName = 26;
const widestPicture = 1000;

/** Fills are light with dark text on them, lines and arrows grey: both read on a white and on a black page. */
const colours: Readonly<Record<DrawnNode["part"], { readonly fill: string; readonly line: string }>> = {
  start: { fill: "#ddf4ff", line: "#0969da" },
  between: { fill: "#f6f8fa", line: "#7d8590" },
  target: { fill: "#ffebe9", line: "#cf222e" },
};
const arrowColour = "#7d8590";

type Orientation = "down" | "right";

interface DrawnBox extends Box {
  readonly drawn: DrawnNode;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly string[];
}

interface DrawnJoin extends Join {
  readonly from: DrawnBox;
  readonly to: DrawnBox;
}

interface Drawing {
  readonly orientation: Orientation;
  readonly boxes: readonly DrawnBox[];
  readonly joins: readonly DrawnJoin[];
  readonly layout: Layout;
}

const widthOf = ({ orientation, layout }: Drawing): number =>
  orientation === "down" ? layout.across : layout.along;

/** The paths as a picture that stands alone: from top to bottom where that is narrow enough, else whichever way is. */
export function renderWhySvg(answer: Answer, locate: (place: Place) => Location): string {
  const picture = pictureOf(answer);
  const down = drawing(picture, "down", locate);
  const right = widthOf(down) <= widestPicture ? undefined : drawing(picture, "right", locate);
  return svgOf(right !== undefined && widthOf(right) < widthOf(down) ? right : down, answer);
}

function drawing(
  { nodes, arrows }: Picture,
  orientation: Orientation,
  locate: (place: Place) => Location,
): Drawing {
  const leaving = new Map<GraphNode, DrawnArrow[]>(nodes.map(({ node }) => [node, []]));
  for (const drawn of arrows) leaving.get(drawn.from)?.push(drawn);
  const boxOf = new Map<GraphNode, DrawnBox>();
  for (const drawn of nodes)
    boxOf.set(drawn.node, boxFor(drawn, leaving.get(drawn.node) ?? [], orientation, locate));
  const joins = [...leaving].flatMap(([node, drawn]) =>
    drawn.flatMap(({ arrow }): readonly DrawnJoin[] => {
      const [from, to] = [boxOf.get(node), boxOf.get(arrow.to)];
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
  );
  const boxes = [...boxOf.values()];
  return { orientation, boxes, joins, layout: layeredLayout(boxes, joins) };
}

function boxFor(
  drawn: DrawnNode,
  arrows: readonly DrawnArrow[],
  orientation: Orientation,
  locate: (place: Place) => Location,
): DrawnBox {
  const rows = [
    ...(drawn.sameWay === 0 ? [] : [`and ${drawn.sameWay} by way of it`]),
    ...arrows.map(({ arrow }) => {
      const found = arrow.at === undefined ? undefined : locate(arrow.at);
      const towards = arrows.length > 1 ? ` ${shortened(arrow.to.name, longestName)}` : "";
      const via = `${viaWord(arrow.via)}${towards}  `;
      return found === undefined
        ? via
        : `${via}${shortened(`${found.file}:${found.line}`, longestText - columnsOf(via))}`;
    }),
  ];
  const name = shortened(drawn.node.name, longestText);
  const longest = Math.max(columnsOf(name) * nameSize, ...rows.map((row) => columnsOf(row) * rowSize));
  const width = Math.ceil(longest * characterWidth) + 2 * padding;
  const height = rowHeight * (rows.length + 1) + padding;
  return {
    drawn,
    rows,
    width,
    height,
    ...(orientation === "down" ? { along: height, across: width } : { along: width, across: height }),
  };
}

/** In a monospaced font; characters of East Asia take two columns. */
function columnsOf(text: string): number {
  const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/gu;
  return [...text].length + (text.match(wide)?.length ?? 0);
}

/** The end tells most: the last part of a name, a file and its line. */
function shortened(text: string, longest: number): string {
  const characters = [...printable(text)];
  return characters.length <= longest ? characters.join("") : `…${characters.slice(1 - longest).join("")}`;
}

function svgOf(drawn: Drawing, answer: Answer): string {
  const { layout, orientation } = drawn;
  const size = turned({ along: layout.along, across: layout.across }, orientation);
  const [width, height] = [Math.ceil(size.x) + 2 * margin, Math.ceil(size.y) + 2 * margin];
  const title = `Why ${answer.question.name}: paths to it, with the lines that make them`;
  const ports = portsOf(drawn);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace">`,
    `<title>${escaped(title)}</title>`,
    `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="${arrowColour}"/></marker></defs>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...drawn.joins.map((join) => joinLine(join, ports, drawn)),
    ...drawn.boxes.flatMap((box) => boxLines(box, drawn)),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

const turned = ({ along, across }: Point, orientation: Orientation): Spot =>
  orientation === "down" ? { x: across, y: along } : { x: along, y: across };

const origin: Point = { along: 0, across: 0 };
const rounded = (number: number): string => String(Math.round(number * 10) / 10);

/** Where each join leaves its first box and meets its last, in the order in which they do not cross there. */
interface Ports {
  readonly leaving: ReadonlyMap<DrawnJoin, number>;
  readonly arriving: ReadonlyMap<DrawnJoin, number>;
}

function portsOf({ boxes, joins, layout }: Drawing): Ports {
  const corner = (box: Box): Point => layout.corners.get(box) ?? origin;
  const middle = (box: Box): number => corner(box).across + box.across / 2;
  const leaving = new Map<DrawnJoin, number>();
  const arriving = new Map<DrawnJoin, number>();
  const spread = (
    box: DrawnBox,
    own: readonly DrawnJoin[],
    towards: (join: DrawnJoin) => number,
    ports: Map<DrawnJoin, number>,
  ): void => {
    const ordered = own.map((join) => ({ join, at: towards(join) })).sort((a, b) => a.at - b.at);
    for (const [at, { join }] of ordered.entries())
      ports.set(join, corner(box).across + (box.across * (at + 1)) / (ordered.length + 1));
  };
  for (const box of boxes) {
    const bend = (join: DrawnJoin, at: number): number | undefined => layout.bends.get(join)?.at(at)?.across;
    spread(
      box,
      joins.filter(({ from }) => from === box),
      (join) => bend(join, 0) ?? middle(join.to),
      leaving,
    );
    spread(
      box,
      joins.filter(({ to }) => to === box),
      (join) => bend(join, -1) ?? middle(join.from),
      arriving,
    );
  }
  return { leaving, arriving };
}

/** A line from the side of one box to the side of the next, past the others in the layers between. */
function joinLine(join: DrawnJoin, { leaving, arriving }: Ports, { layout, orientation }: Drawing): string {
  const { from, to } = join;
  const start = (layout.corners.get(from) ?? origin).along + from.along;
  const left = leaving.get(join) ?? 0;
  const stops: readonly Point[] = [
    { along: layout.layerEnds.get(from) ?? start, across: left },
    ...(layout.bends.get(join) ?? []),
    { along: (layout.corners.get(to) ?? origin).along, across: arriving.get(join) ?? 0 },
  ];
  const spot = (point: Point): string => {
    const { x, y } = turned(point, orientation);
    return `${rounded(x)},${rounded(y)}`;
  };
  const pieces = stops.map((point, at) => {
    // Straight through a layer, curved between two.
    if (at % 2 === 0) return `L${spot(point)}`;
    const before = stops[at - 1] ?? point;
    const middle = (before.along + point.along) / 2;
    const control = (across: number): string => spot({ along: middle, across });
    return `C${control(before.across)} ${control(point.across)} ${spot(point)}`;
  });
  const path = `M${spot({ along: start, across: left })} ${pieces.join(" ")}`;
  return `<path d="${path}" fill="none" stroke="${arrowColour}" stroke-width="1.5" marker-end="url(#head)"/>`;
}

function boxLines(box: DrawnBox, { layout, orientation }: Drawing): readonly string[] {
  const { drawn, rows, width, height } = box;
  const { x, y } = turned(layout.corners.get(box) ?? origin, orientation);
  const { fill, line } = colours[drawn.part];
  const { name } = drawn.node;
  const left = rounded(x + padding);
  const text = (row: string, at: number): string =>
    `<text x="${left}" y="${rounded(y + padding + rowHeight * at + 6)}" font-size="${rowSize}" fill="#57606a" xml:space="preserve">${escaped(row)}</text>`;
  return [
    `<rect x="${rounded(x)}" y="${rounded(y)}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${line}"/>`,
    `<text x="${left}" y="${rounded(y + padding + 7)}" font-size="${nameSize}" font-weight="bold" fill="#1f2328">${escaped(shortened(name, longestText))}${tooltip(name)}</text>`,
    ...rows.map((row, at) => text(row, at + 1)),
  ];
}

/** The whole text, where it was shortened. */
const tooltip = (text: string): string =>
  shortened(text, longestText) === printable(text) ? "" : `<title>${escaped(printable(text))}</title>`;

function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\ufffe\uffff]/g, "\ufffd");
}
