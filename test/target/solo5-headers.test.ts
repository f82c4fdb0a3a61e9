import { describe, expect, test } from "vitest";
import { headerMacros } from "../../src/target/header-macros.ts";
import { loadTarget } from "../../src/target/target.ts";

/** The headers of an installed toolchain: ocaml-solo5 1.3.2, OCaml 5.3.0, solo5 0.12.1, gcc 12.2. */
const installed = {
  libc: `
  _solo5/byteorder.h _solo5/overrides.h aarch64_fpmath.h amd64_fpmath.h assert.h bsd_cdefs.h
  cdefs-compat.h ctype.h dirent.h endian.h errno.h fcntl.h features.h fpmath.h i386_fpmath.h inttypes.h
  k_log.h k_logf.h limits.h math.h math_private.h math_private_openbsd.h openlibm.h openlibm_complex.h
  openlibm_fenv.h openlibm_fenv_amd64.h openlibm_fenv_arm.h openlibm_fenv_i387.h openlibm_fenv_powerpc.h
  openlibm_math.h powerpc_fpmath.h pthread.h sched.h setjmp.h signal.h stdio.h stdlib.h string.h
  sys/ioctl.h sys/mman.h sys/param.h sys/stat.h sys/time.h sys/times.h sys/types.h sys/wait.h time.h
  types-compat.h unistd.h`,
  solo5: `
  elf_abi.h hvt_abi.h mft_abi.h solo5.h spt_abi.h xen/arch-arm.h xen/arch-arm/hvm/save.h
  xen/arch-arm/smccc.h xen/arch-x86/cpufeatureset.h xen/arch-x86/cpuid.h xen/arch-x86/hvm/save.h
  xen/arch-x86/hvm/start_info.h xen/arch-x86/pmu.h xen/arch-x86/xen-mca.h xen/arch-x86/xen-x86_32.h
  xen/arch-x86/xen-x86_64.h xen/arch-x86/xen.h xen/arch-x86_32.h xen/arch-x86_64.h xen/argo.h
  xen/callback.h xen/device_tree_defs.h xen/dom0_ops.h xen/domctl.h xen/elfnote.h xen/errno.h
  xen/event_channel.h xen/features.h xen/grant_table.h xen/hvm/dm_op.h xen/hvm/e820.h
  xen/hvm/hvm_info_table.h xen/hvm/hvm_op.h xen/hvm/hvm_vcpu.h xen/hvm/hvm_xs_strings.h xen/hvm/ioreq.h
  xen/hvm/params.h xen/hvm/pvdrivers.h xen/hvm/save.h xen/io/9pfs.h xen/io/blkif.h xen/io/cameraif.h
  xen/io/console.h xen/io/displif.h xen/io/fbif.h xen/io/fsif.h xen/io/kbdif.h xen/io/libxenvchan.h
  xen/io/netif.h xen/io/pciif.h xen/io/protocols.h xen/io/pvcalls.h xen/io/ring.h xen/io/sndif.h
  xen/io/tpmif.h xen/io/usbif.h xen/io/vscsiif.h xen/io/xenbus.h xen/io/xs_wire.h xen/kexec.h
  xen/memory.h xen/nmi.h xen/physdev.h xen/platform.h xen/pmu.h xen/sched.h xen/sysctl.h xen/tmem.h
  xen/trace.h xen/vcpu.h xen/version.h xen/vm_event.h xen/xen-compat.h xen/xen.h xen/xencomm.h
  xen/xenoprof.h xen/xsm/flask_op.h`,
  compiler: `
  acc_prof.h adxintrin.h ammintrin.h amxbf16intrin.h amxint8intrin.h amxtileintrin.h avx2intrin.h
  avx5124fmapsintrin.h avx5124vnniwintrin.h avx512bf16intrin.h avx512bf16vlintrin.h avx512bitalgintrin.h
  avx512bwintrin.h avx512cdintrin.h avx512dqintrin.h avx512erintrin.h avx512fintrin.h avx512fp16intrin.h
  avx512fp16vlintrin.h avx512ifmaintrin.h avx512ifmavlintrin.h avx512pfintrin.h avx512vbmi2intrin.h
  avx512vbmi2vlintrin.h avx512vbmiintrin.h avx512vbmivlintrin.h avx512vlbwintrin.h avx512vldqintrin.h
  avx512vlintrin.h avx512vnniintrin.h avx512vnnivlintrin.h avx512vp2intersectintrin.h
  avx512vp2intersectvlintrin.h avx512vpopcntdqintrin.h avx512vpopcntdqvlintrin.h avxintrin.h
  avxvnniintrin.h backtrace-supported.h backtrace.h bmi2intrin.h bmiintrin.h bmmintrin.h cet.h
  cetintrin.h cldemoteintrin.h clflushoptintrin.h clwbintrin.h clzerointrin.h cpuid.h cross-stdarg.h
  emmintrin.h enqcmdintrin.h f16cintrin.h float.h fma4intrin.h fmaintrin.h fxsrintrin.h gcov.h
  gfniintrin.h hresetintrin.h ia32intrin.h immintrin.h iso646.h keylockerintrin.h limits.h lwpintrin.h
  lzcntintrin.h mm3dnow.h mm_malloc.h mmintrin.h movdirintrin.h mwaitintrin.h mwaitxintrin.h nmmintrin.h
  objc/NXConstStr.h objc/Object.h objc/Protocol.h objc/message.h objc/objc-decls.h objc/objc-exception.h
  objc/objc-sync.h objc/objc.h objc/runtime.h objc/thr.h omp.h openacc.h pconfigintrin.h pkuintrin.h
  pmmintrin.h popcntintrin.h prfchwintrin.h quadmath.h quadmath_weak.h rdseedintrin.h rtmintrin.h
  sanitizer/asan_interface.h sanitizer/common_interface_defs.h sanitizer/hwasan_interface.h
  sanitizer/lsan_interface.h sanitizer/tsan_interface.h serializeintrin.h sgxintrin.h shaintrin.h
  smmintrin.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdfix.h stdint-gcc.h stdint.h
  stdnoreturn.h syslimits.h tbmintrin.h tmmintrin.h tsxldtrkintrin.h uintrintrin.h unwind.h vaesintrin.h
  varargs.h vpclmulqdqintrin.h waitpkgintrin.h wbnoinvdintrin.h wmmintrin.h x86gprintrin.h x86intrin.h
  xmmintrin.h xopintrin.h xsavecintrin.h xsaveintrin.h xsaveoptintrin.h xsavesintrin.h xtestintrin.h`,
  runtime: `
  caml/address_class.h caml/addrmap.h caml/alloc.h caml/asm.h caml/atomic_refcount.h caml/backtrace.h
  caml/backtrace_prim.h caml/bigarray.h caml/blake2.h caml/callback.h caml/camlatomic.h caml/codefrag.h
  caml/compare.h caml/compatibility.h caml/config.h caml/custom.h caml/debugger.h caml/domain.h
  caml/domain_state.h caml/domain_state.tbl caml/dynlink.h caml/exec.h caml/fail.h caml/fiber.h
  caml/finalise.h caml/fix_code.h caml/frame_descriptors.h caml/gc.h caml/gc_ctrl.h caml/gc_stats.h
  caml/globroots.h caml/hash.h caml/hooks.h caml/instrtrace.h caml/instruct.h caml/interp.h
  caml/intext.h caml/io.h caml/jumptbl.h caml/lf_skiplist.h caml/m.h caml/major_gc.h caml/md5.h
  caml/memory.h caml/memprof.h caml/minor_gc.h caml/misc.h caml/mlvalues.h caml/opnames.h caml/osdeps.h
  caml/platform.h caml/prims.h caml/printexc.h caml/reverse.h caml/roots.h caml/runtime_events.h
  caml/runtime_events_consumer.h caml/s.h caml/shared_heap.h caml/signals.h caml/sizeclasses.h
  caml/skiplist.h caml/stack.h caml/startup.h caml/startup_aux.h caml/sync.h caml/sys.h caml/tsan.h
  caml/version.h caml/weak.h caml/winsupport.h`,
};

