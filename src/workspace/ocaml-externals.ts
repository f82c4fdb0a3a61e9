import type { ExternalDeclaration } from "../facts/ocaml.ts";
import type { Definition } from "../facts/ocaml-definition.ts";
import type { ValueUse } from "../facts/ocaml-value-use.ts";
import { stdlibPrimitives } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";
import type { ModuleReading } from "./code.ts";
import { capitalised } from "./modules.ts";
import type { Call, Callers } from "./ocaml-callers.ts";
import type { OcamlReader } from "./ocaml-reading.ts";
import type { Unit } from "./ocaml-units.ts";
import type { ResolvedUse } from "./ocaml-uses.ts";
import type { VisibleModules } from "./ocaml-visible.ts";

interface Reading {
  readonly reader: OcamlReader;
  readonly visible: VisibleModules;
  readonly callers: Callers;
}

/**
 * What a file does with externals that are primitives of Stdlib's, as uses of the function of Stdlib: calls in the file, and, where others may
 * call one, its declaration.
 */
export function usesOfPrimitives(
  { component, file, facts }: ModuleReading,
  target: Target,
  { reader, visible, callers }: Reading,
): readonly ResolvedUse<ValueUse>[] {
  const known = stdlibPrimitives(target);
  const unit = file.interface ? undefined : visible.unitOf(component, file);
  const ofStdlib = facts.externals.filter(({ primitives }) => primitives.some((each) => known.has(each)));
  if (unit === undefined || ofStdlib.length === 0) return [];
  reader.readTogether(ofStdlib.map(({ nameStart }) => ({ file, start: nameStart })));
  return ofStdlib.flatMap((external): readonly ResolvedUse<ValueUse>[] => {
    const primitive = external.primitives.find((each) => known.has(each)) ?? "";
    const name = known.get(primitive) ?? "";
    const start = external.nameStart;
    const definition = reader.definitionAt(file, start);
    if (definition === undefined) return [];
    const path = ["Stdlib", ...name.split(".")];
    const confidence = external.conditional ? "low" : "high";
    const shared = { component, file, unit, path, through: [], confidence } as const;
    const declared = { name: external.name, primitive, at: { file: file.path, span: external.span } };
    const calls = callers.inFile({ unit, file, start }).map((call) => ({
      ...shared,
      external: { ...declared, isDeclared: false },
      use: useOf(call),
    }));
    if (!isOffered(definition, unit, reader)) return calls;
    const use = declarationOf(external, start);
    return [{ ...shared, external: { ...declared, isDeclared: true }, use }, ...calls];
  });
}

function useOf({ name, at: { span }, application, circumstances }: Call): ValueUse {
  return { path: [name], span, openedBefore: [], application, circumstances };
}

/** A function that does nothing but call the primitive. */
function declarationOf({ name, span, conditional }: ExternalDeclaration, start: number): ValueUse {
  return {
    path: [name],
    span,
    openedBefore: [],
    application: undefined,
    circumstances: { evaluation: "deferred", definition: start, certain: true, handled: [], conditional },
  };
}

/** Whether other modules can name it: not one of an executable's main module, nor what an interface does not name. */
function isOffered({ path }: Definition, unit: Unit, reader: OcamlReader): boolean {
  const { component, interface: signature } = unit;
  const [name] = path ?? [];
  const isMain =
    component.kind === "executables" &&
    component.stanza.names.some(({ text }) => capitalised(text) === unit.name);
  if (name === undefined || isMain) return false;
  if (signature === undefined) return true;
  const { modules = [], values = [] } = reader.exportsOf(signature)?.exports ?? {};
  return [...modules, ...values].some((offered) => offered.name === name);
}
