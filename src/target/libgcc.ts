import type { LibgccNeed } from "./target.ts";

const wide = "__int128";
const unsignedWide = "unsigned __int128";
const quad = "__float128";

/** gcc's letters for types in the names of libgcc's functions. */
const floats: readonly (readonly [string, string])[] = [
  ["float", "sf"],
  ["double", "df"],
  ["long double", "xf"],
  [quad, "tf"],
];

function conversion(from: string, to: string, symbol: string): LibgccNeed {
  return { use: "conversion", names: [from], on: to, symbols: [symbol] };
}

function operator(name: string, on: string, symbol: string): LibgccNeed {
  return { use: "operator", names: [name], on, symbols: [symbol] };
}

function atomic(name: string, symbol: string): LibgccNeed {
  return { use: "builtin", names: [name], on: wide, symbols: [symbol] };
}

/**
 * What gcc leaves to libgcc or libatomic on x86_64; gcc 12.2 with the wrapper's flags and `-O2`, each compiled and looked at with `nm -u`.
 * Neither library is on the link line of an x86_64 unikernel; a division by a constant may need none.
 */
export const needsLibgcc: readonly LibgccNeed[] = [
  {
    use: "builtin",
    names: ["__builtin_popcount", "__builtin_popcountl", "__builtin_popcountll"],
    symbols: ["__popcountdi2"],
    unlessMacro: "__POPCNT__",
  },
  { use: "builtin", names: ["__builtin_cpu_init"], symbols: ["__cpu_indicator_init"] },
  { use: "builtin", names: ["__builtin_cpu_supports", "__builtin_cpu_is"], symbols: ["__cpu_model"] },
  { use: "builtin", names: ["__builtin_powi"], symbols: ["__powidf2"] },
  { use: "builtin", names: ["__builtin_powif"], symbols: ["__powisf2"] },
  { use: "builtin", names: ["__builtin_powil"], symbols: ["__powixf2"] },
  { use: "attribute", names: ["target_clones"], symbols: ["__cpu_model", "__cpu_indicator_init"] },
  operator("/", wide, "__divti3"),
  operator("%", wide, "__modti3"),
  operator("/", unsignedWide, "__udivti3"),
  operator("%", unsignedWide, "__umodti3"),
  ...floats.flatMap(([type, letters]) => [
    conversion(wide, type, `__floatti${letters}`),
    conversion(unsignedWide, type, `__floatunti${letters}`),
    conversion(type, wide, `__fix${letters}ti`),
    conversion(type, unsignedWide, `__fixuns${letters}ti`),
  ]),
  operator("+", quad, "__addtf3"),
  operator("-", quad, "__subtf3"),
  operator("*", quad, "__multf3"),
  operator("/", quad, "__divtf3"),
  operator("<", quad, "__lttf2"),
  operator("<=", quad, "__letf2"),
  operator(">", quad, "__gttf2"),
  operator(">=", quad, "__getf2"),
  operator("==", quad, "__eqtf2"),
  operator("!=", quad, "__netf2"),
  conversion("float", quad, "__extendsftf2"),
  conversion("double", quad, "__extenddftf2"),
  conversion("long double", quad, "__extendxftf2"),
  conversion(quad, "float", "__trunctfsf2"),
  conversion(quad, "double", "__trunctfdf2"),
  conversion(quad, "long double", "__trunctfxf2"),
  conversion("int", quad, "__floatsitf"),
  conversion("unsigned int", quad, "__floatunsitf"),
  conversion("long", quad, "__floatditf"),
  conversion("unsigned long", quad, "__floatunditf"),
  conversion(quad, "int", "__fixtfsi"),
  conversion(quad, "unsigned int", "__fixunstfsi"),
  conversion(quad, "long", "__fixtfdi"),
  conversion(quad, "unsigned long", "__fixunstfdi"),
  { use: "operator", names: ["*"], on: "_Complex", symbols: ["__muldc3", "__mulsc3", "__mulxc3"] },
  { use: "operator", names: ["/"], on: "_Complex", symbols: ["__divdc3", "__divsc3", "__divxc3"] },
  {
    use: "operator",
    names: ["+", "-", "*", "/"],
    on: "_Decimal64",
    symbols: ["__bid_adddd3", "__bid_subdd3", "__bid_muldd3", "__bid_divdd3"],
  },
  {
    use: "operator",
    names: ["+", "-", "*", "/"],
    on: "_Float16",
    symbols: ["__extendhfsf2", "__truncsfhf2"],
  },
  atomic("__atomic_load_n", "__atomic_load_16"),
  atomic("__atomic_store_n", "__atomic_store_16"),
  atomic("__atomic_fetch_add", "__atomic_fetch_add_16"),
  atomic("__atomic_compare_exchange_n", "__atomic_compare_exchange_16"),
  atomic("__sync_val_compare_and_swap", "__sync_val_compare_and_swap_16"),
];
