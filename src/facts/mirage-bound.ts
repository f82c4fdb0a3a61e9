const boundComment = /^\s*\(\*\s*mirage\b([^*]*)\*\)/;

/**
 * The version that `(* mirage >= 4.5.0 & < 4.9.0 *)` at the top of a config.ml keeps mirage below: `4.9.0`; undefined where there is no
 * such comment, or no upper bound in it. Source: mirage CHANGES.md, 4.4.1 (#1466).
 */
export function mirageUpperBound(text: string): string | undefined {
  const bounds = boundComment.exec(text)?.[1] ?? "";
  return /<\s*v?(\d[\w.~+-]*)/.exec(bounds)?.[1];
}
