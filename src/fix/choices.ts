/** `--fix`, and `--fix=all`. */
export const fixChoices = ["safe", "all"] as const;
export type FixChoice = (typeof fixChoices)[number];
