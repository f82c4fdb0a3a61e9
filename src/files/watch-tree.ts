import { createHash } from "node:crypto";
import { type Dirent, type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isDirectory } from "./directories.ts";
import { alwaysSkipped, discover } from "./discover.ts";

/** Waits for changes of a tree's files. */
export interface TreeWatch {
  /** Looks at all files anew: what changes from now on is a change. False where the tree is gone. */
  look(): boolean;
  /** Waits until something is another than at the last look; false once it has been ended. */
  changed(): Promise<boolean>;
  end(): void;
}

interface WatchOptions {
  /** Files elsewhere that matter as well. */
  readonly besides: readonly string[];
  /** Files that the program writes itself. */
  readonly except: readonly string[];
}

/** Editors and git touch several files at once, in milliseconds. */
const quietFor = 100;
/** Where the system watches no more directories. */
const pollEvery = 1000;

/**
 * Watches the directories below `root` that a run would list, each by itself: watching one of them with all below it would take in
 * `_build`, `.git` and whatever is ignored. An event only has it look again; whether files are what they were decides.
 */
export function watchTree(root: string, { besides, except }: WatchOptions): TreeWatch {
  const watchers = new Map<string, FSWatcher>();
  const written = new Set(except.map((file) => resolve(file)));
  let state = "";
  let poll: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let isPending = false;
  let isEnded = false;

  const notice = (): void => {
    isPending = true;
    wake?.();
  };
  const watchDirectory = (directory: string): void => {
    if (watchers.has(directory) || isEnded) return;
    try {
      const watcher = watch(directory, (event, name) => {
        if (name !== null && alwaysSkipped.has(name)) return;
        if (name !== null && event === "rename") watchAnew(join(directory, name));
        notice();
      });
      watcher.on("error", () => forget(directory));
      watchers.set(directory, watcher);
    } catch {
      poll ??= setInterval(notice, pollEvery);
    }
  };
  const forget = (directory: string): void => {
    watchers.get(directory)?.close();
    watchers.delete(directory);
  };
  /** What comes to stand in a new directory is in none that is watched yet; one of that name may have been watched before. */
  const watchAnew = (path: string): void => {
    for (const directory of directoriesBelow(path)) {
      forget(directory);
      watchDirectory(directory);
    }
  };
  const filesNow = (): readonly string[] => [
    ...discover(root).files.map((file) => join(root, file)),
    ...besides,
  ];

  return {
    look() {
      isPending = false;
      for (const directory of directoriesOf(root, filesNow()))
        if (isDirectory(directory)) watchDirectory(directory);
      for (const directory of [...watchers.keys()]) if (!isDirectory(directory)) forget(directory);
      state = stateOf(filesNow(), written);
      return isDirectory(root);
    },
    async changed() {
      while (!isEnded) {
        if (!isPending)
          await new Promise<void>((done) => {
            wake = done;
          });
        wake = undefined;
        if (isEnded) break;
        isPending = false;
        await new Promise((done) => setTimeout(done, quietFor));
        if (!isPending && stateOf(filesNow(), written) !== state) return true;
      }
      return false;
    },
    end() {
      isEnded = true;
      for (const directory of [...watchers.keys()]) forget(directory);
      clearInterval(poll);
      wake?.();
    },
  };
}

const mostNewDirectories = 100;

/** A directory and those in it, as many as a person would make at once; none where it is no directory. */
function directoriesBelow(directory: string): readonly string[] {
  const found = isDirectory(directory) ? [directory] : [];
  for (const at of found)
    for (const entry of entriesOf(at))
      if (entry.isDirectory() && !alwaysSkipped.has(entry.name) && found.length < mostNewDirectories)
        found.push(join(at, entry.name));
  return found;
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function directoriesOf(root: string, files: readonly string[]): ReadonlySet<string> {
  const top = resolve(root);
  const directories = new Set([top]);
  for (const file of files)
    for (let at = dirname(resolve(file)); !directories.has(at); at = dirname(at)) {
      directories.add(at);
      // Of a file elsewhere only its own directory matters.
      if (!at.startsWith(top)) break;
    }
  return directories;
}

/** One text for what files are: when they were written, how large they are, and which file it is. */
function stateOf(files: readonly string[], except: ReadonlySet<string>): string {
  const hash = createHash("sha256");
  for (const file of files) {
    if (except.has(resolve(file))) continue;
    const status = statSync(file, { throwIfNoEntry: false, bigint: true });
    hash.update(`${file}\0${status === undefined ? "" : `${status.mtimeNs} ${status.size} ${status.ino}`}\n`);
  }
  return hash.digest("base64");
}
