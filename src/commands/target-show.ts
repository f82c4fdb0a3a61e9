import { callOutcome, isPrimitive, isUnixOnlySymbol, symbolOutcomes } from "../target/call-outcome.ts";
import {
  allNames,
  declaredNames,
  type NameKind,
  type NameOrigin,
  originsOf,
} from "../target/declared-names.ts";
import { ownMacros, targetHeader } from "../target/header-macros.ts";
import { nearNames } from "../target/near-names.ts";
import { type StdlibCall, type StdlibOutcome, stdlibCalls } from "../target/stdlib-runtime.ts";
import { type HeaderContents, loadTarget, type Target, type TargetHeader } from "../target/target.ts";
import {
  allTargets,
  complain,
  listSection,
  outcomePhrase,
  print,
  stdlibPhrase,
  targetTitle,
  unknownTarget,
} from "./target-text.ts";

/** `mirage-lint target show [HEADER|NAME]`: what a header declares, what a call does, in C or of OCaml's standard library; the target itself where nothing is named. 2 for a name that nothing has. */
export function runTargetShow(name: string | undefined, options: { readonly target: string }): number {
  const unknown = unknownTarget(options.target);
  if (unknown !== undefined) return complain(unknown);
  const target = loadTarget(options.target);
  const others = allTargets().filter((other) => other !== target);
  if (name === undefined) print(overview(target));
  else if (targetHeader(target, name) !== undefined) print(headerPage(target, name, others));
  else if (isKnown(target, name)) print(namePage(target, name, others));
  else if ([target, ...others].some((each) => stdlibRows(each, name).length > 0))
    print(stdlibPage(target, name, others));
  else return complain(notFound(target, name, others));
  return 0;
}

function overview(target: Target): readonly string[] {
  const headers = Object.entries(target.headers);
  const origins = ["nolibc", "openlibm", "solo5", "ocaml", "compiler"] as const;
  const outcomes = [...symbolOutcomes(target).values()];
  const count = (kind: string): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  return [
    targetTitle(target),
    ...target.sources.map(
      ({ name, version, commit }) => `  made of ${name} ${version}${commit ? ` (${commit})` : ""}`,
    ),
    "",
    `headers (${headers.length})`,
    ...origins.map(
      (origin) => `  ${origin.padEnd(9)} ${headers.filter(([, header]) => header.origin === origin).length}`,
    ),
    `symbols (${outcomes.length})`,
    ...(["works", "aborts", "fails", "ignored", "undefined"] as const).map(
      (kind) => `  ${kind.padEnd(9)} ${count(kind)}`,
    ),
    `functions of OCaml's standard library that do something else there (${stdlibCalls(target).size})`,
    ...(["aborts", "raises", "misleads", "insecure"] as const).flatMap((kind) =>
      listSection(kind, namesThat(target, kind), "  "),
    ),
    "libraries",
    ...Object.entries(target.libraries).map(([name, { status, why }]) => `  ${name}: ${status}, ${why}`),
  ];
}

function namesThat(target: Target, kind: StdlibOutcome["kind"]): readonly string[] {
  const has = (rows: readonly StdlibCall[]): boolean => rows.some(({ outcome }) => outcome.kind === kind);
  return [...stdlibCalls(target)].flatMap(([name, rows]) => (has(rows) ? [name] : []));
}

function stdlibRows(target: Target, name: string): readonly StdlibCall[] {
  return stdlibCalls(target).get(name.replace(/^Stdlib\./, "")) ?? [];
}

function stdlibPage(target: Target, name: string, others: readonly Target[]): readonly string[] {
  const rows = stdlibRows(target, name);
  return [
    `${name} of OCaml's standard library, ${targetTitle(target)}`,
    ...(rows.length === 0 ? ["  does what it does elsewhere, or isn't there"] : []),
    ...rows.flatMap((row) => [
      `  ${stdlibPhrase(row)}`,
      `    comes to ${row.through.join(", ")}`,
      row.measured === undefined ? "    read from sources" : `    seen on the target with ${row.measured}`,
    ]),
    ...others.map((other) => {
      const there = stdlibRows(other, name);
      return `  in ${targetTitle(other)}: ${there.map(stdlibPhrase).join("; ") || "does what it does elsewhere, or isn't there"}`;
    }),
  ];
}

const titles: readonly (readonly [NameKind, string])[] = [
  ["inline function", "functions whose body it holds"],
  ["type", "types"],
  ["variable", "variables"],
  ["constant", "constants"],
];

function headerPage(target: Target, name: string, others: readonly Target[]): readonly string[] {
  const header = targetHeader(target, name);
  if (header === undefined) return [];
  return [
    `<${name}> of ${header.origin}, ${targetTitle(target)}`,
    ...listSection("includes", header.includes),
    ...listSection("asks in vain for", header.missing ?? []),
    ...contentLines(target, header),
    ...internalLines(header),
    ...others.map((other) => elsewhere(name, header, other)),
  ];
}

