import type { Requirement } from "../../../src/facts/opam-requirements.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { allows, choices } from "../../../src/opam/dependencies.ts";
import { unikernelVariables } from "../../../src/opam/filter.ts";
import type { VersionFacts } from "../../../src/opam/index-facts.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";
import {
  candidatesFor,
  type PackageIndex,
  requirementsOf,
  textOfRequirement,
  versionIn,
  versionsOf,
} from "../../../src/opam/package-index.ts";

type UnfitCompiler =
  | {
      readonly kind: "lock";
      readonly solo5: string;
      readonly ocaml: string;
      /** Newest first. */
      readonly fitting: readonly string[];
    }
  | { readonly kind: "package"; readonly owner: string; readonly asOf: string };

export default defineRule<UnfitCompiler>({
  id: "mirage4/unfit-compiler",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "no ocaml-solo5 goes with the version of OCaml that is asked for",
  message: (data) =>
    data.kind === "lock"
      ? `ocaml-solo5 ${data.solo5} is not for OCaml ${data.ocaml}`
      : `package ${data.owner} asks for versions of OCaml of which no ocaml-solo5 is for any`,
  help: (data) => {
    if (data.kind === "package") return `widen the bounds on ocaml (as of ${data.asOf})`;
    const [newest] = data.fitting;
    return newest === undefined
      ? "lock again with a version of OCaml that an ocaml-solo5 is for"
      : `ocaml-solo5 ${newest} is for OCaml ${data.ocaml}: lock again with it`;
  },
  check({ workspace, packageIndex, report }) {
    for (const { packages, kind } of workspace.locks) {
      const solo5 = packages.find(({ name }) => name === "ocaml-solo5");
      const ocaml = packages.find(({ name }) => name === "ocaml");
      const index = solo5 === undefined || ocaml === undefined ? undefined : packageIndex();
      if (solo5 === undefined || ocaml === undefined || index === undefined) continue;
      const constraint = compilerOf(index, solo5.version);
      if (constraint === undefined || allows(constraint, ocaml.version) !== "no") continue;
      report({
        at: solo5.at,
        owner: { kind: "file" },
        symbol: "ocaml-solo5",
        related: [{ message: `OCaml ${ocaml.version}`, at: ocaml.at }],
        data: {
          kind: "lock",
          solo5: solo5.version,
          ocaml: ocaml.version,
          fitting: solo5Versions(index)
            .filter(({ requirement }) => allows(requirement, ocaml.version) === "yes")
            .map(({ version }) => version),
        },
        ...(kind === "opam-monorepo" ? {} : { severity: "warning" as const }),
      });
    }
    let isUnfit: ((asked: Requirement) => boolean) | undefined;
    for (const { owner, file, opam, buildClass } of opamPackages(workspace)) {
      // Compilers, and what stands for a part of them or of the system, are no code of a unikernel.
      if (["compiler", "host-tool", "virtual", "conf"].includes(buildClass)) continue;
      const asked = choices(opam.requires, unikernelVariables).find(
        (choice) => choice.length === 1 && choice[0]?.name.text === "ocaml",
      )?.[0];
      if (asked === undefined || asked.filters.length === 0) continue;
      const index = packageIndex();
      if (index === undefined) return;
      isUnfit ??= unfitBounds(index);
      if (!isUnfit(asked)) continue;
      report({
        at: { file, span: asked.name.span },
        owner: { kind: "package", package: owner },
        symbol: "ocaml",
        data: { kind: "package", owner: owner.name, asOf: index.asOf },
      });
    }
  },
});

/** What one version of ocaml-solo5 asks of OCaml. */
function compilerOf(index: PackageIndex, solo5: string): Requirement | undefined {
  const facts = versionIn(index, "ocaml-solo5", solo5);
  if (facts === undefined) return undefined;
  return choices(requirementsOf(facts), unikernelVariables)
    .flat()
    .find(({ name }) => name.text === "ocaml");
}

function solo5Versions(
  index: PackageIndex,
): readonly { readonly version: string; readonly requirement: Requirement }[] {
  return versionsOf(index, "ocaml-solo5").flatMap(({ version }) => {
    const requirement = compilerOf(index, version);
    return requirement === undefined ? [] : [{ version, requirement }];
  });
}

/** Answers whether there are versions of OCaml in some bounds, and none of them goes with any ocaml-solo5. */
function unfitBounds(index: PackageIndex): (asked: Requirement) => boolean {
  const fitting = solo5Versions(index);
  const answers = new Map<string, boolean>();
  return (asked) => {
    const key = textOfRequirement(asked);
    const answer = answers.get(key) ?? isUnfit(candidatesFor(index, asked));
    answers.set(key, answer);
    return answer;
  };

  function isUnfit(wanted: readonly VersionFacts[]): boolean {
    return (
      wanted.length > 0 &&
      fitting.length > 0 &&
      !wanted.some(({ version }) => fitting.some(({ requirement }) => allows(requirement, version) !== "no"))
    );
  }
}
