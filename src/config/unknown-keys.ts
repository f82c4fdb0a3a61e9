import type { ConfigPath } from "./config-file.ts";

export interface UnknownKey {
  readonly path: ConfigPath;
  readonly key: string;
  /** What could stand there. */
  readonly known: readonly string[];
}

/** A schema as far as this looks into it. */
interface Looked {
  readonly type: string;
  readonly pipe?: readonly unknown[];
  readonly wrapped?: unknown;
  readonly item?: unknown;
  readonly entries?: Readonly<Record<string, unknown>>;
}

const isLooked = (schema: unknown): schema is Looked =>
  typeof schema === "object" &&
  schema !== null &&
  "type" in schema &&
  "kind" in schema &&
  schema.kind === "schema";

/** Every key of the tables in `value` that their schema does not have: valibot stops at the first. */
export function unknownKeys(schema: unknown, value: unknown, path: ConfigPath = []): readonly UnknownKey[] {
  if (!isLooked(schema) || typeof value !== "object" || value === null) return [];
  const { pipe, wrapped, item, entries } = schema;
  if (pipe !== undefined) return pipe.flatMap((part) => unknownKeys(part, value, path));
  if (wrapped !== undefined) return unknownKeys(wrapped, value, path);
  if (item !== undefined && Array.isArray(value))
    return value.flatMap((one, index) => unknownKeys(item, one, [...path, index]));
  if (entries === undefined || Array.isArray(value)) return [];
  const known = Object.keys(entries);
  return Object.entries(value).flatMap(([key, below]) =>
    Object.hasOwn(entries, key)
      ? unknownKeys(entries[key], below, [...path, key])
      : [{ path: [...path, key], key, known }],
  );
}