/** Macros that an installed header leaves defined beyond the compiler's own, by `gcc -dM -E`. */
const defined: Readonly<Record<string, string>> = {
  "assert.h": `
  _ASSERT_H _ASSERT_STR _ASSERT_STR_EXPAND assert static_assert`,
  "ctype.h": `
  _CTYPE_H`,
  "dirent.h": `
  _DIRENT_H`,
  "endian.h": `
  BIG_ENDIAN BYTE_ORDER INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX
  INT64_MIN INT8_C INT8_MAX INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX
  INT_FAST16_MIN INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN
  INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN
  INT_LEAST8_MAX INT_LEAST8_MIN LITTLE_ENDIAN PTRDIFF_MAX PTRDIFF_MIN SIG_ATOMIC_MAX SIG_ATOMIC_MIN
  SIZE_MAX UINT16_C UINT16_MAX UINT32_C UINT32_MAX UINT64_C UINT64_MAX UINT8_C UINT8_MAX UINTMAX_C
  UINTMAX_MAX UINTPTR_MAX UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX UINT_FAST8_MAX
  UINT_LEAST16_MAX UINT_LEAST32_MAX UINT_LEAST64_MAX UINT_LEAST8_MAX WCHAR_MAX WCHAR_MIN WINT_MAX
  WINT_MIN _ENDIAN_H _GCC_STDINT_H _GCC_WRAP_STDINT_H __FREESTANDING_BYTEORDER_H be16toh be32toh be64toh
  bswap16 bswap32 bswap64 htobe16 htobe32 htobe64 htole16 htole32 htole64 le16toh le32toh le64toh`,
  "errno.h": `
  EAGAIN EBADF EBUSY ECONNRESET EINTR EINVAL EMFILE ENOENT ENOERROR ENOMEM ENOSYS EOVERFLOW EPIPE ERANGE
  NB_ERRORS _ERRNO_H`,
  "fcntl.h": `
  O_APPEND O_CREAT O_EXCL O_RDONLY O_RDWR O_TRUNC O_WRONLY _FCNTL_H`,
  "features.h": `
  _FEATURES_H`,
  "inttypes.h": `
  INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C INT8_MAX
  INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN
  INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN
  INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN
  INT_LEAST8_MAX INT_LEAST8_MIN PRIX16 PRIX32 PRIX64 PRIX8 PRIXFAST16 PRIXFAST32 PRIXFAST64 PRIXFAST8
  PRIXLEAST16 PRIXLEAST32 PRIXLEAST64 PRIXLEAST8 PRIXMAX PRIXPTR PRId16 PRId32 PRId64 PRId8 PRIdFAST16
  PRIdFAST32 PRIdFAST64 PRIdFAST8 PRIdLEAST16 PRIdLEAST32 PRIdLEAST64 PRIdLEAST8 PRIdMAX PRIdPTR PRIi16
  PRIi32 PRIi64 PRIi8 PRIiFAST16 PRIiFAST32 PRIiFAST64 PRIiFAST8 PRIiLEAST16 PRIiLEAST32 PRIiLEAST64
  PRIiLEAST8 PRIiMAX PRIiPTR PRIo16 PRIo32 PRIo64 PRIo8 PRIoFAST16 PRIoFAST32 PRIoFAST64 PRIoFAST8
  PRIoLEAST16 PRIoLEAST32 PRIoLEAST64 PRIoLEAST8 PRIoMAX PRIoPTR PRIu16 PRIu32 PRIu64 PRIu8 PRIuFAST16
  PRIuFAST32 PRIuFAST64 PRIuFAST8 PRIuLEAST16 PRIuLEAST32 PRIuLEAST64 PRIuLEAST8 PRIuMAX PRIuPTR PRIx16
  PRIx32 PRIx64 PRIx8 PRIxFAST16 PRIxFAST32 PRIxFAST64 PRIxFAST8 PRIxLEAST16 PRIxLEAST32 PRIxLEAST64
  PRIxLEAST8 PRIxMAX PRIxPTR PTRDIFF_MAX PTRDIFF_MIN SIG_ATOMIC_MAX SIG_ATOMIC_MIN SIZE_MAX UINT16_C
  UINT16_MAX UINT32_C UINT32_MAX UINT64_C UINT64_MAX UINT8_C UINT8_MAX UINTMAX_C UINTMAX_MAX UINTPTR_MAX
  UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX UINT_FAST8_MAX UINT_LEAST16_MAX UINT_LEAST32_MAX
  UINT_LEAST64_MAX UINT_LEAST8_MAX WCHAR_MAX WCHAR_MIN WINT_MAX WINT_MIN _GCC_STDINT_H
  _GCC_WRAP_STDINT_H _INTTYPES_H __PRI64 __PRIPTR`,
  "limits.h": `
  CHAR_BIT INT_MAX INT_MIN LLONG_MAX LLONG_MIN LONG_MAX LONG_MIN NL_ARGMAX PATH_MAX SHRT_MAX SHRT_MIN
  UCHAR_MAX UINT_MAX ULONG_MAX USHRT_MAX _LIMITS_H`,
  "math.h": `
  CHAR_BIT CMPLX CMPLXF CMPLXL DBL_MANH_SIZE DBL_MANL_SIZE EXTRACT_WORD64 EXTRACT_WORDS FE_ALL_EXCEPT
  FE_DENORMAL FE_DFL_ENV FE_DIVBYZERO FE_DOWNWARD FE_INEXACT FE_INVALID FE_OVERFLOW FE_TONEAREST
  FE_TOWARDZERO FE_UNDERFLOW FE_UPWARD FP_FAST_FMAF FP_ILOGB0 FP_ILOGBNAN FP_INFINITE FP_NAN FP_NORMAL
  FP_SUBNORMAL FP_ZERO GET_FLOAT_WORD GET_HIGH_WORD GET_LDBL_EXPSIGN GET_LDOUBLE_EXP GET_LDOUBLE_LSW64
  GET_LDOUBLE_MSW GET_LDOUBLE_MSW64 GET_LDOUBLE_WORDS GET_LDOUBLE_WORDS64 GET_LOW_WORD HUGE_VAL
  HUGE_VALF HUGE_VALL I INFINITY INSERT_WORD64 INSERT_WORDS INT16_C INT16_MAX INT16_MIN INT32_C
  INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C INT8_MAX INT8_MIN INTMAX_C INTMAX_MAX
  INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN INT_FAST32_MAX INT_FAST32_MIN
  INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN INT_LEAST16_MAX INT_LEAST16_MIN
  INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN INT_LEAST8_MAX INT_LEAST8_MIN INT_MAX
  INT_MIN LDBL_MANH_SIZE LDBL_MANL_SIZE LDBL_NBIT LDBL_TO_ARRAY32 LLONG_MAX LLONG_MIN LONG_DOUBLE
  LONG_MAX LONG_MIN MATH_ERREXCEPT MATH_ERRNO NAN NL_ARGMAX OLM_DLLEXPORT OPENLIBM_COMPLEX_H OPENLIBM_H
  OPENLIBM_MATH_H PATH_MAX PTRDIFF_MAX PTRDIFF_MIN SET_FLOAT_WORD SET_HIGH_WORD SET_LDBL_EXPSIGN
  SET_LDOUBLE_EXP SET_LDOUBLE_MSW SET_LDOUBLE_MSW64 SET_LDOUBLE_WORDS SET_LDOUBLE_WORDS64 SET_LOW_WORD
  SHRT_MAX SHRT_MIN SIG_ATOMIC_MAX SIG_ATOMIC_MIN SIZE_MAX STRICT_ASSIGN UCHAR_MAX UINT16_C UINT16_MAX
  UINT32_C UINT32_MAX UINT64_C UINT64_MAX UINT8_C UINT8_MAX UINTMAX_C UINTMAX_MAX UINTPTR_MAX
  UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX UINT_FAST8_MAX UINT_LEAST16_MAX UINT_LEAST32_MAX
  UINT_LEAST64_MAX UINT_LEAST8_MAX UINT_MAX ULONG_MAX USHRT_MAX WCHAR_MAX WCHAR_MIN WINT_MAX WINT_MIN
  _CDEFS_COMPAT_H_ _Complex_I _FENV_H_ _FPMATH_H_ _GCC_STDINT_H _GCC_WRAP_STDINT_H _LIMITS_H
  _MATH_PRIVATE_H_ _MATH_PRIVATE_OPENBSD_H_ _ROUND_MASK _SSE_EMASK_SHIFT _SSE_ROUND_SHIFT
  _TYPES_COMPAT_H_ __BEGIN_DECLS __END_DECLS __ISO_C_VISIBLE __MATH_BUILTIN_CONSTANTS
  __MATH_BUILTIN_RELOPS __fenv_static __fldcw __fldenv __fldenvx __fnclex __fnstcw __fnstenv __fnstsw
  __fwait __ieee754_acos __ieee754_acosf __ieee754_acosh __ieee754_acoshf __ieee754_asin __ieee754_asinf
  __ieee754_atan2 __ieee754_atan2f __ieee754_atanh __ieee754_atanhf __ieee754_cosh __ieee754_coshf
  __ieee754_exp __ieee754_expf __ieee754_fmod __ieee754_fmodf __ieee754_hypot __ieee754_hypotf
  __ieee754_j0 __ieee754_j0f __ieee754_j1 __ieee754_j1f __ieee754_jn __ieee754_jnf __ieee754_lgamma
  __ieee754_lgamma_r __ieee754_lgammaf __ieee754_lgammaf_r __ieee754_log __ieee754_log10
  __ieee754_log10f __ieee754_log2 __ieee754_log2f __ieee754_logf __ieee754_pow __ieee754_powf
  __ieee754_remainder __ieee754_remainderf __ieee754_sinh __ieee754_sinhf __ieee754_sqrt __ieee754_sqrtf
  __ieee754_y0 __ieee754_y0f __ieee754_y1 __ieee754_y1f __ieee754_yn __ieee754_ynf __ldmxcsr __pure2
  __stmxcsr __strong_reference __warn_references __weak_reference complex fpclassify isfinite isgreater
  isgreaterequal isinf isless islessequal islessgreater isnan isnormal isunordered mask_nbit_l
  math_errhandling signbit`,
  "pthread.h": `
  NULL PTHREAD_COND_INITIALIZER PTHREAD_MUTEX_ERRORCHECK PTHREAD_MUTEX_INITIALIZER SIGFPE SIG_BLOCK
  SIG_DFL SIG_ERR SIG_IGN SIG_SETMASK _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_
  _GCC_MAX_ALIGN_T _GCC_PTRDIFF_T _GCC_SIZE_T _GCC_WCHAR_T _PTHREAD_H _PTRDIFF_T _PTRDIFF_T_
  _PTRDIFF_T_DECLARED _SIGNAL_H _SIZET_ _SIZE_T _SIZE_T_ _SIZE_T_DECLARED _SIZE_T_DEFINED
  _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _SYS_SIZE_T_H _T_PTRDIFF _T_PTRDIFF_ _T_SIZE _T_SIZE_ _T_WCHAR
  _T_WCHAR_ _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED _WCHAR_T_DEFINED _WCHAR_T_DEFINED_ _WCHAR_T_H
  __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T __SIZE_T__
  __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h ___int_size_t_h ___int_wchar_t_h __size_t __size_t__
  __wchar_t__ offsetof`,
  "sched.h": `
  CPU_ZERO _SCHED_H`,
  "setjmp.h": `
  SIGFPE SIG_BLOCK SIG_DFL SIG_ERR SIG_IGN SIG_SETMASK _SIGNAL_H setjmp`,
  "signal.h": `
  SIGFPE SIG_BLOCK SIG_DFL SIG_ERR SIG_IGN SIG_SETMASK _SIGNAL_H`,
  "stdio.h": `
  EOF NULL _ANSI_STDARG_H_ _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_
  _GCC_MAX_ALIGN_T _GCC_PTRDIFF_T _GCC_SIZE_T _GCC_WCHAR_T _PTRDIFF_T _PTRDIFF_T_ _PTRDIFF_T_DECLARED
  _SIZET_ _SIZE_T _SIZE_T_ _SIZE_T_DECLARED _SIZE_T_DEFINED _SIZE_T_DEFINED_ _STDARG_H _STDDEF_H
  _STDDEF_H_ _STDIO_H _SYS_SIZE_T_H _T_PTRDIFF _T_PTRDIFF_ _T_SIZE _T_SIZE_ _T_WCHAR _T_WCHAR_ _VA_LIST
  _VA_LIST_ _VA_LIST_DEFINED _VA_LIST_T_H _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED _WCHAR_T_DEFINED
  _WCHAR_T_DEFINED_ _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t __GNUC_VA_LIST
  __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T __SIZE_T__ __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h
  ___int_size_t_h ___int_wchar_t_h __size_t __size_t__ __va_copy __va_list__ __wchar_t__ offsetof va_arg
  va_copy va_end va_start`,
  "stdlib.h": `
  NULL _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_ _GCC_MAX_ALIGN_T _GCC_PTRDIFF_T
  _GCC_SIZE_T _GCC_WCHAR_T _PTRDIFF_T _PTRDIFF_T_ _PTRDIFF_T_DECLARED _SIZET_ _SIZE_T _SIZE_T_
  _SIZE_T_DECLARED _SIZE_T_DEFINED _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _STDLIB_H _SYS_SIZE_T_H
  _T_PTRDIFF _T_PTRDIFF_ _T_SIZE _T_SIZE_ _T_WCHAR _T_WCHAR_ _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED
  _WCHAR_T_DEFINED _WCHAR_T_DEFINED_ _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t
  __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T __SIZE_T__ __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h
  ___int_size_t_h ___int_wchar_t_h __size_t __size_t__ __wchar_t__ offsetof`,
  "string.h": `
  NULL _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_ _GCC_MAX_ALIGN_T _GCC_PTRDIFF_T
  _GCC_SIZE_T _GCC_WCHAR_T _PTRDIFF_T _PTRDIFF_T_ _PTRDIFF_T_DECLARED _SIZET_ _SIZE_T _SIZE_T_
  _SIZE_T_DECLARED _SIZE_T_DEFINED _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _STRING_H _SYS_SIZE_T_H
  _T_PTRDIFF _T_PTRDIFF_ _T_SIZE _T_SIZE_ _T_WCHAR _T_WCHAR_ _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED
  _WCHAR_T_DEFINED _WCHAR_T_DEFINED_ _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t
  __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T __SIZE_T__ __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h
  ___int_size_t_h ___int_wchar_t_h __size_t __size_t__ __wchar_t__ offsetof`,
  "sys/ioctl.h": `
  _SYS_IOCTL_H`,
  "sys/mman.h": `
  INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C INT8_MAX
  INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN
  INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN
  INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN
  INT_LEAST8_MAX INT_LEAST8_MIN MAP_ANON MAP_ANONYMOUS MAP_FAILED MAP_FIXED MAP_PRIVATE MAP_SHARED NULL
  OCAML_SOLO5_PAGESIZE PROT_NONE PROT_READ PROT_WRITE PTRDIFF_MAX PTRDIFF_MIN SIG_ATOMIC_MAX
  SIG_ATOMIC_MIN SIZE_MAX UINT16_C UINT16_MAX UINT32_C UINT32_MAX UINT64_C UINT64_MAX UINT8_C UINT8_MAX
  UINTMAX_C UINTMAX_MAX UINTPTR_MAX UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX UINT_FAST8_MAX
  UINT_LEAST16_MAX UINT_LEAST32_MAX UINT_LEAST64_MAX UINT_LEAST8_MAX WCHAR_MAX WCHAR_MIN WINT_MAX
  WINT_MIN _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_ _GCC_MAX_ALIGN_T
  _GCC_PTRDIFF_T _GCC_SIZE_T _GCC_STDINT_H _GCC_WCHAR_T _GCC_WRAP_STDINT_H _MMAP_H _PTRDIFF_T
  _PTRDIFF_T_ _PTRDIFF_T_DECLARED _SIZET_ _SIZE_T _SIZE_T_ _SIZE_T_DECLARED _SIZE_T_DEFINED
  _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _SYS_SIZE_T_H _SYS_TYPES_H _T_PTRDIFF _T_PTRDIFF_ _T_SIZE
  _T_SIZE_ _T_WCHAR _T_WCHAR_ _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED _WCHAR_T_DEFINED _WCHAR_T_DEFINED_
  _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T
  __SIZE_T__ __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h ___int_size_t_h ___int_wchar_t_h __size_t
  __size_t__ __wchar_t__ offsetof`,
  "sys/param.h": `
  BIG_ENDIAN BYTE_ORDER LITTLE_ENDIAN _SYS_PARAM_H __FREESTANDING_BYTEORDER_H`,
  "sys/stat.h": `
  INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C INT8_MAX
  INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN
  INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN
  INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN
  INT_LEAST8_MAX INT_LEAST8_MIN NULL PTRDIFF_MAX PTRDIFF_MIN SIG_ATOMIC_MAX SIG_ATOMIC_MIN SIZE_MAX
  S_IFDIR S_IFMT S_IFREG S_IRUSR S_ISREG S_IWUSR UINT16_C UINT16_MAX UINT32_C UINT32_MAX UINT64_C
  UINT64_MAX UINT8_C UINT8_MAX UINTMAX_C UINTMAX_MAX UINTPTR_MAX UINT_FAST16_MAX UINT_FAST32_MAX
  UINT_FAST64_MAX UINT_FAST8_MAX UINT_LEAST16_MAX UINT_LEAST32_MAX UINT_LEAST64_MAX UINT_LEAST8_MAX
  WCHAR_MAX WCHAR_MIN WINT_MAX WINT_MIN _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_
  _GCC_MAX_ALIGN_T _GCC_PTRDIFF_T _GCC_SIZE_T _GCC_STDINT_H _GCC_WCHAR_T _GCC_WRAP_STDINT_H _PTRDIFF_T
  _PTRDIFF_T_ _PTRDIFF_T_DECLARED _SIZET_ _SIZE_T _SIZE_T_ _SIZE_T_DECLARED _SIZE_T_DEFINED
  _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _SYS_SIZE_T_H _SYS_STAT_H _SYS_TYPES_H _T_PTRDIFF _T_PTRDIFF_
  _T_SIZE _T_SIZE_ _T_WCHAR _T_WCHAR_ _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED _WCHAR_T_DEFINED
  _WCHAR_T_DEFINED_ _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t __INT_WCHAR_T_H
  __PTRDIFF_T __SIZE_T __SIZE_T__ __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h ___int_size_t_h
  ___int_wchar_t_h __size_t __size_t__ __wchar_t__ offsetof`,
  "sys/time.h": `
  _SYS_TIME_H`,
  "sys/times.h": `
  _SYS_TIMES_H`,
  "sys/types.h": `
  INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C INT8_MAX
  INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN
  INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN
  INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN
  INT_LEAST8_MAX INT_LEAST8_MIN NULL PTRDIFF_MAX PTRDIFF_MIN SIG_ATOMIC_MAX SIG_ATOMIC_MIN SIZE_MAX
  UINT16_C UINT16_MAX UINT32_C UINT32_MAX UINT64_C UINT64_MAX UINT8_C UINT8_MAX UINTMAX_C UINTMAX_MAX
  UINTPTR_MAX UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX UINT_FAST8_MAX UINT_LEAST16_MAX
  UINT_LEAST32_MAX UINT_LEAST64_MAX UINT_LEAST8_MAX WCHAR_MAX WCHAR_MIN WINT_MAX WINT_MIN _ANSI_STDDEF_H
  _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_ _GCC_MAX_ALIGN_T _GCC_PTRDIFF_T _GCC_SIZE_T
  _GCC_STDINT_H _GCC_WCHAR_T _GCC_WRAP_STDINT_H _PTRDIFF_T _PTRDIFF_T_ _PTRDIFF_T_DECLARED _SIZET_
  _SIZE_T _SIZE_T_ _SIZE_T_DECLARED _SIZE_T_DEFINED _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _SYS_SIZE_T_H
  _SYS_TYPES_H _T_PTRDIFF _T_PTRDIFF_ _T_SIZE _T_SIZE_ _T_WCHAR _T_WCHAR_ _WCHAR_T _WCHAR_T_
  _WCHAR_T_DECLARED _WCHAR_T_DEFINED _WCHAR_T_DEFINED_ _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t
  __DEFINED_wchar_t __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T __SIZE_T__ __WCHAR_T __WCHAR_T__
  ___int_ptrdiff_t_h ___int_size_t_h ___int_wchar_t_h __size_t __size_t__ __wchar_t__ offsetof`,
  "sys/wait.h": `
  _SYS_WAIT_H`,
  "time.h": `
  _SYS_TIME_H`,
  "unistd.h": `
  INT16_C INT16_MAX INT16_MIN INT32_C INT32_MAX INT32_MIN INT64_C INT64_MAX INT64_MIN INT8_C INT8_MAX
  INT8_MIN INTMAX_C INTMAX_MAX INTMAX_MIN INTPTR_MAX INTPTR_MIN INT_FAST16_MAX INT_FAST16_MIN
  INT_FAST32_MAX INT_FAST32_MIN INT_FAST64_MAX INT_FAST64_MIN INT_FAST8_MAX INT_FAST8_MIN
  INT_LEAST16_MAX INT_LEAST16_MIN INT_LEAST32_MAX INT_LEAST32_MIN INT_LEAST64_MAX INT_LEAST64_MIN
  INT_LEAST8_MAX INT_LEAST8_MIN NULL PTRDIFF_MAX PTRDIFF_MIN SEEK_END SIG_ATOMIC_MAX SIG_ATOMIC_MIN
  SIZE_MAX UINT16_C UINT16_MAX UINT32_C UINT32_MAX UINT64_C UINT64_MAX UINT8_C UINT8_MAX UINTMAX_C
  UINTMAX_MAX UINTPTR_MAX UINT_FAST16_MAX UINT_FAST32_MAX UINT_FAST64_MAX UINT_FAST8_MAX
  UINT_LEAST16_MAX UINT_LEAST32_MAX UINT_LEAST64_MAX UINT_LEAST8_MAX WCHAR_MAX WCHAR_MIN WINT_MAX
  WINT_MIN _ANSI_STDDEF_H _BSD_PTRDIFF_T_ _BSD_SIZE_T_ _BSD_SIZE_T_DEFINED_ _GCC_MAX_ALIGN_T
  _GCC_PTRDIFF_T _GCC_SIZE_T _GCC_STDINT_H _GCC_WCHAR_T _GCC_WRAP_STDINT_H _PTRDIFF_T _PTRDIFF_T_
  _PTRDIFF_T_DECLARED _SC_PAGESIZE _SC_PAGE_SIZE _SIZET_ _SIZE_T _SIZE_T_ _SIZE_T_DECLARED
  _SIZE_T_DEFINED _SIZE_T_DEFINED_ _STDDEF_H _STDDEF_H_ _SYS_SIZE_T_H _SYS_TYPES_H _T_PTRDIFF
  _T_PTRDIFF_ _T_SIZE _T_SIZE_ _T_WCHAR _T_WCHAR_ _UNISTD_H _WCHAR_T _WCHAR_T_ _WCHAR_T_DECLARED
  _WCHAR_T_DEFINED _WCHAR_T_DEFINED_ _WCHAR_T_H __DEFINED_ptrdiff_t __DEFINED_size_t __DEFINED_wchar_t
  __INT_WCHAR_T_H __PTRDIFF_T __SIZE_T __SIZE_T__ __WCHAR_T __WCHAR_T__ ___int_ptrdiff_t_h
  ___int_size_t_h ___int_wchar_t_h __size_t __size_t__ __wchar_t__ offsetof`,
};

function words(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
}

const target = loadTarget("solo5-1.3");

describe("the headers of solo5-1.3", () => {
  test("are those that the toolchain installs", () => {
    const names = Object.values(installed).flatMap(words);
    expect(Object.keys(target.headers).sort()).toEqual([...new Set(names)].sort());
  });

  test.each(Object.entries(defined))("%s defines what the compiler says it defines", (name, macros) => {
    expect([...headerMacros(target, name, false).keys()].sort()).toEqual([...words(macros)].sort());
  });
});
