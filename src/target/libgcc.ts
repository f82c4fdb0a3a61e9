import type { LibgccNeed } from "./target.ts";

const wide = "__int128";
const quad = "__float128";

/**
 * What gcc leaves to libgcc or libatomic on x86_64; gcc 12.2 with the wrapper's flags and `-O2`, each compiled and looked at with `nm -u`.
 * Neither library is on the link line of an x86_64 unikernel; a division by a constant needs none.
 */
export const needsLibgcc: readonly LibgccNeed[] = [
  {
    use: "builtin",
    names: ["__builtin_popcount", "__builtin_popcountl", "__builtin_popcountll"],
    symbols: ["__popcountdi2"],
    unlessMacro: "__POPCNT__",
  },
  { use: "builtin", names: ["__builtin_cpu_init"], symbols: ["__cpu_indicator_init"] },
  {
    use: "builtin",
    names: ["__builtin_cpu_supports", "__builtin_cpu_is"],
    symbols: ["__cpu_model", "__cpu_features2"],
  },
  { use: "builtin", names: ["__builtin_powi"], symbols: ["__powidf2"] },
  { use: "builtin", names: ["__builtin_powif"], symbols: ["__powisf2"] },
  { use: "builtin", names: ["__builtin_powil"], symbols: ["__powixf2"] },
  { use: "attribute", names: ["target_clones"], symbols: ["__cpu_model", "__cpu_indicator_init"] },
  { use: "operator", names: ["/"], on: wide, symbols: ["__divti3", "__udivti3"] },
  { use: "operator", names: ["%"], on: wide, symbols: ["__modti3", "__umodti3"] },
  {
    use: "conversion",
    names: ["float", "double", "long double", quad],
    on: wide,
    symbols: ["__floattidf", "__floatuntidf", "__fixdfti", "__fixunsdfti"],
  },
  {
    use: "operator",
    names: ["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!="],
    on: quad,
    symbols: ["__addtf3", "__subtf3", "__multf3", "__divtf3", "__lttf2", "__eqtf2"],
  },
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
  {
    use: "builtin",
    names: ["__atomic_fetch_add", "__atomic_load_n", "__sync_val_compare_and_swap"],
    on: wide,
    symbols: ["__atomic_fetch_add_16", "__atomic_load_16", "__sync_val_compare_and_swap_16"],
  },
];
