const mostSuggested = 3;
const longestCompared = 80;

/** Names that someone who wrote `name` may have meant, likeliest first: few letters apart, or else with `name` inside. At most three. */
export function nearNames(name: string, candidates: Iterable<string>): readonly string[] {
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 3)));
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const distance = lettersApart(name.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance <= limit) near.push({ candidate, distance });
    else if (name.length > 2 && candidate.includes(name)) near.push({ candidate, distance: limit + 1 });
  }
  near.sort(
    (a, b) =>
      a.distance - b.distance ||
      a.candidate.length - b.candidate.length ||
      (a.candidate < b.candidate ? -1 : 1),
  );
  return near.slice(0, mostSuggested).map(({ candidate }) => candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`; more than `limit` where it takes more. */
function lettersApart(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > longestCompared) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + same,
          swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}
