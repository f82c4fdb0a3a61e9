import { type MacroDefinition, objectMacro, readCommandLineDefinition } from "../syntax/c/macros.ts";
import { macrosOf } from "./header-macros.ts";
import type { Target } from "./target.ts";

/** The macros with which a file's preprocessing begins, in the shape that `preprocess` takes them. */
export interface InitialMacros {
  readonly predefined: ReadonlyMap<string, MacroDefinition>;
  readonly undefined: ReadonlySet<string>;
  readonly unknownMacros: ReadonlySet<string>;
}

export type SourceLanguage = "c" | "cxx";

const sse3 = ["__SSE3__"];
const ssse3 = [...sse3, "__SSSE3__"];
const sse41 = [...ssse3, "__SSE4_1__"];
const sse42 = [...sse41, "__SSE4_2__", "__POPCNT__", "__CRC32__"];
const avx = [...sse42, "__AVX__", "__XSAVE__"];
const avx2 = [...avx, "__AVX2__"];
const avx512f = [...avx2, "__AVX512F__"];

/** What `-mNAME` defines; gcc 12.2, x86_64, asked with `-dM -E`. */
const extensions: Readonly<Record<string, readonly string[]>> = {
  sse3,
  ssse3,
  "sse4.1": sse41,
  "sse4.2": sse42,
  sse4: sse42,
  sse4a: [...sse3, "__SSE4A__"],
  avx,
  avx2,
  fma: [...avx, "__FMA__"],
  f16c: [...avx, "__F16C__"],
  avx512f,
  avx512bw: [...avx512f, "__AVX512BW__"],
  avx512dq: [...avx512f, "__AVX512DQ__"],
  avx512vl: [...avx512f, "__AVX512VL__"],
  avx512cd: [...avx512f, "__AVX512CD__"],
  avx512ifma: [...avx512f, "__AVX512IFMA__"],
  avx512vbmi: [...avx512f, "__AVX512BW__", "__AVX512VBMI__"],
  bmi: ["__BMI__"],
  bmi2: ["__BMI2__"],
  aes: ["__AES__"],
  pclmul: ["__PCLMUL__"],
  sha: ["__SHA__"],
  popcnt: ["__POPCNT__"],
  lzcnt: ["__LZCNT__"],
  abm: ["__ABM__", "__LZCNT__", "__POPCNT__"],
  adx: ["__ADX__"],
  rdrnd: ["__RDRND__"],
  rdseed: ["__RDSEED__"],
  movbe: ["__MOVBE__"],
  crc32: ["__CRC32__"],
  xsave: ["__XSAVE__"],
  vaes: ["__VAES__"],
  vpclmulqdq: ["__VPCLMULQDQ__"],
  gfni: ["__GFNI__"],
};
const allExtensionMacros = new Set(Object.values(extensions).flat());

/** The same where more flags may follow: one of them may switch on an extension of the processor. */
export function withUnseenFlags(initial: InitialMacros): InitialMacros {
  const open = [...allExtensionMacros].filter(
    (name) => !initial.predefined.has(name) && !initial.undefined.has(name),
  );
  return { ...initial, unknownMacros: new Set([...initial.unknownMacros, ...open]) };
}

/** `-std=` to `__STDC_VERSION__`; nothing for C90. */
const standards: Readonly<Record<string, string | undefined>> = {
  "99": "199901L",
  "9x": "199901L",
  "11": "201112L",
  "1x": "201112L",
  "17": "201710L",
  "18": "201710L",
  "2x": "202000L",
};

const cxxMacros: Readonly<Record<string, string>> = {
  __cplusplus: "201703L",
  __GNUG__: "12",
  __GXX_WEAK__: "1",
  __EXCEPTIONS: "1",
  __GXX_RTTI: "1",
  _GNU_SOURCE: "1",
  true: "1",
};

interface Draft {
  readonly predefined: Map<string, MacroDefinition>;
  readonly undefined: Set<string>;
  readonly unknownMacros: Set<string>;
}

