export { directoryVfs } from "./files/directory.ts";
export { memoryVfs, type Vfs } from "./files/vfs.ts";
export { type CheckOptions, check } from "./lint/check.ts";
export type {
  Confidence,
  Diagnostic,
  KnownDiagnostic,
  Location,
  PathStep,
  Phase,
  Severity,
  SuppressedDiagnostic,
} from "./lint/diagnostic.ts";
export type * from "./lint/run.ts";
export { type Format, formats, render } from "./report/formats.ts";
export { defaultTarget, hasTarget, loadTarget, type Target } from "./target/target.ts";
export type { Scope } from "./workspace/model.ts";
