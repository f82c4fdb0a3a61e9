import {
  type GeneratedDependency,
  type GeneratedOpamFile,
  generatedOpamFiles,
} from "../../../src/facts/generated-opam.ts";
import { constraintOfOpam } from "../../../src/facts/opam-formula.ts";
import { type Requirements, readRequirements } from "../../../src/facts/opam-requirements.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { type OpamValue, readOpamFile } from "../../../src/syntax/opam-file.ts";
import type { Package } from "../../../src/workspace/model.ts";
import type { Place, Sources } from "../../../src/workspace/sources.ts";

interface StaleOpamFile {
  readonly file: string;
  readonly differences: readonly string[];
}

interface Difference {
  readonly what: string;
  readonly at: Place;
}

const mostNamed = 4;

export default defineRule<StaleOpamFile>({
  id: "publish/stale-opam-file",
  phase: "publish",
  severity: "warning",
  porting: false,
  publishing: true,
  summary: "an opam file that dune makes of dune-project says something else than dune-project does",
  message: ({ file, differences }) => {
    const more = differences.length - mostNamed;
    const named = differences.slice(0, mostNamed).join("; ") + (more > 0 ? `; and ${more} more` : "");
    return `${file} is not what dune makes of dune-project: ${named}`;
  },
  help: () => "run dune build, and commit the opam files that it writes",
  check({ workspace: { packages, sources }, report }) {
    for (const owner of packages) {
      const { project, opamFile } = owner;
      if (project?.file === undefined || !project.generatesOpamFiles || owner.vendored) continue;
      if (opamFile === undefined) continue;
      const text = sources.text(project.file) ?? "";
      const generated = generatedOpamFiles(text).find((one) => one.package.text === owner.name);
      if (generated === undefined) continue;
      const differences = differencesOf(owner, opamFile, project.file, generated, sources);
      const [first, ...others] = differences;
      if (first === undefined) continue;
      report({
        at: first.at,
        owner: { kind: "package", package: owner },
        data: { file: opamFile, differences: differences.map(({ what }) => what) },
        related: others.slice(0, mostNamed).map(({ what, at }) => ({ message: what, at })),
      });
    }
  },
});

function differencesOf(
  { opam }: Package,
  opamFile: string,
  projectFile: string,
  generated: GeneratedOpamFile,
  sources: Sources,
): readonly Difference[] {
  if (opam === undefined || opam.errors.length > 0) return [];
  const inTemplate = new Set(fieldsIn(sources.text(`${opamFile}.template`) ?? "").keys());
  const written = fieldsIn(sources.text(opamFile) ?? "");
  const places = { opamFile, projectFile, start: opam.start };
  return [
    ...(["depends", "depopts"] as const)
      .filter((field) => !inTemplate.has(field))
      .flatMap((field) => dependencyDifferences(field, generated[field], written.get(field), places)),
    ...[...generated.fields].flatMap(([field, { words, at }]): readonly Difference[] => {
      if (inTemplate.has(field) || isSame(words, wordsOf(written.get(field)))) return [];
      return [{ what: `${field} differs`, at: { file: projectFile, span: at } }];
    }),
  ];
}

function fieldsIn(text: string): ReadonlyMap<string, OpamValue> {
  return new Map(
    readOpamFile(text).items.flatMap((item) =>
      item.kind === "field" ? [[item.name, item.value] as const] : [],
    ),
  );
}

interface Places {
  readonly opamFile: string;
  readonly projectFile: string;
}

/** dune adds these by itself (menhir for `(using menhir …)`), or to what dune-project says of them. */
const addedByDune: ReadonlySet<string> = new Set(["dune", "odoc", "menhir"]);

function dependencyDifferences(
  field: string,
  generated: readonly GeneratedDependency[],
  written: OpamValue | undefined,
  { opamFile, projectFile }: Places,
): readonly Difference[] {
  const required = packagesIn(readRequirements(written));
  const inOpam = new Map(required.map((one) => [one.name.text, one]));
  const inProject = new Set(generated.map(({ name }) => name.text));
  const lacking = generated
    .filter(({ name }) => !inOpam.has(name.text))
    .map(({ name }) => ({
      what: `${field} lacks ${name.text}`,
      at: { file: projectFile, span: name.span },
    }));
  const extra = required
    .filter(({ name }) => !inProject.has(name.text) && !addedByDune.has(name.text))
    .map(({ name }) => ({
      what: `${field} has ${name.text}, which dune-project does not`,
      at: { file: opamFile, span: name.span },
    }));
  const constrained = generated.flatMap(({ name, constraint }): readonly Difference[] => {
    const found = inOpam.get(name.text);
    const other = found === undefined ? undefined : constraintOfOpam(found.filters);
    const isOnce = generated.filter((one) => one.name.text === name.text).length === 1;
    if (!isOnce || addedByDune.has(name.text) || found === undefined) return [];
    if (constraint === undefined || other === undefined || constraint === other) return [];
    return [
      {
        what: `${field} asks for ${name.text} otherwise`,
        at: { file: opamFile, span: found.name.span },
      },
    ];
  });
  return [...lacking, ...extra, ...constrained];
}

function packagesIn(required: Requirements): readonly Extract<Requirements, { kind: "package" }>[] {
  return required.kind === "package" ? [required] : required.parts.flatMap(packagesIn);
}

function wordsOf(value: OpamValue | undefined): readonly string[] {
  if (value?.kind === "list") return value.items.flatMap(wordsOf);
  return value?.kind === "string" ? [value.value] : [];
}

/** dune breaks a description into lines of its own. */
function isSame(words: readonly string[], others: readonly string[]): boolean {
  const plain = (some: readonly string[]): string =>
    some.map((text) => text.replaceAll(/\s+/g, " ").trim()).join("\n");
  return plain(words) === plain(others);
}
