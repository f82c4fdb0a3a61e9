/** Lines of the old text that others of the new one stand for: 0-based, the ends are behind the last. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Beyond so many lines that differ no shortest way is looked for. */
const mostDifferences = 500;

/** What changed between two texts, in their order. Source: Myers, An O(ND) Difference Algorithm and Its Variations. */
export function lineChanges(old: readonly string[], now: readonly string[]): readonly LineChange[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail += 1;
  const oldMiddle = old.slice(head, old.length - tail);
  const newMiddle = now.slice(head, now.length - tail);
  const kept = keptLines(oldMiddle, newMiddle);
  return gapsBetween(kept, oldMiddle.length, newMiddle.length).map((change) => ({
    oldStart: change.oldStart + head,
    oldEnd: change.oldEnd + head,
    newStart: change.newStart + head,
    newEnd: change.newEnd + head,
  }));
}

/** A line that both texts have. */
interface KeptLine {
  readonly old: number;
  readonly now: number;
}

function gapsBetween(kept: readonly KeptLine[], oldLength: number, newLength: number): readonly LineChange[] {
  const gaps: LineChange[] = [];
  let oldStart = 0;
  let newStart = 0;
  for (const { old, now } of [...kept, { old: oldLength, now: newLength }]) {
    if (old > oldStart || now > newStart) gaps.push({ oldStart, oldEnd: old, newStart, newEnd: now });
    oldStart = old + 1;
    newStart = now + 1;
  }
  return gaps;
}

/** The lines of a longest common subsequence; none where the texts differ too much. */
function keptLines(old: readonly string[], now: readonly string[]): readonly KeptLine[] {
  const most = Math.min(old.length + now.length, mostDifferences);
  let reached = new Map<number, number>([[1, 0]]);
  const history: ReadonlyMap<number, number>[] = [];
  for (let differences = 0; differences <= most; differences += 1) {
    history.push(reached);
    const next = new Map(reached);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = stepFrom(reached, diagonal, differences).x;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return traced(history, old.length, now.length);
    }
    reached = next;
  }
  return [];
}

/** Where the way to a diagonal starts before it follows lines that are alike, and from which diagonal it comes. */
function stepFrom(reached: ReadonlyMap<number, number>, diagonal: number, differences: number) {
  const fromBelow = reached.get(diagonal - 1) ?? -1;
  const fromAbove = reached.get(diagonal + 1) ?? -1;
  const inserts = diagonal === -differences || (diagonal !== differences && fromBelow < fromAbove);
  return inserts ? { x: fromAbove, before: diagonal + 1 } : { x: fromBelow + 1, before: diagonal - 1 };
}

function traced(
  history: readonly ReadonlyMap<number, number>[],
  oldLength: number,
  newLength: number,
): readonly KeptLine[] {
  const kept: KeptLine[] = [];
  let x = oldLength;
  let y = newLength;
  for (let differences = history.length - 1; differences >= 0; differences -= 1) {
    const step = stepFrom(history[differences] ?? new Map(), x - y, differences);
    while (x > step.x) {
      x -= 1;
      y -= 1;
      kept.push({ old: x, now: y });
    }
    if (differences === 0) break;
    x = history[differences]?.get(step.before) ?? 0;
    y = x - step.before;
  }
  return kept.reverse();
}
