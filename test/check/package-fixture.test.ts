import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { check } from "../../src/lint/check.ts";
import type { Run } from "../../src/lint/run.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { expectSoundRun } from "./contract.ts";
import { findingsIn, libraryIn } from "./judge.ts";

const vfs = directoryVfs(fileURLToPath(new URL("../../fixtures/package", import.meta.url)));

const run = (packages: readonly string[] = [], strict = false): Promise<Run> =>
  check(vfs, {
    target: loadTarget(defaultTarget),
    scope: { all: false, strict, packages: new Set(packages) },
  });

it("a package with a rewriter, stubs, a Unix side, tests and vendored code is judged as one would by hand", async () => {
  const report = await run();
  expectSoundRun(report, vfs.files);
  expect(findingsIn(report)).toEqual([
    "error libc/missing-header csrc/scale.c:2",
    "excused unix/known-unix-library unix/dune:4",
  ]);
  expect(report.packages.map(({ name, verdict, intent }) => `${name}: ${verdict}, ${intent}`)).toEqual([
    "mirage-parcel: not-portable, wanted",
    "mirage-parcel-unix: not-portable, unix-only",
    "ppx_parcel: host-only, wanted",
  ]);
  expect(
    report.libraries.map(({ name, role, verdict }) => `${name}: ${role}, ${verdict}`).toSorted(),
  ).toEqual([
    "mirage-parcel-unix: target, not-portable",
    "mirage-parcel.runtime: target, portable",
    "mirage-parcel: target, not-portable",
    "parcel_expander: host, host-only",
    "parcel_stubs: target, not-portable",
    "parcel_test_tools: host, host-only",
    "ppx_parcel: host, host-only",
    "tiny: target, portable",
  ]);
  expect(libraryIn(report, "mirage-parcel")).toMatchObject({
    blockedBy: ["parcel_stubs"],
    // lwt and mirage-flow are not in the tree, and known.
    assumes: [],
  });
  expect(report.stubs.map(({ file, builtAs, verdict }) => `${file} as ${builtAs}: ${verdict}`)).toEqual([
    "csrc/checksum.c as stubs/checksum.c: portable",
    "csrc/scale.c as stubs/scale.c: not-portable",
  ]);
  expect(report.unseen).toEqual([]);
});

it("a package of it can be judged alone, with the same verdicts", async () => {
  const whole = await run();
  for (const { name, verdict } of whole.packages) {
    const alone = await run([name]);
    expect(alone.packages).toMatchObject([{ name, verdict, intent: "wanted" }]);
  }
  const strict = await run([], true);
  expect(strict.libraries.map(({ name, verdict }) => [name, verdict])).toEqual(
    whole.libraries.map(({ name, verdict }) => [name, verdict]),
  );
});
