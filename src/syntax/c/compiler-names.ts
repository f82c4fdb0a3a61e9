/** Macros that name a system, a processor or a compiler: none but the compiler defines them, whatever a header says. */
const ofCompilers = new Set([
  "linux",
  "unix",
  "WIN32",
  "_WIN32",
  "_WIN64",
  "_WIN32_WCE",
  "_MSC_VER",
  "_MSC_FULL_VER",
  "__MSVCRT__",
  "_M_IX86",
  "_M_X64",
  "_M_AMD64",
  "_M_ARM",
  "_M_ARM64",
  "_M_IA64",
  "_M_PPC",
  "_AIX",
  "_ARCH_PPC",
  "_ARCH_PPC64",
  "_LP64",
  "_ILP32",
  "_BIG_ENDIAN",
  "_LITTLE_ENDIAN",
  "_OPENMP",
  "_MIPSEB",
  "_MIPSEL",
  "_HPUX_SOURCE",
  "sun",
  "sgi",
  "hpux",
  "i386",
  "sparc",
  "mips",
  "vax",
  "MSDOS",
]);

/** Settings that programs and their configure scripts define although they look like a compiler's. */
const settings = new Set([
  "__EXTENSIONS__",
  "__USE_MINGW_ANSI_STDIO",
  "__MINGW_FEATURES__",
  "__STDC_WANT_LIB_EXT1__",
  "__STDC_LIMIT_MACROS",
  "__STDC_CONSTANT_MACROS",
  "__STDC_FORMAT_MACROS",
  "__BSD_VISIBLE",
  "__XSI_VISIBLE",
]);

const compilerPrefix =
  /^__(?:linux|unix|sun|svr4|hpux|sgi|osf|vax|APPLE|MACH|DARWIN|ANDROID|FreeBSD|NetBSD|OpenBSD|DragonFly|GNU|GLIBC|UCLIBC|BIONIC|CYGWIN|MINGW|MSYS|WIN|WATCOM|TURBOC|BORLAND|DMC|EMX|DJGPP|HAIKU|QNX|Fuchsia|wasi|wasm|EMSCRIPTEN|clang|llvm|apple_build|GNUC|GNUG|GXX|INTEL|ICC|ICL|SUNPRO|xlc|xlC|ibmxl|IBM|HP_|PGI|TINYC|PCC|NVCC|CUDA|HIP|OPENCL|cplusplus|objc|OBJC|STDC|SANITIZE|SSE|SSSE|AVX|AES|PCLMUL|VAES|VPCLMUL|BMI|ADX|SHA|FMA|F16C|POPCNT|LZCNT|RDRND|RDSEED|GFNI|MMX|3dNOW|XOP|TBM|x86|amd64|i[3-6]86|pentium|k[68]|ia64|IA64|arm|ARM|thumb|aarch64|AARCH64|AARCH|mips|MIPS|ppc|PPC|powerpc|POWER|VSX|ALTIVEC|VEC|riscv|s390|zarch|sparc|alpha|hppa|m68k|sh[1-5]?|loongarch|e2k|BYTE_ORDER|ORDER|FLOAT_WORD_ORDER|LP64|ILP32|SIZEOF|CHAR|SCHAR|SHRT|INT|UINT|LONG|WCHAR|WINT|PTRDIFF|SIZE|SIG|DBL|FLT|LDBL|DEC|BIGGEST|GCC|ELF|PIC|PIE|OPTIMIZE|NO_INLINE|FAST_MATH|FINITE|EXCEPTIONS|COUNTER|has_)/;

/** Whether only the compiler could define `name`: nothing that a header we cannot see says would change it. */
export function onlyCompilerDefines(name: string): boolean {
  return ofCompilers.has(name) || (!settings.has(name) && compilerPrefix.test(name));
}
