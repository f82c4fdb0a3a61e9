import { eitherValue, type MacroDefinition, type MacroValue } from "./macros.ts";

/** What one way through a conditional did to the macros. */
export type Changes = ReadonlyMap<string, MacroValue>;

/** The macros at one point of a file, with branches that can be tried and taken back. */
export interface MacroTable {
  get(name: string): MacroValue;
  set(name: string, value: MacroValue): void;
  /** From here on changes are remembered. */
  open(): void;
  /** Takes back all changes since the matching `open` and returns them. */
  close(): Changes;
  /** All names that are, or may be, defined. */
  snapshot(): ReadonlyMap<string, MacroDefinition | "defined" | "unknown">;
}

/** `absent` says what is known of a name that nothing here defines. */
export function macroTable(
  base: ReadonlyMap<string, MacroDefinition>,
  absent: (name: string) => MacroValue,
): MacroTable {
  const changed = new Map<string, MacroValue>();
  const before: Map<string, MacroValue | undefined>[] = [];
  return {
    get: (name) => changed.get(name) ?? base.get(name) ?? absent(name),
    set(name, value) {
      const frame = before.at(-1);
      if (frame !== undefined && !frame.has(name)) frame.set(name, changed.get(name));
      changed.set(name, value);
    },
    open: () => void before.push(new Map()),
    close() {
      const changes = new Map<string, MacroValue>();
      for (const [name, old] of before.pop() ?? []) {
        changes.set(name, changed.get(name) ?? "undefined");
        if (old === undefined) changed.delete(name);
        else changed.set(name, old);
      }
      return changes;
    },
    snapshot() {
      const all = new Map<string, MacroDefinition | "defined" | "unknown">(base);
      for (const [name, value] of changed) {
        if (value === "undefined") all.delete(name);
        else all.set(name, value);
      }
      return all;
    },
  };
}

/** What is known after exactly one of `ways` was gone; a way that leaves a name alone leaves it as it is now. */
export function joinWays(table: MacroTable, ways: readonly Changes[]): void {
  const joined = new Map<string, { value: MacroValue; count: number }>();
  for (const way of ways) {
    for (const [name, value] of way) {
      const found = joined.get(name);
      if (found === undefined) joined.set(name, { value, count: 1 });
      else {
        found.value = eitherValue(found.value, value);
        found.count++;
      }
    }
  }
  for (const [name, { value, count }] of joined) {
    table.set(name, count === ways.length ? value : eitherValue(value, table.get(name)));
  }
}
