import { directoryVfs } from "../files/directory.ts";
import { check } from "../lint/check.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";
import { type Published, type PublishRequest, unfit } from "./request.ts";

/** Judges what would be shipped of a working tree. */
export async function judgeTree(directory: string, request: PublishRequest): Promise<Published> {
  const { packages, packageIndex, strict } = request;
  const vfs = directoryVfs(directory);
  const run = await check(vfs, {
    target: loadTarget(request.target ?? targetOfLocks(vfs) ?? defaultTarget),
    ...(packageIndex === undefined ? {} : { packageIndex }),
    scope: { all: false, strict, packages },
    publishing: true,
  });
  const unknown = [...packages].filter((name) => !run.packages.some((owner) => owner.name === name));
  return unknown.length > 0
    ? unfit(`no package ${unknown.join(", ")} in ${directory}`)
    : { kind: "run", run };
}
