import type { Vfs } from "../files/vfs.ts";
import { check } from "../lint/check.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { judgeWhole } from "./repository.ts";
import { holdsRepository, vfsRepository } from "./repository-files.ts";
import { type Published, type PublishRequest, runWithPackages } from "./request.ts";

/** Judges what a release archive holds, or the packages where it is one of a package repository. */
export async function judgeArchive(vfs: Vfs, request: PublishRequest): Promise<Published> {
  const { packageIndex, scope } = request;
  if (holdsRepository(vfs)) return judgeWhole(vfsRepository(vfs), request);
  const run = await check(vfs, {
    target: loadTarget(request.target ?? targetOfLocks(vfs) ?? defaultTarget),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope,
    publishing: true,
  });
  return runWithPackages(run, scope, "the archive");
}
