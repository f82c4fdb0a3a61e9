/** `, and 2 more times`, for a finding about the first of several calls. */
export function andMore(otherCalls: number): string {
  return otherCalls === 0 ? "" : `, and ${otherCalls} more ${otherCalls === 1 ? "time" : "times"}`;
}
