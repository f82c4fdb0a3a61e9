import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { directoryVfs } from "../../src/files/directory.ts";
import { check } from "../../src/lint/check.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { expectSoundRun } from "./contract.ts";
import { libraryIn } from "./judge.ts";

const vfs = directoryVfs(fileURLToPath(new URL("../../fixtures/unikernel-with-zarith", import.meta.url)));

it("a unikernel whose zarith needs unix to be built gets the path and the overlay to take", async () => {
  const run = await check(vfs, {
    target: loadTarget(defaultTarget),
    scope: { all: false, strict: false, packages: new Set() },
  });
  expectSoundRun(run, vfs.files);
  expect(run.mode).toBe("unikernel");
  const [finding, ...others] = run.diagnostics.filter(({ severity }) => severity === "error");
  expect(others).toEqual([]);
  expect(finding?.path.map(({ name, at }) => `${name} ${at?.file}:${at?.line}`)).toEqual([
    "lighthouse config.ml:7",
    "lighthouse-keys config.ml:5",
    "lighthouse_keys_rsa duniverse/lighthouse-keys/src/dune:4",
    "zarith duniverse/lighthouse-keys/rsa/dune:4",
    "discover.exe duniverse/Zarith/dune:17",
    "dune-configurator duniverse/Zarith/discover/dune:3",
    "unix duniverse/dune_/configurator/dune:4",
  ]);
  expect(finding?.help).toContain("zarith.1.14+dune+mirage1 of opam-overlays");
  expect(run.unikernels.map(({ verdict }) => verdict)).toEqual(["not-portable"]);
  expect(libraryIn(run, "logs").verdict).toBe("portable");
});