function define(draft: Draft, name: string, macro: MacroDefinition): void {
  draft.predefined.set(name, macro);
  draft.undefined.delete(name);
  draft.unknownMacros.delete(name);
}

function undefine(draft: Draft, name: string): void {
  draft.predefined.delete(name);
  draft.undefined.add(name);
  draft.unknownMacros.delete(name);
}

const bases = new WeakMap<Target, ReadonlyMap<string, MacroDefinition>>();

/**
 * The macros of the target as the flags of a command line change them: `-D`, `-U`, `-m`, `-O`, `-std`, `-ansi`, `-pthread`, `-fopenmp`.
 * `-march` and `-mtune=native` leave the processor's extensions unknown. All other flags are passed over.
 */
export function initialMacros(
  target: Target,
  flags: readonly string[],
  language: SourceLanguage = "c",
): InitialMacros {
  const base = bases.get(target) ?? macrosOf(target.predefinedMacros);
  bases.set(target, base);
  const draft: Draft = { predefined: new Map(base), undefined: new Set(), unknownMacros: new Set() };
  if (language === "cxx") {
    undefine(draft, "__STDC_VERSION__");
    for (const [name, body] of Object.entries(cxxMacros)) define(draft, name, objectMacro(body));
  }
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index] ?? "";
    if (flag === "-D" || flag === "-U") applyFlag(draft, flag + (flags[++index] ?? ""), language);
    else applyFlag(draft, flag, language);
  }
  return draft;
}

function applyFlag(draft: Draft, flag: string, language: SourceLanguage): void {
  if (flag.startsWith("-D")) {
    const definition = readCommandLineDefinition(flag.slice(2));
    if (definition !== undefined) define(draft, definition.name, definition.macro);
  } else if (flag.startsWith("-U")) undefine(draft, flag.slice(2).trim());
  else if (flag.startsWith("-march=")) for (const name of allExtensionMacros) draft.unknownMacros.add(name);
  else if (flag.startsWith("-mno-")) withdraw(draft, flag.slice(5));
  else if (flag.startsWith("-m")) {
    const extension = flag.slice(2);
    for (const name of Object.hasOwn(extensions, extension) ? (extensions[extension] ?? []) : [])
      define(draft, name, objectMacro("1"));
  } else if (flag.startsWith("-O")) optimise(draft, flag.slice(2));
  else if (flag === "-pthread" || flag === "-fopenmp") {
    define(draft, "_REENTRANT", objectMacro("1"));
    if (flag === "-fopenmp") define(draft, "_OPENMP", objectMacro("201511"));
  } else if (flag === "-ansi" && language === "c") standard(draft, "c89");
  else if (flag.startsWith("-std=") && language === "c") standard(draft, flag.slice(5));
}

/** `-mno-NAME` takes back an extension and all that build on it. */
function withdraw(draft: Draft, extension: string): void {
  const macro = extensionMacro(extension);
  for (const [name, macros] of Object.entries(extensions)) {
    if (macros.includes(macro)) undefine(draft, extensionMacro(name));
  }
}

function extensionMacro(extension: string): string {
  return `__${extension.toUpperCase().replace(".", "_")}__`;
}

function optimise(draft: Draft, level: string): void {
  if (level === "0") {
    undefine(draft, "__OPTIMIZE__");
    return;
  }
  define(draft, "__OPTIMIZE__", objectMacro("1"));
  undefine(draft, "__NO_INLINE__");
  if (level === "s") define(draft, "__OPTIMIZE_SIZE__", objectMacro("1"));
}

function standard(draft: Draft, name: string): void {
  const version = standards[name.slice(-2)];
  if (version === undefined) undefine(draft, "__STDC_VERSION__");
  else define(draft, "__STDC_VERSION__", objectMacro(version));
  if (name.startsWith("gnu")) return;
  define(draft, "__STRICT_ANSI__", objectMacro("1"));
  undefine(draft, "linux");
  undefine(draft, "unix");
}
