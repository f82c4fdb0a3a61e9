import { type OpamFacts, opamFacts } from "../facts/opam.ts";
import { type OpamValue, printOpamValue, readOpamFile } from "../syntax/opam-file.ts";
import { type BuildClass, buildClassOf, buildCommandOf, callsDune } from "./build-class.ts";

/** What an index was made of. */
export interface IndexedRepository {
  readonly name: string;
  /** 40 hexadecimal digits; empty where it is not known. */
  readonly commit: string;
  /** The day of the newest file, `YYYY-MM-DD`; empty where it is not known. */
  readonly date: string;
}

/** What an index keeps of one version of a package. */
export interface VersionFacts {
  readonly name: string;
  readonly version: string;
  /** Index of its repository; all but the first are overlays. */
  readonly repository: number;
  readonly buildClass: BuildClass;
  readonly callsDune: boolean;
  /** The first words of the build, where dune does not run it. */
  readonly command: string;
  readonly flags: readonly string[];
  readonly tags: readonly string[];
  readonly devRepo: string;
  /** The parts of `depends:` and of `depopts:`, each as opam writes it. */
  readonly depends: readonly string[];
  readonly depopts: readonly string[];
  /** The filter of `available:`; empty where there is none. */
  readonly available: string;
}

const entry = /(?:^|\/)packages\/(?:[^/]+\/)?(?<name>[^/.]+)\.(?<version>[^/]+)\/opam$/;

/** What an index keeps of one opam file of a repository; undefined for a path that is no package's. */
export function versionFacts(path: string, text: string, repository: number): VersionFacts | undefined {
  const { name, version } = entry.exec(path)?.groups ?? {};
  if (name === undefined || version === undefined) return undefined;
  return { ...factsOfVersion({ name, version, repository }, text, opamFacts(text)) };
}

/** The same of an opam file that has been read; what it depends on is read again when it is asked for, which it rarely is. */
export function factsOfVersion(
  { name, version, repository }: Pick<VersionFacts, "name" | "version" | "repository">,
  text: string,
  opam: OpamFacts,
): VersionFacts {
  const runsDune = callsDune(opam);
  return {
    name,
    version,
    repository,
    buildClass: buildClassOf(name, opam, true),
    callsDune: runsDune,
    command: runsDune ? "" : oneLine(buildCommandOf(opam)),
    flags: opam.flags.map(oneLine),
    tags: opam.tags.map(oneLine),
    devRepo: oneLine(opam.devRepo ?? ""),
    get depends() {
      return partsOf(text, "depends");
    },
    get depopts() {
      return partsOf(text, "depopts");
    },
    available: opam.values.available === undefined ? "" : printed(opam.values.available),
  };
}

function partsOf(text: string, name: "depends" | "depopts"): readonly string[] {
  const field = readOpamFile(text).items.find((item) => item.kind === "field" && item.name === name);
  if (field?.kind !== "field") return [];
  const { value } = field;
  return value.kind === "list" ? value.items.map(printed) : [printed(value)];
}

/** A line of the index has no room for line breaks, and no text here means anything by them. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const printed = (value: OpamValue): string => oneLine(printOpamValue(value));
