import { includePath, placeIn, shortName } from "../../../src/lint/include-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { dependsOnUnseenMacros } from "../../../src/workspace/code.ts";

interface ThreadLocal {
  readonly file: string;
  readonly name: string;
}

export default defineRule<ThreadLocal>({
  id: "libc/thread-local",
  phase: "run",
  severity: "warning",
  porting: true,
  summary: "a C stub keeps a variable in thread-local storage, which a unikernel does not set up",
  message: ({ file, name }) =>
    `${file} keeps ${name} in thread-local storage: it compiles and links, and reads garbage, since nothing sets up its initial value`,
  help: ({ name }) =>
    `make ${name} a plain static variable where __ocaml_solo5__ is defined: there is one thread`,
  check({ code, report }) {
    for (const { stub, seen } of code.stubs) {
      if (seen?.linked === undefined) continue;
      const reported = new Set<string>();
      for (const { name, at, chain } of seen.linked.threadLocals) {
        if (reported.has(name)) continue;
        reported.add(name);
        report({
          at: placeIn(stub, seen, at),
          owner: { kind: "stub", stub },
          symbol: name,
          path: includePath(stub, chain),
          data: { file: shortName(chain.at(-1)?.path ?? seen.source), name },
          ...(dependsOnUnseenMacros(seen) ? { confidence: "low" as const } : {}),
        });
      }
    }
  },
});
