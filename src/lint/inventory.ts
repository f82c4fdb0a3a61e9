import type { Code } from "../workspace/code.ts";
import type { Lock } from "../workspace/locks.ts";
import type { Component, Package, Workspace } from "../workspace/model.ts";
import { locator } from "./locations.ts";
import type { LibraryReport, LockReport, PackageReport, StubReport, UnikernelReport } from "./run.ts";
import type { Verdicts } from "./verdicts.ts";

export type InScope = (owner: Component | Package) => boolean;

export interface Inventory {
  readonly packages: readonly PackageReport[];
  readonly libraries: readonly LibraryReport[];
  readonly stubs: readonly StubReport[];
  readonly unikernels: readonly UnikernelReport[];
  readonly locks: readonly LockReport[];
}

/** Every package, library and stub of the tree with its verdict. */
export function inventoryOf(
  workspace: Workspace,
  code: Code,
  verdicts: Verdicts,
  inScope: InScope,
): Inventory {
  return {
    packages: workspace.packages
      .filter((owner) => !owner.vendored && inScope(owner))
      .map((owner) => packageReport(owner, workspace, verdicts))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    libraries: libraryReports(workspace, verdicts, inScope),
    stubs: stubReports(workspace, code, verdicts, inScope),
    unikernels: unikernelReports(workspace, verdicts, inScope),
    locks: workspace.locks.map(lockReport),
  };
}

function packageReport(owner: Package, workspace: Workspace, verdicts: Verdicts): PackageReport {
  const { intent, reason } = workspace.intentOf(owner);
  return {
    name: owner.name,
    ...(owner.opamFile === undefined ? {} : { opam: owner.opamFile }),
    ...verdicts.ofPackage(owner),
    intent,
    intentReason: reason,
  };
}

function libraryReports(
  workspace: Workspace,
  verdicts: Verdicts,
  inScope: InScope,
): readonly LibraryReport[] {
  const locate = locator(workspace.sources);
  return workspace.components.flatMap((component): readonly LibraryReport[] => {
    if (component.kind !== "library" || !inScope(component)) return [];
    const { intent, reason } = workspace.intentOf(component);
    const { because } = workspace.resolver.existenceOf(component);
    const packageName = workspace.packageOf(component)?.name;
    return [
      {
        name: component.name,
        ...(packageName === undefined ? {} : { package: packageName }),
        dune: component.at.file,
        line: locate(component.at).line,
        role: workspace.roleOf(component),
        ...verdicts.ofComponent(component),
        intent,
        intentReason: reason,
        ...(because === undefined ? {} : { disabledBecause: because }),
      },
    ];
  });
}

function stubReports(
  workspace: Workspace,
  code: Code,
  verdicts: Verdicts,
  inScope: InScope,
): readonly StubReport[] {
  const locate = locator(workspace.sources);
  return code.stubs
    .filter(({ stub }) => inScope(stub.component))
    .map(({ stub }) => {
      const file = stub.source ?? stub.builtAs;
      return {
        file,
        ...(file === stub.builtAs ? {} : { builtAs: stub.builtAs }),
        dune: stub.at.file,
        line: locate(stub.at).line,
        library: stub.component.name,
        ...verdicts.ofStub(stub),
      };
    });
}

function unikernelReports(
  workspace: Workspace,
  verdicts: Verdicts,
  inScope: InScope,
): readonly UnikernelReport[] {
  return workspace.components.flatMap((component) => {
    if (component.kind !== "unikernel" || !inScope(component)) return [];
    const { verdict, reasons, assumes } = verdicts.ofComponent(component);
    return [{ name: component.name, config: component.configFile, verdict, reasons, assumes }];
  });
}

function lockReport({ kind, file, formatVersion, packages }: Lock): LockReport {
  const vendored = packages.filter((locked) => locked.vendored).length;
  const report = { file, packages: packages.length };
  switch (kind) {
    case "opam-monorepo":
      return { ...report, format: `opam-monorepo ${formatVersion?.text ?? ""}`.trimEnd(), vendored };
    case "opam-lock":
      return { ...report, format: "opam lock" };
    case "dune-lock":
      return { ...report, format: "dune" };
  }
}
