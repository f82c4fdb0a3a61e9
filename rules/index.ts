import type { Rule } from "../src/lint/rule.ts";
import coLocatedSelect from "./dune/co-located-select/rule.ts";
import concreteImplementation from "./dune/concrete-implementation/rule.ts";
import constraintExcludesDune from "./dune/constraint-excludes-dune/rule.ts";
import dependencyIgnoresDune from "./dune/dependency-ignores-dune/rule.ts";
import dependencyNotBuiltWithDune from "./dune/dependency-not-built-with-dune/rule.ts";
import foreignBuild from "./dune/foreign-build/rule.ts";
import hiddenOptionalLibrary from "./dune/hidden-optional-library/rule.ts";
import jbuilderOnly from "./dune/jbuilder-only/rule.ts";
import malformedFile from "./dune/malformed-file/rule.ts";
import missingImplementation from "./dune/missing-implementation/rule.ts";
import notBuiltWithDune from "./dune/not-built-with-dune/rule.ts";
import overlayAvailable from "./dune/overlay-available/rule.ts";
import overlayLags from "./dune/overlay-lags/rule.ts";
import staleContextName from "./dune/stale-context-name/rule.ts";
import staleSyntax from "./dune/stale-syntax/rule.ts";
import unknownSystem from "./dune/unknown-system/rule.ts";
import unsolvedSelect from "./dune/unsolved-select/rule.ts";
import workspaceContext from "./dune/workspace-context/rule.ts";
import abortingFunction from "./libc/aborting-function/rule.ts";
import ctypesStubs from "./libc/ctypes-stubs/rule.ts";
import cxxStubs from "./libc/cxx-stubs/rule.ts";
import failingFunction from "./libc/failing-function/rule.ts";
import hostDirectory from "./libc/host-directory/rule.ts";
import ignoredFunction from "./libc/ignored-function/rule.ts";
import missingHeader from "./libc/missing-header/rule.ts";
import nativeCpu from "./libc/native-cpu/rule.ts";
import needsLibgcc from "./libc/needs-libgcc/rule.ts";
import platformFallback from "./libc/platform-fallback/rule.ts";
import reachedError from "./libc/reached-error/rule.ts";
import renamedMacro from "./libc/renamed-macro/rule.ts";
import replacedFlags from "./libc/replaced-flags/rule.ts";
import solo5OnlyStub from "./libc/solo5-only-stub/rule.ts";
import systemLibrary from "./libc/system-library/rule.ts";
import takenName from "./libc/taken-name/rule.ts";
import threadLocal from "./libc/thread-local/rule.ts";
import undeclaredName from "./libc/undeclared-name/rule.ts";
import undefinedExternal from "./libc/undefined-external/rule.ts";
import undefinedSymbol from "./libc/undefined-symbol/rule.ts";
import unexplainedException from "./lint/unexplained-exception/rule.ts";
import unknownException from "./lint/unknown-exception/rule.ts";
import unusedDeclaration from "./lint/unused-declaration/rule.ts";
import unusedException from "./lint/unused-exception/rule.ts";
import devVersion from "./lock/dev-version/rule.ts";
import escapingDirectory from "./lock/escaping-directory/rule.ts";
import malformedLock from "./lock/malformed-lock/rule.ts";
import missingHash from "./lock/missing-hash/rule.ts";
import noRepositories from "./lock/no-repositories/rule.ts";
import olderThanOpam from "./lock/older-than-opam/rule.ts";
import unpinnedSource from "./lock/unpinned-source/rule.ts";
import unsupportedVersion from "./lock/unsupported-version/rule.ts";
import weakHash from "./lock/weak-hash/rule.ts";
import crossRunes from "./mirage4/cross-runes/rule.ts";
import functorUnikernel from "./mirage4/functor-unikernel/rule.ts";
import generatedFile from "./mirage4/generated-file/rule.ts";
import keyGen from "./mirage4/key-gen/rule.ts";
import oldBuildSystem from "./mirage4/old-build-system/rule.ts";
import oldDevice from "./mirage4/old-device/rule.ts";
import removedApi from "./mirage4/removed-api/rule.ts";
import removedOption from "./mirage4/removed-option/rule.ts";
import retiredOverlay from "./mirage4/retired-overlay/rule.ts";
import unfitCompiler from "./mirage4/unfit-compiler/rule.ts";
import buildsAllPackages from "./publish/builds-all-packages/rule.ts";
import deprecatedDependency from "./publish/deprecated-dependency/rule.ts";
import excludesCrossPort from "./publish/excludes-cross-port/rule.ts";
import generatedArchive from "./publish/generated-archive/rule.ts";
import missingDevRepo from "./publish/missing-dev-repo/rule.ts";
import pinDepends from "./publish/pin-depends/rule.ts";
import staleOpamFile from "./publish/stale-opam-file/rule.ts";
import undeclaredDune from "./publish/undeclared-dune/rule.ts";
import unixSibling from "./publish/unix-sibling/rule.ts";
import unverifiedSource from "./publish/unverified-source/rule.ts";
import withheldFile from "./publish/withheld-file/rule.ts";
import abortingCall from "./stdlib/aborting-call/rule.ts";
import insecureSeed from "./stdlib/insecure-seed/rule.ts";
import misleadingResult from "./stdlib/misleading-result/rule.ts";
import noEnvironment from "./stdlib/no-environment/rule.ts";
import raisingCall from "./stdlib/raising-call/rule.ts";
import knownUnixLibrary from "./unix/known-unix-library/rule.ts";
import linkedLibrary from "./unix/linked-library/rule.ts";
import lockedPackage from "./unix/locked-package/rule.ts";
import moduleUsed from "./unix/module-used/rule.ts";
import opamDepends from "./unix/opam-depends/rule.ts";