function contentLines(target: Target, contents: HeaderContents): readonly string[] {
  const names = declaredNames(contents);
  const ofKind = (kind: NameKind): readonly string[] =>
    [...names].flatMap(([name, each]) => (each === kind ? [name] : []));
  const functions = ofKind("function");
  const widest = Math.max(0, ...functions.map((name) => name.length));
  return [
    ...(functions.length === 0 ? [] : [`functions (${functions.length})`]),
    ...functions.map((name) => `  ${name.padEnd(widest)}  ${outcomePhrase(callOutcome(target, name))}`),
    ...titles.flatMap(([kind, title]) => listSection(title, ofKind(kind))),
    ...listSection("macros", [...ownMacros(contents).keys()]),
  ];
}

/** What `CAML_INTERNALS` adds. */
function internalLines(header: TargetHeader): readonly string[] {
  if (header.underInternals === undefined) return [];
  const plain = new Set([...declaredNames(header).keys(), ...ownMacros(header).keys()]);
  const internal = [
    ...declaredNames(header.underInternals).keys(),
    ...ownMacros(header.underInternals).keys(),
  ].filter((name) => !plain.has(name));
  return listSection("under CAML_INTERNALS also", internal);
}

function elsewhere(name: string, header: HeaderContents, other: Target): string {
  const there = targetHeader(other, name);
  const title = `in ${targetTitle(other)}:`;
  if (there === undefined) return `${title} no such header`;
  const has = (contents: HeaderContents): ReadonlySet<string> =>
    new Set([...declaredNames(contents).keys(), ...ownMacros(contents).keys()]);
  const [here, others] = [has(header), has(there)];
  const without = [...here].filter((each) => !others.has(each));
  const besides = [...others].filter((each) => !here.has(each));
  const parts = [
    ...(without.length === 0 ? [] : [`without ${without.join(", ")}`]),
    ...(besides.length === 0 ? [] : [`with ${besides.join(", ")} besides`]),
  ];
  return `${title} ${parts.length === 0 ? "the same names" : parts.join("; ")}`;
}

function needOf(target: Target, name: string): Target["needsLibgcc"][number] | undefined {
  return target.needsLibgcc.find(({ names, use }) => use === "builtin" && names.includes(name));
}

function isKnown(target: Target, name: string): boolean {
  return (
    callOutcome(target, name) !== undefined ||
    originsOf(target, name).length > 0 ||
    isUnixOnlySymbol(target, name) ||
    isPrimitive(target, name) ||
    needOf(target, name) !== undefined
  );
}

function namePage(target: Target, name: string, others: readonly Target[]): readonly string[] {
  const origins = originsOf(target, name);
  const need = needOf(target, name);
  return [
    `${name}, ${targetTitle(target)}`,
    ...originLines(origins),
    ...whatACallDoes(target, name),
    ...(isUnixOnlySymbol(target, name)
      ? [
          "  only the C stubs of unix or threads.posix have it, which the target doesn't build: it doesn't link",
        ]
      : []),
    ...(isPrimitive(target, name) && callOutcome(target, name) === undefined
      ? ["  a primitive of the bytecode runtime alone: an external of that name doesn't link"]
      : []),
    ...(need === undefined
      ? []
      : [
          `  calls libgcc, which isn't linked: ${need.symbols.join(" or ")} is undefined${
            need.unlessMacro === undefined ? "" : ` unless ${need.unlessMacro} is defined`
          }`,
        ]),
    ...others.map((other) => `  in ${targetTitle(other)}: ${inShort(other, name)}`),
  ];
}

function originLines(origins: readonly NameOrigin[]): readonly string[] {
  return origins.map(
    ({ header, internal, kind }) =>
      `  ${kind} of <${header}>${internal ? ", where CAML_INTERNALS is defined" : ""}`,
  );
}

function whatACallDoes(target: Target, name: string): readonly string[] {
  const outcome = callOutcome(target, name);
  if (outcome === undefined) return [];
  const isDeclared = originsOf(target, name).length > 0;
  return [
    `  ${outcomePhrase(outcome)}`,
    ...(isDeclared ? [] : ["  no header declares it: gcc before 14 warns of the call, gcc 14 refuses it"]),
  ];
}

function inShort(target: Target, name: string): string {
  const outcome = callOutcome(target, name);
  const origins = originsOf(target, name);
  if (outcome === undefined && origins.length > 0)
    return origins.map(({ header, kind }) => `${kind} of <${header}>`).join(", ");
  if (outcome === undefined && isUnixOnlySymbol(target, name)) return "only unix or threads.posix has it";
  return outcomePhrase(outcome);
}

function notFound(target: Target, name: string, others: readonly Target[]): string {
  const elsewhereFound = others.filter(
    (other) => targetHeader(other, name) !== undefined || isKnown(other, name),
  );
  const what = name.endsWith(".h") ? `header <${name}>` : `name ${name}`;
  const why = name.endsWith(".h") ? "" : ": no header declares it, nothing provides it";
  const here = `${targetTitle(target)} has no ${what}${why}`;
  if (elsewhereFound.length > 0) return `${here}; ${elsewhereFound.map(targetTitle).join(", ")} has it`;
  const candidates = name.endsWith(".h")
    ? Object.keys(target.headers)
    : [
        ...allNames(target),
        ...symbolOutcomes(target).keys(),
        ...stdlibCalls(target).keys(),
        ...Object.keys(target.headers),
      ];
  const near = nearNames(name, candidates);
  return near.length === 0 ? here : `${here}; do you mean ${near.join(" or ")}?`;
}
