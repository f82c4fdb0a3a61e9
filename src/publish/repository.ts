import { join } from "node:path";
import { directoryVfs } from "../files/directory.ts";
import { memoryVfs, type Vfs } from "../files/vfs.ts";
import { check } from "../lint/check.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import type { Published, PublishRequest } from "./request.ts";
import type { RepositoryPart } from "./subject.ts";

/** Judges what a package repository, or a part of it, says of its packages. */
export async function judgeRepository(part: RepositoryPart, request: PublishRequest): Promise<Published> {
  const { packageIndex } = request;
  const run = await check(partVfs(part), {
    target: loadTarget(request.target ?? defaultTarget),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope: { all: false, strict: request.strict, packages: request.packages },
    publishing: true,
  });
  return { kind: "run", run };
}

/** The files of the part, by their paths from the repository's root. */
function partVfs({ root, below }: RepositoryPart): Vfs {
  const vfs = directoryVfs(below === "" ? root : join(root, below));
  if (below === "") return vfs;
  return memoryVfs(
    Object.fromEntries(
      vfs.files.flatMap((file) => {
        const read = vfs.read(file);
        return read.kind === "text" ? [[`${below}/${file}`, read.text]] : [];
      }),
    ),
  );
}
