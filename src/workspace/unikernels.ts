import { mirageUpperBound } from "../facts/mirage-bound.ts";
import { ocamlFacts } from "../facts/ocaml.ts";
import type { Name } from "../facts/ordered-set.ts";
import { loadTreeSitter, type TreeSitter } from "../syntax/tree-sitter.ts";
import type { Project, Unikernel } from "./model.ts";
import { capitalised } from "./modules.ts";
import { baseName, byDirectory, directoryOf, endingOf, withoutEnding } from "./paths.ts";
import type { Sources } from "./sources.ts";

/** A config.ml that registers a MirageOS job, and the packages that it asks for. */
export interface FoundUnikernel {
  readonly configFile: string;
  readonly directory: string;
  readonly name: Name;
  readonly packages: Unikernel["packages"];
  readonly configValues: Unikernel["configValues"];
  readonly deviceObjects: Unikernel["deviceObjects"];
  readonly mirageBelow: string | undefined;
  readonly ofMirage3: Unikernel["ofMirage3"];
}

/** Modules that mirage generated, or whose module types its devices had, before 4.9. */
const modulesOfMirage3: ReadonlySet<string> = new Set([
  "Key_gen",
  "Mirage_time",
  "Mirage_clock",
  "Mirage_console",
]);
const mayNameThem = new RegExp(`\\b(?:${[...modulesOfMirage3].join("|")})\\b`);

/** Looks into every config.ml that mentions Mirage; what the tree vendors is not looked into. */
export async function findUnikernels(sources: Sources): Promise<readonly FoundUnikernel[]> {
  const candidates = sources.vfs.files.filter(
    (file) =>
      baseName(file) === "config.ml" &&
      !file.split("/").includes("duniverse") &&
      mentionsMirage(sources, file),
  );
  if (candidates.length === 0) return [];
  const treeSitter = await loadTreeSitter();
  const implementations = byDirectory(sources.vfs.files.filter((file) => endingOf(file) === "ml"));
  return candidates.flatMap((configFile): readonly FoundUnikernel[] => {
    const text = sources.text(configFile) ?? "";
    const values = { names: "all", modules: new Set<string>() } as const;
    const config = ocamlFacts(text, { interface: false, modules: new Set(), values }, treeSitter);
    const [registration] = config.mirageCalls.registrations;
    if (registration === undefined) return [];
    const directory = directoryOf(configFile);
    const packages = config.mirageCalls.packages.map(({ name, nameSpan, pinned, sublibs }) => ({
      name: { text: name, span: nameSpan },
      sublibraries: sublibs.map((text) => ({ text, span: nameSpan })),
      pinned,
    }));
    const ofMirage3 = referencesBeside(configFile, implementations.get(directory) ?? [], sources, treeSitter);
    const name = { text: registration.name ?? (baseName(directory) || "unikernel"), span: registration.span };
    const mirageBelow = mirageUpperBound(text);
    const { values: configValues, mirageCalls } = config;
    const deviceObjects = mirageCalls.deviceObjects.map(({ span }) => span);
    return [{ configFile, directory, name, packages, configValues, deviceObjects, mirageBelow, ofMirage3 }];
  });
}

function mentionsMirage(sources: Sources, file: string): boolean {
  return /\bMirage\b/.test(sources.text(file) ?? "");
}

/** What the modules beside config.ml, which are the unikernel's, use of what there was in MirageOS 3. */
function referencesBeside(
  configFile: string,
  beside: readonly string[],
  { text }: Sources,
  treeSitter: TreeSitter,
): Unikernel["ofMirage3"] {
  // A module of that name that stands there is the unikernel's own.
  const own = new Set(beside.map((file) => capitalised(withoutEnding(baseName(file)))));
  const modules = new Set([...modulesOfMirage3].filter((module) => !own.has(module)));
  return beside.flatMap((file) => {
    const source = text(file);
    if (file === configFile || source === undefined || !mayNameThem.test(source)) return [];
    const { references } = ocamlFacts(source, { interface: false, modules }, treeSitter);
    return references.map((reference) => ({ file, reference }));
  });
}

export function unikernelOf(found: FoundUnikernel, project: Project): Unikernel {
  return {
    kind: "unikernel",
    key: `${found.configFile}:unikernel:${found.name.text}`,
    name: found.name.text,
    packageName: undefined,
    directory: found.directory,
    at: { file: found.configFile, span: found.name.span },
    project,
    vendored: false,
    configFile: found.configFile,
    packages: found.packages,
    configValues: found.configValues,
    deviceObjects: found.deviceObjects,
    mirageBelow: found.mirageBelow,
    ofMirage3: found.ofMirage3,
  };
}
