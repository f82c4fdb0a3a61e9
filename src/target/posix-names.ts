import data from "../../data/posix-names.json" with { type: "json" };

const names: ReadonlySet<string> = new Set(
  [data.functions, data.types, data.constants].flatMap((list) => list.split(" ")),
);

/** Whether C11 or POSIX.1-2008 has a function, type or constant of that name: whoever uses it means the C library's. */
export function isPosixName(name: string): boolean {
  return names.has(name);
}
