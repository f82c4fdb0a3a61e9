import { mirageUpperBound } from "../facts/mirage-bound.ts";
import { ocamlFacts } from "../facts/ocaml.ts";
import type { Name } from "../facts/ordered-set.ts";
import { loadTreeSitter } from "../syntax/tree-sitter.ts";
import type { Project, Unikernel } from "./model.ts";
import { baseName, directoryOf } from "./paths.ts";
import type { Sources } from "./sources.ts";

/** A config.ml that registers a MirageOS job, and the packages that it asks for. */
export interface FoundUnikernel {
  readonly configFile: string;
  readonly directory: string;
  readonly name: Name;
  readonly packages: Unikernel["packages"];
  readonly configValues: Unikernel["configValues"];
  readonly mirageBelow: string | undefined;
}

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
    const name = { text: registration.name ?? (baseName(directory) || "unikernel"), span: registration.span };
    return [
      {
        configFile,
        directory,
        name,
        packages,
        configValues: config.values,
        mirageBelow: mirageUpperBound(text),
      },
    ];
  });
}

function mentionsMirage(sources: Sources, file: string): boolean {
  return /\bMirage\b/.test(sources.text(file) ?? "");
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
    mirageBelow: found.mirageBelow,
  };
}
