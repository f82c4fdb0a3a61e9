import type { Location } from "../lint/diagnostic.ts";
import { lineStartsOf, positionOf, type Span } from "../syntax/span.ts";
import type { ConfigValues } from "./schema.ts";

/** What is wrong with a configuration, and where. */
export interface ConfigProblem {
  readonly message: string;
  readonly help?: string;
  readonly at: Location;
}

/** The way to a value: keys, and indices from 0. */
export type ConfigPath = readonly (string | number)[];

/** A configuration that is well-formed. */
export interface ConfigFile {
  /** As problems and reports name it. */
  readonly name: string;
  readonly text: string;
  readonly values: ConfigValues;
  /** Of the value that a path leads to, and of its key. */
  placeOf(path: ConfigPath): { readonly key: Location; readonly value: Location };
}

export type ConfigResult = { readonly kind: "config"; readonly config: ConfigFile } | UnfitConfig;

export interface UnfitConfig {
  readonly kind: "unfit";
  /** The first of them, in the order of the text. */
  readonly problems: readonly ConfigProblem[];
  /** How many there are besides. */
  readonly more: number;
}

/** Turns spans of a text into places of the file that bears this name. */
export function locationsIn(name: string, text: string): (span: Span) => Location {
  const lineStarts = lineStartsOf(text);
  return ({ start, end }) => {
    const from = positionOf(lineStarts, start);
    const to = positionOf(lineStarts, end);
    return { file: name, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  };
}
