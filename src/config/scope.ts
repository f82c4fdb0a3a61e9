import { lineStartsOf } from "../syntax/span.ts";
import type { Declarations, Scope } from "../workspace/model.ts";
import { originText, type Setting, type Settings, type UnixOnly } from "./settings.ts";

/** What the settings say beyond the directory: it decides who is blamed, and no verdict. */
export function scopeOf(settings: Settings): Scope {
  const { all, strict, packages, unixOnly, ignoredBy } = settings;
  const reasons = (kind: UnixOnly["kind"]): ReadonlyMap<string, string> =>
    new Map(unixOnly.flatMap(({ value }) => (value.kind === kind ? [[value.name, value.reason]] : [])));
  return {
    all: all.value,
    strict: strict.value,
    packages: new Set(packages.value),
    declared: {
      libraries: reasons("library"),
      packages: reasons("package"),
      ignoredBy: (file) => ignoredBy(file)?.value,
      written: writtenIn(settings),
      says: { all: writtenAt(all), strict: writtenAt(strict), packages: writtenAt(packages) },
    },
  };
}

/** Undefined where the command line says so, or nobody does. */
const writtenAt = ({ from }: Setting<unknown>): string | undefined =>
  "at" in from ? originText(from) : undefined;

function writtenIn({ file, text, unixOnly }: Settings): Declarations["written"] {
  if (file === undefined || text === undefined || unixOnly.length === 0 || file.startsWith("../"))
    return undefined;
  const lineStarts = lineStartsOf(text);
  const offset = (line: number, column: number): number => (lineStarts[line - 1] ?? 0) + column - 1;
  return {
    file,
    text,
    names: unixOnly.map(({ value: { kind, name }, from: { at } }) => ({
      kind,
      name,
      span: { start: offset(at.line, at.column), end: offset(at.endLine, at.endColumn) },
    })),
  };
}
