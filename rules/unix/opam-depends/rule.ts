import type { Fix } from "../../../src/edits/edit.ts";
import { forTestsAlone, withoutDependency } from "../../../src/lint/depends-edits.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { buildsWithDune } from "../../../src/opam/build-class.ts";
import type { KnownLibrary } from "../../../src/target/known-libraries.ts";
import { isForUsers } from "../../../src/workspace/intents.ts";
import type { Component, Package, Workspace } from "../../../src/workspace/model.ts";
import { closureOf } from "../../../src/workspace/reach.ts";
import { replacementFix } from "./replacement.ts";

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

/** The compiler has them: whatever is built finds the library all the same. */
const ofCompiler: ReadonlySet<string> = new Set(["base-unix", "base-threads"]);

/** Of what target code or a part for Unix needs it is a person who finds the way out. */
function fixOf(
  { name }: KnownLibrary,
  neededBy: NeededBy,
  owner: Package,
  workspace: Workspace,
): Fix | undefined {
  const safety = ofCompiler.has(name) ? "safe" : "unsafe";
  if (neededBy === "tests") {
    const edits = forTestsAlone(owner, name, workspace.sources);
    const title = `ask for ${name} in tests alone: {with-test}`;
    return edits === undefined ? undefined : { safety, title, edits };
  }
  if (neededBy !== "nothing") return replacementFix(owner, name, workspace);
  if (safety === "unsafe" && isNamedElsewhere(name, owner, workspace)) return undefined;
  const edits = withoutDependency(owner, name, workspace.sources);
  return edits === undefined ? undefined : { safety, title: `take ${name} out of depends`, edits };
}

/** In a repository nothing says which part of the package it is that needs what is there on Unix alone. */
const isUnseen = ({ fails }: KnownLibrary, { mode }: Workspace): boolean =>
  mode === "repository" && fails !== "retired";

/** Libraries that bear another name than their package; of the first two the compiler has them. */
const librariesOf: Readonly<Record<string, readonly string[]>> = {
  "base-unix": ["unix"],
  "base-threads": ["threads", "threads.posix"],
  "ctypes-foreign": ["ctypes.foreign", "ctypes-foreign"],
};

function whoNeeds(known: KnownLibrary, owner: Package, workspace: Workspace): NeededBy {
  // Without dune stanzas there is nothing to ask.
  const own = workspace.components.filter((component) => workspace.packageOf(component) === owner);
  if (own.length === 0) return "target-code";
  const users = withPrivateLibraries(own, workspace).filter((component) =>
    asksFor(component, known.name, workspace),
  );
  if (
    users.some(
      (user) => workspace.roleOf(user) === "target" && workspace.intentOf(user).intent !== "unix-only",
    )
  )
    return "target-code";
  if (users.length === 0) return "nothing";
  return users.every((user) => user.kind === "executables" && user.stanza.test) ? "tests" : "unix-parts";
}

/** Components of a package, and what they link that no package has for itself. */
function withPrivateLibraries(own: readonly Component[], workspace: Workspace): readonly Component[] {
  const linked = own.flatMap((component) => [...closureOf(component, workspace.resolver.edgesOf)]);
  return [
    ...new Set([...own, ...linked.filter((component) => workspace.packageOf(component) === undefined)]),
  ];
}

function asksFor(component: Component, packageName: string, workspace: Workspace): boolean {
  const libraries = librariesOf[packageName];
  return workspace.resolver
    .edgesOf(component)
    .some(
      ({ name }) => libraries?.includes(name) ?? (name === packageName || name.startsWith(`${packageName}.`)),
    );
}

/**
 * Whether a dune file that is not of other packages alone has a word like a package's name: a rule may run one of its programs
 * (`dream_eml` of dream), or a library be called otherwise (`oUnit` of ounit2).
 */
function isNamedElsewhere(name: string, owner: Package, workspace: Workspace): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_.]/g, "");
  const word = plain(name).replace(/\d+$/, "");
  return workspace.tree.duneFiles.some((file) => {
    const there = workspace.components.filter(({ at }) => at.file === file);
    const others = there.map(workspace.packageOf).filter((other) => other !== undefined && other !== owner);
    const isOfOthers = there.length > 0 && others.length === there.length;
    return !isOfOthers && plain(workspace.sources.text(file) ?? "").includes(word);
  });
}
