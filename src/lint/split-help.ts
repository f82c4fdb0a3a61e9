import { type Field, fieldsOf } from "../facts/fields.ts";
import { readSexps } from "../syntax/sexp.ts";
import type { Library, Workspace } from "../workspace/model.ts";
import { capitalised, includesSubdirectories } from "../workspace/modules.ts";
import type { UnixUsers } from "../workspace/unix-users.ts";
import type { Finding } from "./rule.ts";

/** `whole` says all that is to be done, with the lines of dune to paste; `users` only which modules are to blame. */
export type SplitHelp =
  | { readonly kind: "whole"; readonly text: string; readonly stanzas: readonly string[] }
  | { readonly kind: "users"; readonly text: string };

/** Which modules of a library are to blame, and, where they can go, the two stanzas to write. */
export function splitHelp(library: Library, users: UnixUsers, workspace: Workspace): SplitHelp {
  const asked = users.libraries.join(" and ");
  if (users.direct.length === 0)
    return {
      kind: "whole",
      text: `no module of it uses ${asked}: try without it in (libraries …)`,
      stanzas: [],
    };
  const names = users.direct.map(({ module }) => module);
  const direct = `${listed(names)} ${users.direct.length === 1 ? "uses" : "use"} ${asked}`;
  const split = splitOf(library, users, workspace);
  if (split !== undefined) {
    const also = users.all.filter((module) => !names.includes(module));
    const by = also.length === 0 ? "and no other module uses that" : `and ${listed(also)} by way of that`;
    const move = `move ${users.all.length === 1 ? "it" : "them"} to ${split.name}`;
    return { kind: "whole", text: `only ${direct}, ${by}: ${move}`, stanzas: split.stanzas };
  }
  const inTurn = users.others.length === 0 && users.direct.length < users.all.length;
  return { kind: "users", text: inTurn ? `${direct}, and all others use that in turn` : direct };
}

/** Where the modules to blame first use what the target lacks. */
export const relatedUses = ({ direct }: UnixUsers): NonNullable<Finding<never>["related"]> =>
  direct
    .slice(0, mostListed)
    .map(({ module, name, at }) => ({ message: `module ${module} uses ${name}`, at }));

/** What a rule says of such a library in general, after what is known of this one. */
export function withSplitHelp(split: SplitHelp | undefined, general: string): string {
  if (split === undefined) return general;
  return split.kind === "whole" ? split.text : `${split.text}: ${general}`;
}

const mostListed = 6;

function listed(modules: readonly string[]): string {
  const shown = modules.slice(0, mostListed);
  if (modules.length > shown.length) return `${modules.length} modules (${shown.join(", ")}, …)`;
  const last = shown.pop() ?? "";
  return shown.length === 0 ? `module ${last}` : `modules ${shown.join(", ")} and ${last}`;
}

interface Split {
  readonly name: string;
  /** Lines of dune. */
  readonly stanzas: readonly string[];
}

/** Fields that are known to mean the same for a part of the modules. */
const kept: ReadonlySet<string> = new Set([
  "flags",
  "ocamlc_flags",
  "ocamlopt_flags",
  "instrumentation",
  "wrapped",
]);
const written: ReadonlySet<string> = new Set([
  "name",
  "public_name",
  "package",
  "synopsis",
  "libraries",
  "modules",
]);

/** The stanza as two; undefined where a field, or who uses whom, makes more of it than moving modules. */
function splitOf(library: Library, users: UnixUsers, workspace: Workspace): Split | undefined {
  const { stanza, privateName, publicName, packageName, at } = library;
  const text = workspace.sources.text(at.file)?.slice(stanza.span.start, stanza.span.end) ?? "";
  const [form] = readSexps(text).items;
  if (form?.kind !== "list") return undefined;
  const fields = fieldsOf(form.items.slice(1));
  const main = capitalised(privateName);
  const directory = workspace.tree.directories.get(library.directory);
  if (
    users.others.length === 0 ||
    fields.length !== form.items.length - 1 ||
    fields.some(({ name }) => !kept.has(name) && !written.has(name)) ||
    stanza.libraries.some((dependency) => dependency.kind === "select" || dependency.reExport) ||
    directory === undefined ||
    includesSubdirectories(directory)
  )
    return undefined;
  const opensMain = stanza.wrapped && users.usesOthers;
  const hasOwnMain = users.others.includes(main);
  // A main module written by hand decides what is seen of the others; one that goes takes its name along.
  if (stanza.wrapped && (users.all.includes(main) || (opensMain && hasOwnMain))) return undefined;
  if (opensMain && fields.some(({ name }) => name === "flags")) return undefined;
  const name = `${privateName}_unix`;
  const publicOfSplit = publicName === undefined ? undefined : `${publicName}.unix`;
  if (isTaken(name, publicOfSplit, workspace)) return undefined;
  const libraries = stanza.libraries.flatMap((dependency) =>
    dependency.kind === "library" ? [dependency.name.text] : [],
  );
  const left = libraries.filter((dependency) => !users.libraries.includes(dependency));
  const moved = users.all.map(stemOf);
  const remaining = stanza.modules === undefined ? [":standard \\", ...moved] : users.others.map(stemOf);
  const verbatim = (names: ReadonlySet<string>): readonly string[] =>
    fields.filter((field) => names.has(field.name)).map((field) => textOf(field, text));
  const first = [
    `(name ${privateName})`,
    ...(publicName === undefined ? [] : [`(public_name ${publicName})`]),
    ...verbatim(new Set(["package", "synopsis"])),
    `(modules ${remaining.join(" ")})`,
    ...verbatim(kept),
    ...(left.length === 0 ? [] : [`(libraries ${left.join(" ")})`]),
  ];
  const second = [
    `(name ${name})`,
    ...(publicOfSplit === undefined ? [] : [`(public_name ${publicOfSplit})`]),
    ...(publicName === undefined || packageName === undefined ? verbatim(new Set(["package"])) : []),
    `(modules ${moved.join(" ")})`,
    ...(opensMain ? [`(flags (:standard -open ${main}))`] : []),
    ...verbatim(kept),
    `(libraries ${[...(users.usesOthers ? [publicName ?? privateName] : []), ...libraries].join(" ")})`,
  ];
  return { name: publicOfSplit ?? name, stanzas: [...stanzaLines(first), "", ...stanzaLines(second)] };
}

const textOf = ({ list }: Field, text: string): string =>
  text.slice(list.span.start, list.span.end).replaceAll(/\s*\r?\n\s*/g, " ");

const stemOf = (module: string): string => module.charAt(0).toLowerCase() + module.slice(1);

function stanzaLines(fields: readonly string[]): readonly string[] {
  return ["(library", ...fields.map((field, at) => ` ${field}${at === fields.length - 1 ? ")" : ""}`)];
}

function isTaken(name: string, publicName: string | undefined, { components }: Workspace): boolean {
  return components.some(
    (component) =>
      component.kind === "library" &&
      (component.privateName === name || (publicName !== undefined && component.publicName === publicName)),
  );
}
