import data from "../../data/posix-names.json" with { type: "json" };

const headers: ReadonlyMap<string, string> = new Map(
  Object.entries(data.headers).flatMap(([header, names]) => names.split(" ").map((name) => [name, header])),
);

/** The header in which C11 or POSIX.1-2008 has a function, type or constant of that name; undefined for other names. */
export function posixHeader(name: string): string | undefined {
  return headers.get(name);
}
