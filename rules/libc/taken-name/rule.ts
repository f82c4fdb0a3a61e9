import { fileName, includePath, placeIn } from "../../../src/lint/include-path.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { baseName } from "../../../src/workspace/paths.ts";

interface TakenName {
  readonly file: string;
  readonly name: string;
  /** The header of the target that defines the macro, or includes the one that does. */
  readonly header: string;
}

export default defineRule<TakenName>({
  id: "libc/taken-name",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "a C stub names a type of its own by what a header of the target defines as a macro",
  message: ({ file, name, header }) =>
    `${file} calls a type ${name}, which the target's ${header} defines as a macro for a type of the language`,
  help: ({ name, header }) => `call the type something else, or #undef ${name} after <${header}>`,
  check({ code, report }) {
    for (const { stub, seen } of code.stubs) {
      for (const { name, header, at, chain } of seen?.taken ?? []) {
        if (seen === undefined) continue;
        const inHeader = chain.length > 1 ? chain.at(-1)?.path : undefined;
        report({
          at: placeIn(stub, seen, at),
          owner: { kind: "stub", stub },
          symbol: name,
          path: includePath(stub, chain),
          data: {
            file:
              inHeader === undefined
                ? baseName(seen.source)
                : `${fileName(inHeader)}, which ${baseName(seen.source)} includes,`,
            name,
            header,
          },
        });
      }
    }
  },
});
