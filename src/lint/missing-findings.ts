import type { Code } from "../workspace/code.ts";
import { type MissingLibrary, missingLibraries } from "../workspace/missing.ts";
import type { Component, Resolution, Workspace } from "../workspace/model.ts";
import { dependencyPath, describe, generatorHelp } from "./dependency-path.ts";
import type { Finding } from "./rule.ts";
import { relatedUses, type SplitHelp, splitHelp } from "./split-help.ts";
import { unusedLibraryFix } from "./unused-library.ts";

const weights = { wanted: 2, undecided: 1, "unix-only": 0 } as const;

/** With `-p` nobody else's findings are shown. */
function isInScope(component: Component, { scope, packageOf }: Workspace): boolean {
  return scope.packages.size === 0 || scope.packages.has(packageOf(component)?.name ?? "");
}

/** A library on the way answers for itself where it is blamed at least as much as the one that reaches it. */
function answersFor(workspace: Workspace): (nearer: Component, component: Component) => boolean {
  const weight = (component: Component): number => {
    const { intent } = workspace.intentOf(component);
    return component.vendored && intent !== "wanted" ? 0 : weights[intent];
  };
  return (nearer, component) =>
    workspace.roleOf(nearer) === "target" &&
    isInScope(nearer, workspace) &&
    weight(nearer) >= weight(component) &&
    // Whoever asks for vendored code answers for it, at a line of his own.
    (!nearer.vendored || component.vendored || workspace.scope.all);
}

const asked = new WeakMap<Workspace, readonly MissingLibrary[]>();

/** What target code needs and the target lacks, of the kinds that a rule asks for. */
export function missingOfKind<Kind extends Resolution["kind"]>(
  workspace: Workspace,
  kinds: readonly Kind[],
): readonly { readonly missing: MissingLibrary; readonly to: Extract<Resolution, { kind: Kind }> }[] {
  const all = asked.get(workspace) ?? missingLibraries(workspace, answersFor(workspace));
  asked.set(workspace, all);
  const isOfKind = (to: Resolution): to is Extract<Resolution, { kind: Kind }> =>
    kinds.some((kind) => kind === to.kind);
  return all.flatMap((missing) => {
    const { to } = missing.way.culprit;
    return isOfKind(to) ? [{ missing, to }] : [];
  });
}

/** What a rule says of a library that the target lacks, why ever it does. */
export interface MissingLibraryData {
  readonly owner: string;
  readonly library: string;
  readonly direct: boolean;
  readonly generatorHelp: string | undefined;
  readonly splitHelp: SplitHelp | undefined;
}

/** `library foo reaches unix`. */
export const missingInWords = ({ owner, library, direct }: MissingLibraryData): string =>
  `${owner} ${direct ? "links" : "reaches"} ${library}`;

/** The finding but for what the rule alone knows. */
export function findingOfMissing(
  missing: MissingLibrary,
  workspace: Workspace,
  code: Code,
): Finding<MissingLibraryData> {
  const { component, way } = missing;
  const split = splitOfMissing(missing, workspace, code);
  const fix = unusedLibraryFix(missing, workspace, code);
  return {
    ...findingOfWay(missing, workspace),
    ...split.parts,
    ...(fix === undefined ? {} : { fix }),
    data: {
      owner: describe(component),
      library: way.culprit.name,
      direct: way.edges.length === 1,
      generatorHelp: generatorHelp(way, workspace),
      splitHelp: split.help,
    },
  };
}

/** The parts of a finding that follow from the way alone. */
function findingOfWay(
  { component, way, otherWays }: MissingLibrary,
  workspace: Workspace,
): Omit<Finding<never>, "data"> {
  const elsewhere = component.vendored && !workspace.scope.all;
  return {
    ...(elsewhere ? { severity: "note", blocks: true } : {}),
    at: way.edges[0]?.at ?? component.at,
    owner: { kind: "component", component },
    symbol: way.culprit.name,
    path: dependencyPath(component, way),
    otherPaths: otherWays,
  };
}

/** What the modules of the library tell; once, where its stanza names several that the target lacks. */
function splitOfMissing(
  { component, way }: MissingLibrary,
  workspace: Workspace,
  code: Code,
): { readonly help: SplitHelp | undefined; readonly parts: Pick<Finding<never>, "related" | "stanzas"> } {
  const users = code.unixUsersOf(component);
  if (component.kind !== "library" || users === undefined || users.libraries[0] !== way.edges[0]?.name)
    return { help: undefined, parts: {} };
  const help = splitHelp(component, users, workspace);
  const stanzas = help.kind === "whole" ? help.stanzas : [];
  return { help, parts: { related: relatedUses(users), stanzas } };
}
