import { defineRule } from "../../../src/lint/rule.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";

interface PinDepends {
  readonly owner: string;
}

export default defineRule<PinDepends>({
  id: "publish/pin-depends",
  phase: "publish",
  severity: "error",
  porting: false,
  publishing: true,
  summary: "the opam file pins dependencies, which no package of a repository may",
  message: ({ owner }) =>
    `package ${owner} pins what it depends on: opam-repository takes no pin-depends, and opam ignores them there`,
  help: () => "have the pinned packages released first, and ask for those releases in depends",
  check({ workspace, report }) {
    for (const { owner, file, opam } of opamPackages(workspace)) {
      const pins = opam.values["pin-depends"];
      if (pins === undefined || (pins.kind === "list" && pins.items.length === 0)) continue;
      report({
        at: { file, span: pins.span },
        owner: { kind: "package", package: owner },
        symbol: "pin-depends",
        data: { owner: owner.name },
      });
    }
  },
});
