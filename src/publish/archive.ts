import { openArchive } from "../files/archive.ts";
import { check } from "../lint/check.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { judgeWhole } from "./repository.ts";
import { holdsRepository, vfsRepository } from "./repository-files.ts";
import { type Published, type PublishRequest, unfit } from "./request.ts";

/** Judges what a release archive holds, or the packages where it is one of a package repository. */
export async function judgeArchive(file: string, request: PublishRequest): Promise<Published> {
  const { packages, packageIndex, strict } = request;
  const archive = openArchive(file);
  if (archive.kind === "unfit") return unfit(`${file} ${archive.why}`);
  const { vfs } = archive;
  if (holdsRepository(vfs)) return judgeWhole(vfsRepository(vfs), request);
  const run = await check(vfs, {
    target: loadTarget(request.target ?? targetOfLocks(vfs) ?? defaultTarget),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope: { all: false, strict, packages },
    publishing: true,
  });
  return { kind: "run", run };
}
