const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const tilde = 126;

/**
 * Compares two versions as opam does: negative, zero or positive. `~` comes before the end, the end before letters, letters
 * before all else, and digits count as numbers; what follows the last `-` decides only where the rest is equal.
 * Source: src/core/opamVersionCompare.ml of opam, after Debian's order.
 */
export function compareVersions(left: string, right: string): number {
  if (left === right) return 0;
  const leftCut = cutOf(left);
  const rightCut = cutOf(right);
  return (
    compareParts(left.slice(0, leftCut), right.slice(0, rightCut)) ||
    compareParts(left.slice(leftCut + 1), right.slice(rightCut + 1))
  );
}

function cutOf(version: string): number {
  const dash = version.lastIndexOf("-");
  return dash === -1 ? version.length : dash;
}

function compareParts(left: string, right: string): number {
  let leftAt = 0;
  let rightAt = 0;
  while (leftAt < left.length || rightAt < right.length) {
    while (isText(left, leftAt) || isText(right, rightAt)) {
      const difference = rank(left, leftAt) - rank(right, rightAt);
      if (difference !== 0) return difference;
      leftAt++;
      rightAt++;
    }
    const leftNumber = numberAt(left, leftAt);
    const rightNumber = numberAt(right, rightAt);
    const difference =
      leftNumber.digits.length - rightNumber.digits.length ||
      (leftNumber.digits < rightNumber.digits ? -1 : leftNumber.digits > rightNumber.digits ? 1 : 0);
    if (difference !== 0) return difference;
    leftAt = leftNumber.end;
    rightAt = rightNumber.end;
  }
  return 0;
}

const isText = (version: string, at: number): boolean =>
  at < version.length && !isDigit(version.charCodeAt(at));

/** Where a character stands among those that are no digits; a digit and the end stand between `~` and letters. */
function rank(version: string, at: number): number {
  if (!isText(version, at)) return 0;
  const code = version.charCodeAt(at);
  if (code === tilde) return -1;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 0x10000;
}

/** The digits from `at` on, without leading zeros, and where they end. */
function numberAt(version: string, at: number): { readonly digits: string; readonly end: number } {
  let end = at;
  while (end < version.length && isDigit(version.charCodeAt(end))) end++;
  let start = at;
  while (start < end && version.charCodeAt(start) === 48) start++;
  return { digits: version.slice(start, end), end };
}
