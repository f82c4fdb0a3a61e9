import { defineRule } from "../../../src/lint/rule.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";
import { isForUsers, wordForUnix } from "../../../src/workspace/intents.ts";

interface UnixSibling {
  readonly owner: string;
  readonly sibling: string;
}

export default defineRule<UnixSibling>({
  id: "publish/unix-sibling",
  phase: "publish",
  severity: "warning",
  porting: true,
  publishing: true,
  summary: "a package depends on a part of its own project that is meant for Unix",
  message: ({ owner, sibling }) =>
    `package ${owner} depends on ${sibling}, which by its name is the part of the same project that is meant for Unix`,
  help: ({ sibling }) =>
    `turn it round: let ${sibling} depend on this package, or mark it {with-test} where tests alone need it`,
  check({ workspace, knownPackages, report }) {
    const inTree = new Map(workspace.packages.map((one) => [one.name, one]));
    for (const { owner, name, opam } of opamPackages(workspace)) {
      if (isForUnix(name) || opam.flags.includes("deprecated") || !opam.hasBuild) continue;
      for (const { name: asked, filters, optional, alternative, at } of owner.depends) {
        const isSibling = inTree.has(asked.text) || asked.text.startsWith(`${name}-`);
        if (!isSibling || optional || alternative || !isForUsers(filters) || !isForUnix(asked.text)) continue;
        // One from elsewhere that is known not to be there on the target is another rule's.
        if (!inTree.has(asked.text) && knownPackages.has(asked.text)) continue;
        report({
          at,
          owner: { kind: "package", package: owner },
          symbol: asked.text,
          data: { owner: owner.name, sibling: asked.text },
        });
      }
    }
  },
});

/** Tests and programs bear names that say so too, and a package may well depend on those. */
const isForUnix = (name: string): boolean =>
  ["unix", "posix", "socket", "async"].includes(wordForUnix(name) ?? "");
