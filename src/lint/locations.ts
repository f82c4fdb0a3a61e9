import { lineStartsOf, positionOf } from "../syntax/span.ts";
import type { Place, Sources } from "../workspace/sources.ts";
import type { Location } from "./diagnostic.ts";

/** Turns spans into lines and columns; an unreadable file's places are at its start. */
export function locator(sources: Sources): (place: Place) => Location {
  const starts = new Map<string, readonly number[]>();
  const lineStarts = (file: string): readonly number[] => {
    const known = starts.get(file);
    if (known !== undefined) return known;
    const found = lineStartsOf(sources.text(file) ?? "");
    starts.set(file, found);
    return found;
  };
  return ({ file, span }) => {
    const from = positionOf(lineStarts(file), span.start);
    const to = positionOf(lineStarts(file), Math.max(span.start, span.end));
    return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
}

/** The lines of a location, without their ends. */
export function lineReader(sources: Sources): (at: Location) => readonly string[] | undefined {
  const lines = new Map<string, readonly string[] | undefined>();
  return ({ file, line, endLine }) => {
    if (!lines.has(file)) lines.set(file, sources.text(file)?.split(/\r?\n/));
    return lines.get(file)?.slice(line - 1, endLine);
  };
}
