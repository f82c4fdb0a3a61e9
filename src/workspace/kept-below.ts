import { compareVersions } from "../opam/version-order.ts";
import type { Unikernel } from "./model.ts";

/** The version that a comment in config.ml keeps mirage below, where that keeps it older than `release`; undefined where it does not. */
export function keptBelow({ mirageBelow }: Unikernel, release: string): string | undefined {
  return mirageBelow !== undefined && compareVersions(mirageBelow, release) <= 0 ? mirageBelow : undefined;
}
