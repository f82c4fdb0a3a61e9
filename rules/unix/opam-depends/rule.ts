import type { Fix } from "../../../src/edits/edit.ts";
import { forTestsAlone, withoutDependency } from "../../../src/lint/depends-edits.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { buildsWithDune } from "../../../src/opam/build-class.ts";
import type { KnownLibrary } from "../../../src/target/known-libraries.ts";
import { isForUsers } from "../../../src/workspace/intents.ts";
import type { Component, Package, Workspace } from "../../../src/workspace/model.ts";

/** Who in the package needs what it depends on. */
type NeededBy = "nothing" | "tests" | "unix-parts" | "target-code";

interface OpamDepends {
  readonly owner: string;
  readonly dependency: string;
  readonly known: KnownLibrary;
  readonly neededBy: NeededBy;
}

export default defineRule<OpamDepends>({
  id: "unix/opam-depends",
  phase: "resolve",
  severity: "warning",
  porting: true,
  fixes: ["safe", "unsafe"],
  summary: "an opam package depends on a package that is not there on the target",
  message: ({ owner, dependency, known, neededBy }) => {
    const what = known.fails === "retired" ? "which is retired" : "which is not there on the target";
    return `package ${owner} depends on ${dependency}, ${what}: it ${known.because}${needs[neededBy]}`;
  },
  help: ({ dependency, known, neededBy }) => {
    if (neededBy === "nothing") return `remove ${dependency} from depends`;
    if (neededBy === "tests") return `mark it {with-test}: "${dependency}" {with-test}`;
    if (known.fails === "retired") return known.instead === undefined ? undefined : `use ${known.instead}`;
    const instead = known.instead === undefined ? "" : `use ${known.instead}, or `;
    return `${instead}move what needs it to a package of its own, or to depopts`;
  },
  check({ workspace, knownPackages, report }) {
    const inTree = new Set(workspace.packages.map(({ name }) => name));
    for (const owner of workspace.packages) {
      for (const { name, filters, optional, alternative, at } of owner.depends) {
        const known = knownPackages.get(name.text);
        // A package of this tree is judged by its own stanzas.
        if (
          known === undefined ||
          inTree.has(name.text) ||
          optional ||
          alternative ||
          owner.vendored ||
          !isForUsers(filters)
        )
          continue;
        // A package that asks for jbuilder has a finding of its own.
        if (name.text === "jbuilder" && owner.opam !== undefined && !buildsWithDune(owner.opam)) continue;
        const neededBy = whoNeeds(known, owner, workspace);
        const fix = fixOf(known, neededBy, owner, workspace);
        report({
          at,
          owner: { kind: "package", package: owner },
          symbol: name.text,
          data: { owner: owner.name, dependency: name.text, known, neededBy },
          blocks: false,
          // A part that is meant for Unix asks for it with good reason; it costs a unikernel a download.
          ...(fix === undefined ? {} : { fix }),
          ...(neededBy === "unix-parts" || isUnseen(known, workspace) ? { severity: "note" as const } : {}),
        });
      }
    }
  },
});

const needs: Readonly<Record<NeededBy, string>> = {
  nothing: ", and nothing in the package needs it",
  tests: ", and only tests need it",
  "unix-parts": "; only parts meant for Unix need it",
  "target-code": "",
};

/** Of what target code or a part for Unix needs it is a person who finds the way out. */
function fixOf(
  { name }: KnownLibrary,
  neededBy: NeededBy,
  owner: Package,
  { sources }: Workspace,
): Fix | undefined {
  // There are no files in it: whatever is built finds the compiler's own library all the same.
  const safety = Object.hasOwn(librariesOfVirtual, name) ? "safe" : "unsafe";
  const edits =
    neededBy === "nothing"
      ? withoutDependency(owner, name, sources)
      : neededBy === "tests"
        ? forTestsAlone(owner, name, sources)
        : undefined;
  if (edits === undefined) return undefined;
  const title =
    neededBy === "tests" ? `ask for ${name} in tests alone: {with-test}` : `take ${name} out of depends`;
  return { safety, title, edits };
}

/** In a repository nothing says which part of the package it is that needs what is there on Unix alone. */
const isUnseen = ({ fails }: KnownLibrary, { mode }: Workspace): boolean =>
  mode === "repository" && fails !== "retired";

/** Libraries that the compiler's own virtual packages stand for. */
const librariesOfVirtual: Readonly<Record<string, readonly string[]>> = {
  "base-unix": ["unix"],
  "base-threads": ["threads", "threads.posix"],
};

function whoNeeds(known: KnownLibrary, owner: Package, workspace: Workspace): NeededBy {
  // Without dune stanzas there is nothing to ask.
  const own = workspace.components.filter((component) => workspace.packageOf(component) === owner);
  if (own.length === 0) return "target-code";
  const users = own.filter((component) => asksFor(component, known.name, workspace));
  if (
    users.some(
      (user) => workspace.roleOf(user) === "target" && workspace.intentOf(user).intent !== "unix-only",
    )
  )
    return "target-code";
  if (users.length === 0) return "nothing";
  return users.every((user) => user.kind === "executables" && user.stanza.test) ? "tests" : "unix-parts";
}

function asksFor(component: Component, packageName: string, workspace: Workspace): boolean {
  const libraries = librariesOfVirtual[packageName];
  return workspace.resolver
    .edgesOf(component)
    .some(
      ({ name }) => libraries?.includes(name) ?? (name === packageName || name.startsWith(`${packageName}.`)),
    );
}
