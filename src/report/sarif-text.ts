import { printable } from "./escape.ts";

export function sentence(text: string): string {
  const shown = printable(text);
  return /[.!?]$/.test(shown) ? shown : `${shown}.`;
}

/**
 * A space keeps `[text](target)` in a checked file from being a link (SARIF 2.1.0, 3.11.6). Braces stay single,
 * against 3.11.5: viewers put in placeholders only where a message has arguments, and would show `{{` as it is.
 */
export function plainSentence(text: string): string {
  return sentence(text).replaceAll("](", "] (");
}

/** SARIF 2.1.0, 3.11.6: brackets and backslashes of a link's text take a backslash. */
export function linkText(text: string): string {
  return printable(text).replace(/[\\[\]]/g, "\\$&");
}
