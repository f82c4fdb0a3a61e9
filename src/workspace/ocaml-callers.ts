import { type Definition, runsBody } from "../facts/ocaml-definition.ts";
import { type MentionedNames, mentionsOf } from "../facts/ocaml-mentions.ts";
import type { Application, Circumstances, ValueUse } from "../facts/ocaml-value-use.ts";
import type { Component, Workspace } from "./model.ts";
import type { ModuleFile, Modules } from "./modules.ts";
import type { Confidence } from "./ocaml-meaning.ts";
import type { OcamlReader } from "./ocaml-reading.ts";
import type { OcamlResolver } from "./ocaml-resolver.ts";
import type { Unit } from "./ocaml-units.ts";
import type { VisibleModules } from "./ocaml-visible.ts";
import type { Place } from "./sources.ts";

/** A value that a file of the tree defines; `start` is where its name stands. */
export interface TreeDefinition {
  readonly unit: Unit;
  readonly file: ModuleFile;
  readonly start: number;
}

/** A use of a definition: a call, or a mention that may come to one. */
export interface Call {
  readonly unit: Unit;
  readonly file: ModuleFile;
  readonly at: Place;
  /** The definition's own name, or as written. */
  readonly name: string;
  /** It is given all arguments that it takes: the body runs. */
  readonly isApplied: boolean;
  readonly application: Application | undefined;
  readonly confidence: Confidence;
  readonly circumstances: Circumstances;
}

export interface Callers {
  /** Uses in the file that defines it. */
  inFile(definition: TreeDefinition): readonly Call[];
  /** These, and uses in all other files of target code; every file is looked through once for all of them. */
  everywhere(
    definitions: readonly TreeDefinition[],
  ): Promise<(definition: TreeDefinition) => readonly Call[]>;
}

/** One text for one definition. */
export const definitionKey = ({ file, start }: TreeDefinition): string => `${file.path}:${start}`;

export interface CallersInput {
  readonly workspace: Workspace;
  readonly components: readonly Component[];
  readonly modulesOf: (component: Component) => Modules;
  readonly reader: OcamlReader;
  readonly resolver: OcamlResolver;
  readonly visible: VisibleModules;
}

export function callersOf(input: CallersInput): Callers {
  return {
    inFile: (definition) => callsInFile(definition, input),
    everywhere: (definitions) => callsEverywhere(definitions, input),
  };
}

function callsInFile(
  { unit, file, start }: TreeDefinition,
  { workspace, reader, resolver }: CallersInput,
): readonly Call[] {
  const text = workspace.sources.text(file.path) ?? "";
  const definition = reader.definitionAt(file, start);
  if (definition === undefined) return [];
  const name = definition.path?.at(-1);
  return reader.localUsesOf(file, start).flatMap((use): readonly Call[] => {
    const { application, circumstances, openedBefore, span } = use;
    const isAnother =
      name !== undefined &&
      openedBefore.length > 0 &&
      resolver.valueAt({ unit, file, opened: openedBefore, isBound: true }, [name]) !== undefined;
    if (isAnother) return [];
    const written = text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
    const isApplied = runsBody(definition, application);
    const at = { file: file.path, span };
    const call = { unit, file, at, name: name ?? written, isApplied };
    return [{ ...call, application, confidence: "high", circumstances }];
  });
}

interface Sought extends TreeDefinition, Pick<Definition, "arity" | "optional"> {
  readonly path: readonly string[];
}

async function callsEverywhere(
  definitions: readonly TreeDefinition[],
  input: CallersInput,
): Promise<(definition: TreeDefinition) => readonly Call[]> {
  await input.reader.prepare({ definitions, values: [] });
  const mentions = mentionsElsewhere(
    definitions.flatMap((definition) => soughtOf(definition, input)),
    input,
  );
  await input.reader.prepare({ definitions: [], values: mentions });
  const found = new Map<string, Call[]>();
  for (const mention of mentions)
    for (const { key, call } of callsIn(mention, input)) {
      const calls = found.get(key);
      if (calls === undefined) found.set(key, [call]);
      else calls.push(call);
    }
  return (definition) => [...callsInFile(definition, input), ...(found.get(definitionKey(definition)) ?? [])];
}

/** A file that may use some of what is sought, by the letters alone. */
interface Mention extends MentionedNames {
  readonly unit: Unit;
  readonly file: ModuleFile;
  readonly sought: readonly Sought[];
}

function mentionsElsewhere(
  sought: readonly Sought[],
  { components, modulesOf, visible, workspace }: CallersInput,
): readonly Mention[] {
  if (sought.length === 0) return [];
  const namesIn = mentionsOf(
    sought.map(({ unit, path }) => ({ module: path.at(-2) ?? unit.name, name: path.at(-1) ?? "" })),
  );
  return components.flatMap((component) => {
    const seen = sought.filter(({ unit }) => visible.reaches(component, unit.component));
    if (seen.length === 0) return [];
    const { files, grammars } = modulesOf(component);
    return [...files, ...grammars].flatMap((file): readonly Mention[] => {
      const found = file.interface ? undefined : namesIn(workspace.sources.text(file.path) ?? "");
      const unit = found === undefined ? undefined : visible.unitOf(component, file);
      return found === undefined || unit === undefined ? [] : [{ unit, file, sought: seen, ...found }];
    });
  });
}

/** Nothing where others can't name it. */
function soughtOf(definition: TreeDefinition, { reader }: CallersInput): readonly Sought[] {
  const { unit, file, start } = definition;
  const known = reader.definitionAt(file, start);
  if (known?.path === undefined) return [];
  const { path, arity, optional } = known;
  const [first = ""] = path;
  if (unit.interface !== undefined && !reader.mayDefine(unit.interface, first)) return [];
  return [{ unit, file, start, path, arity, optional }];
}

function callsIn(
  { unit, file, sought, ...mentioned }: Mention,
  { reader, resolver }: CallersInput,
): readonly { readonly key: string; readonly call: Call }[] {
  return reader.valuesNamed({ file, ...mentioned }).flatMap((use) => {
    const isBound = use.boundBeforeOpens === true;
    const value = resolver.valueAt({ unit, file, opened: use.openedBefore, isBound }, use.path);
    if (value?.meaning.kind !== "unit") return [];
    const { meaning, confidence } = value;
    return sought
      .filter(
        (each) =>
          each.unit === meaning.unit &&
          each.unit !== unit &&
          samePath(each.path, [...meaning.within, meaning.name]),
      )
      .map((each) => ({
        key: definitionKey(each),
        call: callOf(use, each, { unit, file, confidence }),
      }));
  });
}

const samePath = (a: readonly string[], b: readonly string[]): boolean => a.join(".") === b.join(".");

function callOf(
  { path, span, application, circumstances }: ValueUse,
  called: Sought,
  { unit, file, confidence }: Pick<Call, "unit" | "file" | "confidence">,
): Call {
  return {
    unit,
    file,
    at: { file: file.path, span },
    name: path.join("."),
    isApplied: runsBody(called, application),
    application,
    confidence,
    circumstances,
  };
}
