import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Safety } from "../src/edits/edit.ts";
import { memoryVfs, type Vfs } from "../src/files/vfs.ts";
import { fixTree } from "../src/fix/fix-tree.ts";
import { unifiedDiff } from "../src/fix/unified-diff.ts";
import { check } from "../src/lint/check.ts";
import type { Run } from "../src/lint/run.ts";
import { defaultTarget, loadTarget } from "../src/target/target.ts";
import { filesOf, withOutputs } from "./rule-page.ts";

const file = fileURLToPath(new URL("../docs/fixes.md", import.meta.url));
const page = readFileSync(file, "utf8");
const files = filesOf(page);

const judge = (vfs: Vfs): Promise<Run> =>
  check(vfs, {
    target: loadTarget(defaultTarget),
    scope: { all: false, strict: false, packages: new Set() },
  });

async function fixed(
  tree: Readonly<Record<string, string>>,
  safety: Safety,
): Promise<ReadonlyMap<string, string>> {
  const vfs = memoryVfs(tree);
  const request = { vfs, run: await judge(vfs), judge, safety, whyUnwritable: () => undefined };
  return (await fixTree(request)).texts;
}

const diffs = (
  before: Readonly<Record<string, string>>,
  after: Iterable<readonly [string, string]>,
): string => [...after].map(([path, text]) => unifiedDiff(path, before[path] ?? "", text)).join("");

it("docs/fixes.md shows the fixes of its example, the safe ones and then what the unsafe ones add", async () => {
  const safe = await fixed(files, "safe");
  const afterSafe = { ...files, ...Object.fromEntries(safe) };
  const rest = await fixed(afterSafe, "unsafe");
  expect([...rest.keys()]).toEqual(["src/dune"]);
  const outputs = [diffs(files, [...safe].sort()), diffs(afterSafe, rest)];
  await expect(withOutputs(page, outputs)).toMatchFileSnapshot(file);
});
