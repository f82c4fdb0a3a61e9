import ignoreFile from "ignore";

/** The glob that decides that a file is left out: as in .gitignore the last that matches, unless it begins with `!`. */
export function matcherOf<Found extends { readonly value: string }>(
  globs: readonly Found[],
  below: string,
): (file: string) => Found | undefined {
  if (globs.length === 0) return () => undefined;
  const matcher = ignoreFile({ allowRelativePaths: true });
  for (const [index, { value }] of globs.entries()) matcher.add({ pattern: value, mark: `${index}` });
  return (file) => {
    const { ignored, rule } = matcher.test(below + file);
    return ignored ? (globs[Number(rule?.mark ?? 0)] ?? globs[0]) : undefined;
  };
}

/** Those of the globs that match none of the files, each taken by itself and as without its `!`. */
export function unmatchedGlobs(globs: readonly string[], files: readonly string[]): ReadonlySet<string> {
  return new Set(
    globs.filter((glob) => {
      const matches = matcherOf([{ value: glob.replace(/^!/, "") }], "");
      return !files.some((file) => matches(file) !== undefined);
    }),
  );
}
