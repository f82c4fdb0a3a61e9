import { ladderAt } from "../../../src/facts/c-conditionals.ts";
import { elementsOf } from "../../../src/facts/ordered-set.ts";
import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import type { Component } from "../../../src/workspace/model.ts";
import { baseName } from "../../../src/workspace/paths.ts";
import type { Stub } from "../../../src/workspace/stubs.ts";

interface Solo5OnlyStub {
  readonly owner: string;
  readonly stub: string;
  readonly header: string;
}

export default defineRule<Solo5OnlyStub>({
  id: "libc/solo5-only-stub",
  phase: "publish",
  severity: "warning",
  porting: true,
  summary: "a library that the host builds too has a stub which only Solo5's toolchain can compile",
  message: ({ owner, stub, header }) =>
    `${stub} includes ${header}, which only Solo5's toolchain has, and ${owner} is built for the host too: dune build and opam install fail there`,
  help: () =>
    "(enabled_if (= %{context_name} solo5)) on the library, or a copy rule that takes solo5.c in that context and default.c elsewhere",
  check({ workspace, code, report }) {
    for (const { stub, seen } of code.stubs) {
      if (seen === undefined || !isForHostToo(stub)) continue;
      const { component } = stub;
      for (const { name, outcome, chain } of seen.preprocessed.includes) {
        const [own] = chain;
        if (outcome !== "header" || own === undefined || chain.length > 1) continue;
        if (name.name !== "solo5.h") continue;
        if (ladderAt(workspace.sources.text(own.path) ?? "", own.span.start) !== undefined) continue;
        report({
          at: { file: seen.source, span: own.span },
          owner: { kind: "stub", stub },
          symbol: name.name,
          data: { owner: describe(component), stub: baseName(seen.source), header: name.name },
        });
      }
    }
  },
});

/** Neither the stanza nor the name of the source says for which context it is. */
function isForHostToo({ builtAs, component, source, stanza }: Stub): boolean {
  const isPerContext = elementsOf(stanza.names).some(({ text }) => text.includes("%{"));
  return builtAs === source && !isPerContext && isUnconditional(component);
}

function isUnconditional(component: Component): boolean {
  switch (component.kind) {
    case "library":
    case "executables":
      return component.stanza.enabledIf === undefined && !component.stanza.optional;
    case "foreign-library":
      return component.stanza.enabledIf === undefined;
    case "unikernel":
      return false;
  }
}
