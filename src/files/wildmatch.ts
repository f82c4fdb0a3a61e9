/** One step of a pattern; `skip` also goes on behind the next `distance` steps without a character. */
type Step =
  | { readonly kind: "one"; fits(character: string): boolean }
  | { readonly kind: "many"; readonly slashes: boolean }
  | { readonly kind: "skip"; readonly distance: number };

/** A pattern of git's, as `wildmatch` reads it where `*` stops at slashes. */
export interface Pattern {
  readonly steps: readonly Step[];
}

/** Undefined where the pattern can match nothing: a bracket or a backslash that nothing ends. */
export function readPattern(text: string): Pattern | undefined {
  const steps: Step[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (character === "*") {
      at = readStars(text, at, steps);
    } else if (character === "?") {
      steps.push({ kind: "one", fits: (other) => other !== "/" });
      at += 1;
    } else if (character === "[") {
      const set = readSet(text, at + 1);
      if (set === undefined) return undefined;
      steps.push({ kind: "one", fits: (other) => other !== "/" && set.has(other) });
      at = set.end;
    } else {
      const literal = character === "\\" ? text.charAt(at + 1) : character;
      if (literal === "") return undefined;
      steps.push({ kind: "one", fits: (other) => other === literal });
      at += character === "\\" ? 2 : 1;
    }
  }
  return { steps };
}

/** git compares what stands before it by itself, so that the pattern seems to begin there. */
const firstWildcard = (text: string): number => text.search(/[*?[\\]/);

/** `**` between slashes crosses them, and `**` with a slash behind it may also stand for nothing. */
function readStars(text: string, start: number, steps: Step[]): number {
  let end = start;
  while (text.charAt(end) === "*") end += 1;
  const alone =
    (start === firstWildcard(text) || text.charAt(start - 1) === "/") &&
    (end === text.length || text.charAt(end) === "/" || text.startsWith("\\/", end));
  const slashes = end - start > 1 && alone;
  if (slashes && text.charAt(end) === "/") steps.push({ kind: "skip", distance: 3 });
  steps.push({ kind: "many", slashes });
  return end;
}

interface CharacterSet {
  readonly end: number;
  has(character: string): boolean;
}

/** `at` is behind the bracket that opens the set. */
function readSet(text: string, start: number): CharacterSet | undefined {
  let at = start;
  const negated = text.charAt(at) === "!" || text.charAt(at) === "^";
  if (negated) at += 1;
  const ranges: (readonly [string, string])[] = [];
  const classes: RegExp[] = [];
  for (let first = true; first || text.charAt(at) !== "]"; first = false) {
    const named = /^\[:(\w*):\]/.exec(text.slice(at, at + longestClass));
    if (named !== null) {
      const known = posixClasses.get(named[1] ?? "");
      if (known === undefined) return undefined;
      classes.push(known);
      at += named[0].length;
      continue;
    }
    const low = readMember(text, at);
    if (low === undefined) return undefined;
    at = low.end;
    const isRange = text.charAt(at) === "-" && text.charAt(at + 1) !== "]" && at + 1 < text.length;
    const high = isRange ? readMember(text, at + 1) : low;
    if (high === undefined) return undefined;
    ranges.push([low.character, high.character]);
    at = high.end;
  }
  return {
    end: at + 1,
    has: (character) =>
      negated !==
      (ranges.some(([low, high]) => low <= character && character <= high) ||
        classes.some((known) => known.test(character))),
  };
}

function readMember(
  text: string,
  at: number,
): { readonly character: string; readonly end: number } | undefined {
  const escaped = text.charAt(at) === "\\";
  const character = text.charAt(escaped ? at + 1 : at);
  return character === "" ? undefined : { character, end: at + (escaped ? 2 : 1) };
}

const longestClass = 12;
const posixClasses: ReadonlyMap<string, RegExp> = new Map([
  ["alnum", /[A-Za-z0-9]/],
  ["alpha", /[A-Za-z]/],
  ["blank", /[ \t]/],
  ["cntrl", /\p{Cc}/u],
  ["digit", /[0-9]/],
  ["graph", /[!-~]/],
  ["lower", /[a-z]/],
  ["print", /[ -~]/],
  ["punct", /[!-/:-@[-`{-~]/],
  ["space", /[ \t\n\v\f\r]/],
  ["upper", /[A-Z]/],
  ["xdigit", /[A-Fa-f0-9]/],
]);

/** Whether a pattern matches the whole of a path, in time that grows with the product of their lengths. */
export function matches({ steps }: Pattern, path: string): boolean {
  let states = closure(new Set([0]), steps);
  for (const character of path) {
    const next = new Set<number>();
    for (const state of states) {
      const step = steps[state];
      if (step?.kind === "one" && step.fits(character)) next.add(state + 1);
      if (step?.kind === "many" && (step.slashes || character !== "/")) next.add(state);
    }
    states = closure(next, steps);
    if (states.size === 0) return false;
  }
  return states.has(steps.length);
}

/** The steps that are reached without a character. */
function closure(states: Set<number>, steps: readonly Step[]): Set<number> {
  // A set that grows while it is gone through is gone through to its end.
  for (const state of states) {
    const step = steps[state];
    if (step?.kind === "many") states.add(state + 1);
    if (step?.kind === "skip") states.add(state + 1).add(state + step.distance);
  }
  return states;
}
