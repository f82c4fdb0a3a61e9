import { readFileSync, statSync } from "node:fs";
import {
  type Requirement,
  type Requirements,
  readRequirements,
  withVersion,
} from "../facts/opam-requirements.ts";
import { printOpamValue, readOpamFile } from "../syntax/opam-file.ts";
import { dataFile } from "../target/data-file.ts";
import { isAccepted } from "./build-class.ts";
import { allows } from "./dependencies.ts";
import type { VersionFacts } from "./index-facts.ts";
import { type OpenedIndex, openIndex } from "./index-format.ts";

/** What is known of published packages. */
export interface PackageIndex {
  readonly opened: OpenedIndex;
  /** `opam-repository of 2026-08-22`, as help texts date what they say. */
  readonly asOf: string;
}

const largestIndex = 32_000_000;

/** Opens an index file, by default the one that comes with the tool; undefined where it cannot be read as one. */
export function loadPackageIndex(file = dataFile("opam-index.br")): PackageIndex | undefined {
  const status = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
  // A pipe would keep the run waiting.
  if (file === undefined || !status?.isFile() || status.size > largestIndex) return undefined;
  const opened = openIndex(readFileSync(file));
  if (opened === undefined) return undefined;
  const [upstream] = opened.repositories;
  return { opened, asOf: upstream === undefined ? "" : `${upstream.name} of ${upstream.date}` };
}

let shipped: PackageIndex | undefined;

/** The index that comes with the tool, opened when it is first asked for. */
export function shippedIndex(): PackageIndex | undefined {
  shipped ??= loadPackageIndex();
  return shipped;
}

/** A version that opam would not choose as long as there is another. */
const isOutOfChoice = ({ flags, available }: VersionFacts): boolean =>
  flags.includes("avoid-version") || flags.includes("deprecated") || available === "false";

export const isOverlay = ({ repository }: VersionFacts): boolean => repository > 0;

/** All versions of a package, newest first; empty where the index does not have it. */
export function versionsOf({ opened }: PackageIndex, name: string): readonly VersionFacts[] {
  return opened.versionsOf(name) ?? [];
}

export function versionIn({ opened }: PackageIndex, name: string, version: string): VersionFacts | undefined {
  return opened.versionOf(name, version);
}

/** The first that opam would choose, else the first of all. */
export function preferred(versions: readonly VersionFacts[]): VersionFacts | undefined {
  return versions.find((version) => !isOutOfChoice(version)) ?? versions[0];
}

/** The newest version that opam-monorepo takes. */
export function newestAccepted(index: PackageIndex, name: string): VersionFacts | undefined {
  return preferred(versionsOf(index, name).filter(({ buildClass }) => isAccepted(buildClass)));
}

/** The newest version upstream, whether or not opam-monorepo takes it. */
export function newestUpstream(index: PackageIndex, name: string): VersionFacts | undefined {
  return preferred(versionsOf(index, name).filter((version) => !isOverlay(version)));
}

/** The newest port of a package in an overlay. */
export function newestPort(index: PackageIndex, name: string): VersionFacts | undefined {
  return preferred(
    versionsOf(index, name).filter((version) => isOverlay(version) && isAccepted(version.buildClass)),
  );
}

const candidates = new WeakMap<PackageIndex, Map<string, readonly VersionFacts[]>>();

/** The versions that a requirement allows, or may allow, newest first. */
export function candidatesFor(index: PackageIndex, requirement: Requirement): readonly VersionFacts[] {
  const { name, filters } = requirement;
  const versions = versionsOf(index, name.text);
  if (filters.length === 0 || versions.length === 0) return versions;
  const known = candidates.get(index) ?? new Map<string, readonly VersionFacts[]>();
  candidates.set(index, known);
  const key = textOfRequirement(requirement);
  const allowed = known.get(key) ?? versions.filter(({ version }) => allows(requirement, version) !== "no");
  known.set(key, allowed);
  return allowed;
}

const texts = new WeakMap<Requirement, string>();

/** One text for all requirements that ask for the same. */
export function textOfRequirement(requirement: Requirement): string {
  const { name, filters } = requirement;
  if (filters.length === 0) return name.text;
  const known = texts.get(requirement) ?? `${name.text} ${filters.map(printOpamValue).join(" ")}`;
  texts.set(requirement, known);
  return known;
}

const requirements = new Map<string, Requirements>();

/** What a version depends on, as a formula; spans in it mean nothing. */
export function requirementsOf({ depends, version }: VersionFacts): Requirements {
  return withVersion({ kind: "all", parts: depends.map(requirementIn) }, version);
}

/** Most parts are those of many packages: each is read once. */
function requirementIn(part: string): Requirements {
  const known = requirements.get(part);
  if (known !== undefined) return known;
  const field = readOpamFile(`depends: ${part}`).items[0];
  const read = readRequirements(field?.kind === "field" ? field.value : undefined);
  requirements.set(part, read);
  return read;
}
