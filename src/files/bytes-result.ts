/** Bytes that were read or unpacked, or why there are none. */
export type BytesResult = { readonly kind: "bytes"; readonly bytes: Buffer } | Unfit;

export interface Unfit {
  readonly kind: "unfit";
  readonly why: string;
}

export const unfit = (why: string): Unfit => ({ kind: "unfit", why });

export const largerThan = (limit: number): string => `unpacks to more than ${limit / 1_000_000} MB`;
