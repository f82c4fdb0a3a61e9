import type { Fix } from "../../../src/edits/edit.ts";
import { fileName, includePath, placeIn, placeOf } from "../../../src/lint/include-path.ts";
import { defineRule, type Finding, type PlacedStep } from "../../../src/lint/rule.ts";
import type { IncludeUse } from "../../../src/syntax/c/preprocess.ts";
import { targetHeader } from "../../../src/target/header-macros.ts";
import { headerAt } from "../../../src/target/library-headers.ts";
import { hadBy } from "../../../src/target/versions.ts";
import type { SeenStub } from "../../../src/workspace/code.ts";
import type { Workspace } from "../../../src/workspace/model.ts";
import { baseName } from "../../../src/workspace/paths.ts";
import type { Stub } from "../../../src/workspace/stubs.ts";
import { cxxHeaders } from "./cxx-headers.ts";
import { threadsFix } from "./threads-fix.ts";
import { unixHeaders } from "./unix-headers.ts";

interface MissingHeader {
  readonly stub: string;
  readonly header: string;
  /** The header of the tree that includes it, where the stub does not itself. */
  readonly through: string | undefined;
  /** The library from elsewhere whose header does. */
  readonly library: string | undefined;
  /** Macros of which nothing is known and that decide whether it is included. */
  readonly dependsOn: readonly string[];
  /** One header or another is missing whatever those macros are. */
  readonly inEveryCase: boolean;
  /** What other versions of ocaml-solo5 say to that. */
  readonly versions: string;
}

export default defineRule<MissingHeader>({
  id: "libc/missing-header",
  phase: "compile",
  severity: "error",
  porting: true,
  fixes: ["safe"],
  summary: "a C stub includes a header that the target does not have",
  message: ({ stub, header, through, dependsOn, inEveryCase, versions }) => {
    const by = through === undefined ? "includes" : `includes, through ${through},`;
    const why = unixHeaders.get(header)?.why ?? "which neither the target nor this tree has";
    const macros = dependsOn.join(", ");
    const decided = inEveryCase ? `whatever ${macros} is` : `if ${macros} makes it so`;
    const condition = dependsOn.length === 0 ? "" : ` (${decided})`;
    return `${stub} ${by} ${header}, ${why}${condition}${versions}`;
  },
  help: ({ header, library }) =>
    library !== undefined
      ? `do without ${library} in this stub, or move it to a library that is not meant for the target`
      : (unixHeaders.get(header)?.instead ??
        "leave it out where __ocaml_solo5__ is defined, or move the stub to a library that is not meant for the target"),
  check({ workspace, code, otherTargets, report }) {
    for (const { stub, seen } of code.stubs) {
      if (seen === undefined) continue;
      const reported = new Set<string>();
      for (const include of seen.preprocessed.includes) {
        const { name } = include.name;
        if (include.outcome !== "missing" || reported.has(name) || isForCxxRule(stub, name)) continue;
        reported.add(name);
        const fix = fixOf(include, seen, workspace);
        report({
          ...findingFor(
            stub,
            seen,
            include,
            hadBy(otherTargets(), (other) => targetHeader(other, name) !== undefined),
          ),
          ...(fix === undefined ? {} : { fix }),
        });
      }
    }
  },
});

/** That a C++ stub finds no C++ header is said once for the stub. */
const isForCxxRule = (stub: Stub, header: string): boolean =>
  stub.stanza.language === "cxx" && cxxHeaders.has(header);

function fixOf({ name, chain }: IncludeUse, { source }: SeenStub, { sources }: Workspace): Fix | undefined {
  const text = name.name === "caml/threads.h" && chain.length === 1 ? sources.text(source) : undefined;
  return text === undefined ? undefined : threadsFix(source, text);
}

function findingFor(
  stub: Stub,
  seen: SeenStub,
  include: IncludeUse,
  versions: string,
): Finding<MissingHeader> {
  const { name } = include.name;
  const inEveryCase = seen.everyCase?.missing.has(name) ?? false;
  const conditional = include.condition === "unknown" && !inEveryCase;
  const last = include.chain.length > 1 ? include.chain.at(-1) : undefined;
  return {
    at: placeIn(stub, seen, include.at),
    owner: { kind: "stub", stub },
    symbol: name,
    data: {
      stub: baseName(seen.source),
      header: name,
      through: last === undefined ? undefined : fileName(last.path),
      library: last === undefined ? undefined : headerAt(last.path)?.library,
      dependsOn: include.condition === "unknown" ? include.dependsOn : [],
      inEveryCase,
      versions,
    },
    path: pathOf(stub, include),
    related: callsOf(name, seen),
    ...(conditional ? { confidence: "medium", severity: "note", blocks: false } : {}),
  };
}

/** The chain of inclusions down to the header that is missing, where there is more than one step to it. */
function pathOf(stub: Stub, { chain, name }: IncludeUse): readonly PlacedStep[] {
  const steps = includePath(stub, chain);
  const last = chain.at(-1);
  if (steps.length === 0 || last === undefined) return [];
  return [...steps, { name: name.name, kind: "header", at: placeOf(stub, last) }];
}

/** Calls of functions that only the missing header declares. */
function callsOf(header: string, seen: SeenStub): NonNullable<Finding<MissingHeader>["related"]> {
  const declares = unixHeaders.get(header)?.declares ?? new Map<string, string>();
  return (seen.facts?.calls ?? []).flatMap(({ name, span }) => {
    const instead = declares.get(name);
    return instead === undefined ? [] : [{ message: `${name} ${instead}`, at: { file: seen.source, span } }];
  });
}
