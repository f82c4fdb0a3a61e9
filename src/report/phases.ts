import type { Phase } from "../lint/diagnostic.ts";

/** When one would have found out without this tool. */
export const whenFound: Readonly<Record<Phase, string>> = {
  resolve: "when opam-monorepo or dune puts the build together",
  compile: "when the cross-compiler gets to it",
  link: "when the unikernel is linked",
  run: "when the unikernel runs",
  publish: "when others build it",
  review: "when somebody reads it",
};
