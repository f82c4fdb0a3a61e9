import { elementsOf, type Name } from "../facts/ordered-set.ts";
import type { ForeignStubs } from "../facts/stanza.ts";
import type { Component, Workspace } from "./model.ts";
import { foreignStanzas } from "./stubs.ts";

/** The foreign sources of a stanza of target code, and the flags that they are compiled with. */
export interface ForeignFlags {
  readonly component: Component;
  readonly stubs: ForeignStubs;
  readonly flags: readonly Name[];
}

export function foreignFlags(workspace: Workspace): readonly ForeignFlags[] {
  return workspace.components
    .filter(
      (component) =>
        workspace.roleOf(component) === "target" && workspace.resolver.existenceOf(component).truth !== "no",
    )
    .flatMap((component) =>
      foreignStanzas(component).map((stubs) => ({ component, stubs, flags: elementsOf(stubs.flags) })),
    );
}
