import type { ArtifactLocation } from "sarif";
import type { Location } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { relativeUri } from "./escape.ts";
import { lineFingerprints } from "./line-fingerprints.ts";

/** SARIF's region, whose columns are 1-based too; the end column is the one behind the last. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The places of a run as code scanning takes them: on lines that the file has. */
export interface Places {
  readonly artifact: (file: string) => ArtifactLocation;
  readonly region: (at: Location) => Region;
  /** The part on the first line: a pull request is annotated only where all lines of a region are in its diff. */
  readonly onOneLine: (at: Location) => Region;
  /** Undefined where codeql-action would read another text than this program has. */
  readonly fingerprint: (file: string, line: number) => string | undefined;
}

export function placesOf({ linesOf, storedText }: Run): Places {
  const region = (at: Location): Region => regionOf(insideOf(at, linesOf));
  const artifacts = new Map<string, ArtifactLocation>();
  const fingerprints = new Map<string, readonly string[] | undefined>();
  return {
    artifact: (file) => {
      const known = artifacts.get(file);
      if (known !== undefined) return known;
      const artifact = { uri: relativeUri(file), uriBaseId: "%SRCROOT%" };
      artifacts.set(file, artifact);
      return artifact;
    },
    region,
    onOneLine: (at) => {
      const inside = insideOf(at, linesOf);
      if (inside.line === inside.endLine) return regionOf(inside);
      const end = (linesOf(inside)?.[0]?.length ?? 0) + 1;
      return regionOf({ ...inside, endLine: inside.line, endColumn: Math.max(inside.column, end) });
    },
    fingerprint: (file, line) => {
      if (!fingerprints.has(file)) {
        const text = storedText(file);
        fingerprints.set(file, text === undefined ? undefined : lineFingerprints(text));
      }
      return fingerprints.get(file)?.[line - 1];
    },
  };
}

const regionOf = ({ line, column, endLine, endColumn }: Location): Region => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
});

/** What lies behind a file's last line end is no line for who shows the file: a place there moves to the last line's end. */
function insideOf(at: Location, linesOf: Run["linesOf"]): Location {
  if (linesOf(at)?.join("") !== "") return at;
  let line = at.line;
  while (line > 1 && linesOf({ ...at, line, endLine: line + 1 })?.length !== 2) {
    line -= 1;
    if ((linesOf({ ...at, line, endLine: line })?.[0] ?? "") !== "") break;
  }
  if (line === at.line) return at;
  const column = (linesOf({ ...at, line, endLine: line })?.[0]?.length ?? 0) + 1;
  return { ...at, line, endLine: line, column, endColumn: column };
}
