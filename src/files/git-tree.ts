import { nulTerminated, readGit } from "./git.ts";
import { type AttributesFile, exportFilter } from "./git-attributes.ts";
import { treeVfs, type TreeEntry as VfsEntry } from "./tree-vfs.ts";
import { largestFile, type ReadResult, textIn, type Vfs } from "./vfs.ts";

/** A repository, and the directory of it that is looked at. */
export interface GitRepository {
  readonly directory: string;
  /** The way from the top of the work tree to the directory: empty, or ended with `/`. */
  readonly prefix: string;
  /** Contents of files that were read, by object. */
  readonly blobs: Map<string, Buffer>;
}

/** One entry of a commit's tree below the directory. */
export interface GitEntry {
  /** Relative to the directory. */
  readonly path: string;
  readonly kind: "file" | "link" | "submodule";
  readonly object: string;
  /** In bytes; 0 for a submodule. */
  readonly size: number;
}

/** What git archives of a commit, and what it leaves out. */
export interface GitTree {
  readonly commit: string;
  readonly vfs: Vfs;
  /** What is left out, in the order of the tree; of a directory all its files. */
  readonly exportIgnored: readonly string[];
  /** Everything in the commit, also what is left out. */
  readonly entries: readonly GitEntry[];
}

/** Undefined where the directory is in no work tree of git, or git is not there. */
export function openRepository(directory: string): GitRepository | undefined {
  const prefix = readGit(directory, ["rev-parse", "--show-prefix"]);
  if (prefix === undefined) return undefined;
  return { directory, prefix: prefix.toString("utf8").replace(/\n$/, ""), blobs: new Map() };
}

/** The commit that a revision such as `HEAD`, `v1.0` or `origin/main` stands for; undefined where it stands for none. */
export function commitOf({ directory }: GitRepository, revision: string): string | undefined {
  if (/[\p{Cc}\s]/u.test(revision) || revision === "") return undefined;
  // On standard input no revision can be taken for an option.
  const answer = readGit(directory, ["cat-file", "--batch-check"], `${revision}^{commit}\n`);
  return /^([0-9a-f]{40,64}) commit \d+\n$/.exec(answer?.toString("latin1") ?? "")?.[1];
}

/** The files of a commit below the directory as `git archive` exports them; undefined where git cannot list them. */
export function gitTree(repository: GitRepository, commit: string): GitTree | undefined {
  // In a directory further down git archives that directory alone, and asks no .gitattributes above it.
  const entries = entriesIn(repository, commit);
  if (entries === undefined) return undefined;
  const read = blobReader(repository, entries);
  const left = exportFilter(attributesFiles(entries, read));
  const kept = entries.filter(({ path, kind }) => !left(kind === "submodule" ? `${path}/` : path));
  const keptEntries = new Set(kept);
  return {
    commit,
    vfs: treeVfs(new Map(kept.map((entry) => [entry.path, vfsEntry(entry, read)]))),
    exportIgnored: entries.filter((entry) => !keptEntries.has(entry)).map(({ path }) => path),
    entries,
  };
}

/** All that a commit has below the directory, whether or not `git archive` exports it; undefined where git cannot list it. */
export function committedFiles(
  repository: GitRepository,
  commit: string,
): { readonly files: ReadonlyMap<string, VfsEntry>; readonly submodules: readonly GitEntry[] } | undefined {
  const entries = hasDirectory(repository, commit) ? entriesIn(repository, commit) : [];
  if (entries === undefined) return undefined;
  const read = blobReader(repository, entries);
  const isSubmodule = ({ kind }: GitEntry): boolean => kind === "submodule";
  return {
    files: new Map(
      entries.filter((entry) => !isSubmodule(entry)).map((entry) => [entry.path, vfsEntry(entry, read)]),
    ),
    submodules: entries.filter(isSubmodule),
  };
}

/** A directory further down may be younger than the commit. */
function hasDirectory({ directory, prefix }: GitRepository, commit: string): boolean {
  const answer = readGit(directory, ["cat-file", "--batch-check"], `${commit}:${prefix}\n`);
  return prefix === "" || / tree \d+\n$/.test(answer?.toString("latin1") ?? "");
}

