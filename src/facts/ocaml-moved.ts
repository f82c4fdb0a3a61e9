/** Facts about a text, told of the text that it is a part of: `placeOf` says where a character of the one stands in the other. */
export function moved<Facts>(facts: Facts, placeOf: (offset: number) => number): Facts;
export function moved(facts: unknown, placeOf: (offset: number) => number): unknown {
  if (Array.isArray(facts)) return facts.map((fact) => moved(fact, placeOf));
  if (typeof facts !== "object" || facts === null) return facts;
  const isEmpty = "end" in facts && "start" in facts && facts.end === facts.start;
  const there: Record<string, unknown> = {};
  for (const key in facts) {
    const value: unknown = facts[key as keyof typeof facts];
    if (typeof value === "object") there[key] = moved(value, placeOf);
    else if (typeof value !== "number" || !offsets.has(key)) there[key] = value;
    // Where something ends is right after its last character.
    else there[key] = key === "end" && !isEmpty ? placeOf(value - 1) + 1 : placeOf(value);
  }
  return there;
}

/** Of spans, and of places where names stand. */
const offsets: ReadonlySet<string> = new Set(["start", "end", "definition", "nameStart"]);
