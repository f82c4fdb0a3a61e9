/** What a name can stand for, in the order in which it is taken where several fit. */
export const targetKinds = ["library", "package", "header", "module"] as const;
export type TargetKind = (typeof targetKinds)[number];
