/** Whether a URL is of a version control system, and so is fetched at a reference and not by a hash. */
export const isVersioned = (url: string): boolean =>
  /^(?:git|hg|darcs|svn)(?:\+|:)|^(?:git@|ssh:)/.test(url) || /\.git(?:#|$)/.test(url);

/** What follows `#`: a branch, a tag or a commit; empty where there is nothing. */
export function referenceOf(url: string): string {
  const hash = url.indexOf("#");
  return hash === -1 ? "" : url.slice(hash + 1);
}

/** Whether what is fetched can change although the URL does not. */
export const isUnpinned = (url: string): boolean =>
  isVersioned(url) && !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(referenceOf(url));