function entriesIn({ directory, prefix }: GitRepository, commit: string): readonly GitEntry[] | undefined {
  const listed = readGit(directory, ["ls-tree", "-r", "-z", "-l", "--full-tree", `${commit}:${prefix}`]);
  return listed === undefined ? undefined : nulTerminated(listed).flatMap(entryOf);
}

/** `100644 blob 4b825dc… 1234\tpath`; a symbolic link has mode 120000, a submodule 160000. */
function entryOf(line: string): readonly GitEntry[] {
  const fields = /^(?<mode>\d+) \w+ (?<object>[0-9a-f]+) +(?<size>\d+|-)\t(?<path>.+)$/s.exec(line)?.groups;
  if (fields === undefined) return [];
  const { mode = "", object = "", size = "", path = "" } = fields;
  const kind = mode === "160000" ? "submodule" : mode === "120000" ? "link" : "file";
  // Objects can be made to name anything, also what lies outside.
  if (path.split("/").some((part) => part === ".." || part === "." || part === "")) return [];
  return [{ path, kind, object, size: size === "-" ? 0 : Number(size) }];
}

/** Why a file of a partial clone can't be read. */
export const missingObject = "an object that git does not have";

function vfsEntry(entry: GitEntry, read: BlobReader): VfsEntry {
  switch (entry.kind) {
    case "submodule":
      return { kind: "left-out", why: "a submodule, whose files no archive has" };
    case "link": {
      const target = read(entry);
      return target === undefined
        ? { kind: "left-out", why: missingObject }
        : { kind: "link", target: target.toString("utf8") };
    }
    case "file":
      return { kind: "file", read: () => readBlob(entry, read) };
  }
}

function readBlob(entry: GitEntry, read: BlobReader): ReadResult {
  if (entry.size > largestFile)
    return { kind: "unreadable", why: `larger than ${largestFile / 1_000_000} MB` };
  const content = read(entry);
  return content === undefined ? { kind: "unreadable", why: missingObject } : textIn(content);
}

function attributesFiles(entries: readonly GitEntry[], read: BlobReader): readonly AttributesFile[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "file" || !/(?:^|\/)\.gitattributes$/.test(entry.path)) return [];
    const directory = entry.path.slice(0, -".gitattributes".length);
    const content = read(entry);
    return content === undefined ? [] : [{ directory, content }];
  });
}

type BlobReader = (entry: GitEntry) => Buffer | undefined;

/** Of one call of git. */
const mostBytes = 100_000_000;

/** Reads files of one kind together, since each call of git takes some milliseconds. */
function blobReader({ directory, blobs }: GitRepository, entries: readonly GitEntry[]): BlobReader {
  const byKind = new Map<string, GitEntry[]>();
  for (const entry of entries) {
    if (entry.kind === "submodule" || entry.size > largestFile) continue;
    const kind = kindOf(entry);
    const alike = byKind.get(kind);
    if (alike === undefined) byKind.set(kind, [entry]);
    else alike.push(entry);
  }
  return (entry) => {
    if (!blobs.has(entry.object)) {
      let bytes = entry.size;
      const others = (byKind.get(kindOf(entry)) ?? []).filter(({ object, size }) => {
        if (object === entry.object || blobs.has(object)) return false;
        bytes += size;
        return bytes <= mostBytes;
      });
      readBlobs(directory, new Set([entry, ...others].map(({ object }) => object)), blobs);
    }
    return blobs.get(entry.object);
  };
}

/** `.ml`, `.opam`, `dune`; links are of one kind. */
function kindOf({ path, kind }: GitEntry): string {
  if (kind === "link") return "link";
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.slice(Math.max(0, name.lastIndexOf(".")));
}

/** Adds what `git cat-file --batch` says of each object: `OBJECT TYPE SIZE`, a line end, the content, a line end. */
function readBlobs(directory: string, objects: ReadonlySet<string>, blobs: Map<string, Buffer>): void {
  const answer = readGit(directory, ["cat-file", "--batch"], `${[...objects].join("\n")}\n`);
  if (answer === undefined) return;
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(10, at);
    if (end === -1) return;
    const [object = "", type = "", size = ""] = answer.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (type === "missing") continue;
    if (!/^\d+$/.test(size)) return;
    if (type === "blob") blobs.set(object, answer.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
}
