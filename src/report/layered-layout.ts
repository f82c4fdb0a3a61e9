/** A box of a drawing: `along` is its size in the direction of the arrows, `across` at right angles to it. */
export interface Box {
  readonly along: number;
  readonly across: number;
}

export interface Join {
  readonly from: Box;
  readonly to: Box;
}

export interface Point {
  readonly along: number;
  readonly across: number;
}

export interface Layout {
  /** The corner of each box that is nearest to the origin. */
  readonly corners: ReadonlyMap<Box, Point>;
  /** Points that each join leads through between its boxes, to pass others by: two in each layer that it crosses. */
  readonly bends: ReadonlyMap<Join, readonly Point[]>;
  /** Where the layer of each box ends. */
  readonly layerEnds: ReadonlyMap<Box, number>;
  readonly along: number;
  readonly across: number;
}

const gapBetweenLayers = 36;
const gapBetweenBoxes = 18;
const sweeps = 8;

/** A box, or the place where a join passes through a layer. */
interface Slot {
  readonly along: number;
  readonly across: number;
  readonly before: Slot[];
  readonly after: Slot[];
  /** Of its middle. */
  position: number;
}

/**
 * Puts boxes into layers, so that every join leads to a later layer, circles aside; orders them to cross little, and lines them
 * up with what they are joined to. The same input gives the same layout.
 */
export function layeredLayout(boxes: readonly Box[], joins: readonly Join[]): Layout {
  const ranks = ranksOf(boxes, joins);
  const layers: Slot[][] = [];
  const slots = new Map<Box, Slot>();
  const add = (rank: number, along: number, across: number): Slot => {
    const slot: Slot = { along, across, before: [], after: [], position: 0 };
    const layer = layers[rank];
    if (layer === undefined) layers[rank] = [slot];
    else layer.push(slot);
    return slot;
  };
  for (const box of boxes) slots.set(box, add(ranks.get(box) ?? 0, box.along, box.across));
  const passed = new Map<Join, readonly Slot[]>();
  for (const join of joins) {
    const [from, to] = [slots.get(join.from), slots.get(join.to)];
    if (from === undefined || to === undefined) continue;
    const between: Slot[] = [];
    const [first, last] = [ranks.get(join.from) ?? 0, ranks.get(join.to) ?? 0];
    for (let rank = first + 1; rank < last; rank++) between.push(add(rank, 0, 0));
    const line = [from, ...between, to];
    for (const [at, slot] of line.slice(1).entries()) {
      slot.before.push(line[at] ?? from);
      line[at]?.after.push(slot);
    }
    passed.set(join, between);
  }
  const filled = Array.from(layers, (layer) => layer ?? []);
  arrange(filled);
  return measured(filled, slots, passed);
}

/** The length of the longest way to an end, counted from the other side: a start stands right before what it needs. */
function ranksOf(boxes: readonly Box[], joins: readonly Join[]): ReadonlyMap<Box, number> {
  const after = new Map<Box, Box[]>(boxes.map((box) => [box, []]));
  for (const { from, to } of joins) after.get(from)?.push(to);
  const heights = new Map<Box, number>();
  for (const box of boxes) heightFrom(box, after, heights);
  const highest = Math.max(0, ...heights.values());
  return new Map(boxes.map((box) => [box, highest - (heights.get(box) ?? 0)]));
}

/** Without recursion. A join that closes a circle counts for nothing. */
function heightFrom(start: Box, after: ReadonlyMap<Box, readonly Box[]>, heights: Map<Box, number>): void {
  const stack = [start];
  const entered = new Set<Box>();
  for (let box = stack.at(-1); box !== undefined; box = stack.at(-1)) {
    const next = after.get(box) ?? [];
    const open = entered.has(box) ? [] : next.filter((to) => !heights.has(to) && !entered.has(to));
    entered.add(box);
    if (open.length > 0) stack.push(...open);
    else {
      stack.pop();
      if (!heights.has(box)) heights.set(box, Math.max(0, ...next.map((to) => (heights.get(to) ?? -1) + 1)));
    }
  }
}

const mean = (numbers: readonly number[], otherwise: number): number =>
  numbers.length === 0 ? otherwise : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Orders every layer by the middle of its neighbours, then moves its slots as near to them as they fit. */
function arrange(layers: readonly Slot[][]): void {
  for (const layer of layers) for (const [at, slot] of layer.entries()) slot.position = at;
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const layer of sweep % 2 === 0 ? layers.toReversed() : layers) {
      const wanted = new Map(layer.map((slot) => [slot, middleOfNeighbours(slot, sweep % 2 === 0)]));
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      for (const [at, slot] of layer.entries()) slot.position = at;
    }
  for (const layer of layers) place(layer, () => 0);
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const layer of sweep % 2 === 0 ? layers.toReversed() : layers)
      place(layer, (slot) => middleOfNeighbours(slot, sweep % 2 === 0));
}

function middleOfNeighbours({ before, after, position }: Slot, later: boolean): number {
  return mean(
    (later ? after : before).map((slot) => slot.position),
    position,
  );
}

/** Keeps the order and the gaps; those that want the same place share it evenly. */
function place(layer: readonly Slot[], wanted: (slot: Slot) => number): void {
  let offset = 0;
  const offsets = layer.map((slot) => {
    const middle = offset + slot.across / 2;
    offset += slot.across + gapBetweenBoxes;
    return middle;
  });
  const blocks: { sum: number; count: number }[] = [];
  for (const [at, slot] of layer.entries()) {
    let block = { sum: wanted(slot) - (offsets[at] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.count <= block.sum / block.count) break;
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const shifts = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  for (const [at, slot] of layer.entries()) slot.position = (shifts[at] ?? 0) + (offsets[at] ?? 0);
}

function measured(
  layers: readonly (readonly Slot[])[],
  slots: ReadonlyMap<Box, Slot>,
  passed: ReadonlyMap<Join, readonly Slot[]>,
): Layout {
  const all = layers.flat();
  const edge = Math.min(0, ...all.map(({ position, across }) => position - across / 2));
  const starts = new Map<Slot, number>();
  const ends = new Map<Slot, number>();
  let along = 0;
  for (const layer of layers) {
    const end = along + Math.max(0, ...layer.map((slot) => slot.along));
    for (const slot of layer) {
      starts.set(slot, along);
      ends.set(slot, end);
    }
    along = end + gapBetweenLayers;
  }
  const endOf = (slot: Slot): number => ends.get(slot) ?? 0;
  const cornerOf = (slot: Slot): Point => ({
    along: starts.get(slot) ?? 0,
    across: slot.position - slot.across / 2 - edge,
  });
  return {
    corners: new Map([...slots].map(([box, slot]) => [box, cornerOf(slot)])),
    bends: new Map(
      [...passed].map(([join, between]) => [
        join,
        between.flatMap((slot) => [cornerOf(slot), { ...cornerOf(slot), along: endOf(slot) }]),
      ]),
    ),
    layerEnds: new Map([...slots].map(([box, slot]) => [box, endOf(slot)])),
    along: Math.max(0, along - gapBetweenLayers),
    across: Math.max(0, ...all.map(({ position, across }) => position + across / 2 - edge)),
  };
}