/** Every rule, in the order in which reports and documentation list them. */
export const rules: readonly Rule[] = [
  linkedLibrary,
  knownUnixLibrary,
  moduleUsed,
  opamDepends,
  lockedPackage,
  notBuiltWithDune,
  jbuilderOnly,
  dependencyNotBuiltWithDune,
  dependencyIgnoresDune,
  constraintExcludesDune,
  overlayAvailable,
  overlayLags,
  staleSyntax,
  staleContextName,
  workspaceContext,
  unsolvedSelect,
  coLocatedSelect,
  hiddenOptionalLibrary,
  concreteImplementation,
  missingImplementation,
  foreignBuild,
  unknownSystem,
  malformedFile,
  missingHeader,
  undeclaredName,
  takenName,
  reachedError,
  renamedMacro,
  cxxStubs,
  ctypesStubs,
  replacedFlags,
  hostDirectory,
  systemLibrary,
  undefinedSymbol,
  needsLibgcc,
  undefinedExternal,
  abortingFunction,
  failingFunction,
  ignoredFunction,
  threadLocal,
  platformFallback,
  nativeCpu,
  solo5OnlyStub,
  abortingCall,
  raisingCall,
  misleadingResult,
  noEnvironment,
  insecureSeed,
  unsupportedVersion,
  malformedLock,
  escapingDirectory,
  olderThanOpam,
  unpinnedSource,
  missingHash,
  weakHash,
  devVersion,
  noRepositories,
  unfitCompiler,
  removedApi,
  oldDevice,
  keyGen,
  functorUnikernel,
  removedOption,
  retiredOverlay,
  oldBuildSystem,
  generatedFile,
  crossRunes,
  withheldFile,
  staleOpamFile,
  missingDevRepo,
  undeclaredDune,
  buildsAllPackages,
  unverifiedSource,
  generatedArchive,
  pinDepends,
  unixSibling,
  deprecatedDependency,
  excludesCrossPort,
  unusedException,
  unexplainedException,
  unknownException,
  unusedDeclaration,
];
