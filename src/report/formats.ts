import type { Run } from "../lint/run.ts";
import { renderGithub } from "./github.ts";
import { renderGitlab } from "./gitlab.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { mostBytesOfComment, renderMarkdown } from "./markdown.ts";
import { renderOcaml } from "./ocaml.ts";
import { renderPretty } from "./pretty.ts";
import type { Report } from "./report.ts";
import { renderRepositoryPretty } from "./repository-pretty.ts";
import { sarifReport } from "./sarif.ts";
import { coloured, plain } from "./style.ts";

export const formats = ["pretty", "json", "sarif", "github", "ocaml", "markdown", "gitlab", "junit"] as const;
export type Format = (typeof formats)[number];

/** A report that goes to a file, beside the one that is printed. */
export interface OutputRequest {
  readonly format: Format;
  readonly file: string;
}

export interface RenderOptions {
  readonly colour?: boolean;
  /** Where files of the tree can be looked at, for links: `https://github.com/OWNER/NAME/blob/COMMIT`. */
  readonly linkBase?: string;
  /** A job summary has all findings, so that `github` need not. */
  readonly inSummary?: boolean;
}

/** The text of one format, and what it could not hold. */
export function report(run: Run, format: Format, options: RenderOptions = {}): Report {
  return format === "sarif" ? sarifReport(run) : { text: render(run, format, options), warnings: [] };
}

export function render(run: Run, format: Format, options: RenderOptions = {}): string {
  switch (format) {
    case "pretty":
      return prettyReport(run)(run, options.colour === true ? coloured : plain);
    case "json":
      return renderJson(run);
    case "sarif":
      return sarifReport(run).text;
    case "github":
      return renderGithub(run, options.inSummary === true);
    case "ocaml":
      return renderOcaml(run);
    case "markdown":
      return renderMarkdown(run, { ...options, mostBytes: mostBytesOfComment });
    case "gitlab":
      return renderGitlab(run);
    case "junit":
      return renderJunit(run);
  }
}

/** Packages of a repository are many, and their opam files alone are seen. */
const prettyReport = ({ mode }: Run) => (mode === "repository" ? renderRepositoryPretty : renderPretty);
