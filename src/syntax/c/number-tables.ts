const shortestTable = 400;
const tableText = /\{[\s,{}0-9a-fA-FxXuUlL]*/y;
const identifier = /(?<![\w.])[A-Za-z_]/;

/**
 * `text` of the same length with spaces for what stands in long initialisers of nothing but numbers: thousands of them say
 * nothing that anybody looks for. Comments are to be gone.
 */
export function blankNumberTables(text: string): string {
  const pieces: string[] = [];
  let done = 0;
  for (let open = text.indexOf("{"); open !== -1; open = text.indexOf("{", tableText.lastIndex)) {
    tableText.lastIndex = open;
    const run = tableText.exec(text)?.[0] ?? "{";
    const close = run.length < shortestTable ? undefined : closing(run);
    if (close === undefined || identifier.test(run.slice(0, close))) {
      tableText.lastIndex = open + run.length;
      continue;
    }
    pieces.push(text.slice(done, open + 1), "0".padEnd(close - 1));
    done = open + close;
    tableText.lastIndex = done;
  }
  return done === 0 ? text : pieces.join("") + text.slice(done);
}

/** Where the brace that the text begins with is closed. */
function closing(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return undefined;
}
