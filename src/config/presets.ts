import type { Severity } from "../lint/diagnostic.ts";

/** From which severity on a run fails. */
export type FailOn = Severity | "never";
export const failures: readonly FailOn[] = ["error", "warning", "note", "never"];

/** What becomes of a rule's findings. */
export type RuleSeverity = Severity | "off";
export const ruleSeverities: readonly RuleSeverity[] = ["error", "warning", "note", "off"];

export interface Preset {
  readonly about: string;
  readonly failOn?: FailOn;
  readonly strict?: boolean;
  /** By rule, or by family as `libc/*`. */
  readonly rules?: Readonly<Record<string, RuleSeverity>>;
}

export const presetNames = ["recommended", "strict", "unikernel", "publish"] as const;
export type PresetName = (typeof presetNames)[number];

export const presets: Readonly<Record<PresetName, Preset>> = {
  recommended: { about: "what holds without any configuration", failOn: "error", strict: false },
  strict: {
    about: "for a project all of whose target code is to be portable, and to stay so",
    failOn: "warning",
    strict: true,
  },
  unikernel: {
    about: "for a unikernel: what its build takes has to be the same tomorrow",
    failOn: "warning",
    rules: {
      "lock/missing-hash": "error",
      "lock/weak-hash": "warning",
      "mirage4/generated-file": "warning",
    },
  },
  publish: {
    about: "for a package that others get from opam: what its reviewers would send back is an error",
    failOn: "error",
    rules: {
      "publish/stale-opam-file": "error",
      "publish/undeclared-dune": "error",
      "publish/builds-all-packages": "error",
      "publish/unix-sibling": "error",
      "libc/solo5-only-stub": "error",
      "lock/missing-hash": "error",
    },
  },
};
