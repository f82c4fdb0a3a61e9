import { describe } from "../../../src/lint/dependency-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";

interface CxxStubs {
  readonly owner: string;
  readonly stub: string;
}

export default defineRule<CxxStubs>({
  id: "libc/cxx-stubs",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "a stub is written in C++, and the target has no C++ library",
  message: ({ owner, stub }) =>
    `${owner} has a C++ stub, ${stub}: the target has neither C++ headers nor libstdc++`,
  help: () => "write the stub in C, or leave it to a library that is not meant for the target",
  check({ workspace, code, report }) {
    for (const { stub } of code.stubs) {
      if (stub.stanza.language !== "cxx" || workspace.roleOf(stub.component) !== "target") continue;
      report({
        at: stub.at,
        owner: { kind: "stub", stub },
        symbol: stub.name,
        data: { owner: describe(stub.component), stub: stub.name },
      });
    }
  },
});
