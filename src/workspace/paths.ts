/** Joins paths of the checked tree; undefined where the result leaves its root. The root itself is "". */
export function joinPath(directory: string, relative: string): string | undefined {
  if (relative.startsWith("/")) return undefined;
  const parts = directory === "" ? [] : directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `name` without its last `.ending`. */
export function withoutEnding(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? name : name.slice(0, dot);
}

export function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1);
}

/** Paths by the directory that they are in, in their order. */
export function byDirectory(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const directory = directoryOf(file);
    const others = found.get(directory);
    if (others === undefined) found.set(directory, [file]);
    else others.push(file);
  }
  return found;
}
