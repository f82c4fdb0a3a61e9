/** What `mirage-lint why` can print. */
export const whyFormats = ["pretty", "dot", "svg", "json"] as const;
export type WhyFormat = (typeof whyFormats)[number];
