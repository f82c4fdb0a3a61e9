import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { readTar } from "../files/tar.ts";
import { type IndexedRepository, type VersionFacts, versionFacts } from "./index-facts.ts";

export interface GatheredRepository {
  readonly repository: IndexedRepository;
  readonly versions: readonly VersionFacts[];
}

/** The facts of a repository in a directory, a tar archive or one under xz, for which the program `xz` has to be there. A text says what is wrong. */
export function gatherRepository(source: string, position: number): GatheredRepository | string {
  const status = statSync(source, { throwIfNoEntry: false });
  if (status === undefined) return `no such file or directory: ${source}`;
  const found = status.isDirectory() ? filesOfDirectory(source) : filesOfArchive(source);
  if (typeof found === "string") return found;
  const versions = found.files.flatMap(({ path, text }) => versionFacts(path, text, position) ?? []);
  if (versions.length === 0) return `no packages/NAME/NAME.VERSION/opam in ${source}`;
  return {
    repository: { name: repositoryName(source), commit: found.commit, date: found.date },
    versions,
  };
}

interface FoundFiles {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly commit: string;
  readonly date: string;
}

/** `opam-repository` of `opam-repository-97014be6.tar.xz`. */
function repositoryName(source: string): string {
  return basename(source)
    .replace(/\.tar(?:\.\w+)?$/, "")
    .replace(/-[0-9a-f]{7,40}$/, "");
}

function filesOfArchive(source: string): FoundFiles | string {
  const bytes = /\.t?xz$/.test(source) ? unpacked(source) : readFileSync(source);
  const archive = bytes === undefined ? undefined : readTar(bytes);
  if (archive?.kind !== "members")
    return `${source} cannot be read as a tar archive (one under xz needs the program xz)`;
  const newest = archive.members.reduce((time, { modified }) => Math.max(time, modified), 0);
  return {
    files: archive.members
      .filter(({ kind }) => kind === "file")
      .map(({ path, content }) => ({ path, text: content.toString("utf8") })),
    commit: archive.commit ?? "",
    date: newest === 0 ? "" : new Date(newest * 1000).toISOString().slice(0, 10),
  };
}

function unpacked(source: string): Buffer | undefined {
  const { status, stdout } = spawnSync("xz", ["-dc", "--", source], {
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout : undefined;
}

function filesOfDirectory(source: string): FoundFiles {
  const files = readdirSync(join(source), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.startsWith("packages/") && path.endsWith("/opam"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(source, path), "utf8") }));
  const [commit = "", date = ""] = lastCommit(source).split(" ");
  return { files, commit, date };
}

/** Commit and day of a checkout; empty where it is none. */
function lastCommit(directory: string): string {
  const { status, stdout } = spawnSync("git", ["log", "-1", "--format=%H %cs"], {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : "";
}
