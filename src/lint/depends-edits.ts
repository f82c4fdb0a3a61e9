import type { Edit } from "../edits/edit.ts";
import {
  hasDepends,
  type OpamText,
  withOpamDependency,
  withOpamFilter,
  withOpamReplacement,
  withoutOpamDependency,
} from "../edits/opam-edits.ts";
import {
  withoutProjectDependency,
  withProjectFilter,
  withProjectReplacement,
} from "../edits/project-edits.ts";
import type { Package } from "../workspace/model.ts";
import type { Sources } from "../workspace/sources.ts";

/**
 * Where a package's dependencies are written down: dune-project or the opam file's template too, where dune makes the opam file of
 * them. All are changed alike, so that the next build changes nothing.
 */
interface DependsFiles {
  readonly opams: readonly OpamText[];
  readonly project: ProjectText | undefined;
}

interface ProjectText {
  readonly file: string;
  readonly text: string;
}

function dependsFiles({ opamFile, project }: Package, sources: Sources): DependsFiles {
  const opamText = (file: string): readonly OpamText[] => {
    const text = sources.vfs.has(file) ? sources.text(file) : undefined;
    return text === undefined ? [] : [{ file, text }];
  };
  const opams = opamFile === undefined ? [] : opamText(opamFile);
  if (project?.file === undefined || !project.generatesOpamFiles) return { opams, project: undefined };
  const template = opamFile === undefined ? [] : opamText(`${opamFile}.template`).filter(hasDepends);
  const text = sources.text(project.file);
  return {
    opams: [...opams, ...template],
    project: text === undefined ? undefined : { file: project.file, text },
  };
}

/** The edits of all files together; undefined where one of them cannot be made, or there are none. */
function joined(parts: readonly (readonly Edit[] | undefined)[]): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    edits.push(...part);
  }
  return edits.length === 0 ? undefined : edits;
}

type EditsOf<Text> = (text: Text) => readonly Edit[] | undefined;

function editsOfAll(
  owner: Package,
  sources: Sources,
  ofOpam: EditsOf<OpamText>,
  ofProject: EditsOf<ProjectText>,
): readonly Edit[] | undefined {
  const { opams, project } = dependsFiles(owner, sources);
  return joined([...opams.map(ofOpam), ...(project === undefined ? [] : [ofProject(project)])]);
}

/** What takes a dependency out of a package; undefined where a formula asks for it, or a file cannot be read. */
export function withoutDependency(
  owner: Package,
  name: string,
  sources: Sources,
): readonly Edit[] | undefined {
  return editsOfAll(
    owner,
    sources,
    (opam) => withoutOpamDependency(opam, name),
    ({ file, text }) => withoutProjectDependency(file, text, owner.name, name),
  );
}

/** What has a package depend on another one in the place of one. */
export function inPlaceOfDependency(
  owner: Package,
  name: string,
  successor: string,
  sources: Sources,
): readonly Edit[] | undefined {
  return editsOfAll(
    owner,
    sources,
    (opam) => withOpamReplacement(opam, name, successor),
    ({ file, text }) => withProjectReplacement(file, text, owner.name, { name, successor }),
  );
}

/** What has opam install a dependency for tests alone. */
export function forTestsAlone(owner: Package, name: string, sources: Sources): readonly Edit[] | undefined {
  return editsOfAll(
    owner,
    sources,
    (opam) => withOpamFilter(opam, name, "with-test"),
    ({ file, text }) => withProjectFilter(file, text, owner.name, name, ":with-test"),
  );
}

/** What has a package ask for dune, as dune would write it; undefined where dune-project has it written already. */
export function withDune(owner: Package, sources: Sources): readonly Edit[] | undefined {
  const { opams } = dependsFiles(owner, sources);
  const lang = owner.project?.lang;
  const item = lang === undefined ? '"dune"' : `"dune" {>= "${lang}"}`;
  return joined(opams.map((opam) => withOpamDependency(opam, item)));
}
