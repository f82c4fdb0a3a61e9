import type { Run } from "../lint/run.ts";
import { renderGithub } from "./github.ts";
import { renderJson } from "./json.ts";
import { renderOcaml } from "./ocaml.ts";
import { renderPretty } from "./pretty.ts";
import { renderSarif } from "./sarif.ts";
import { coloured, plain } from "./style.ts";

export const formats = ["pretty", "json", "sarif", "github", "ocaml"] as const;
export type Format = (typeof formats)[number];

/** A report that goes to a file, beside the one that is printed. */
export interface OutputRequest {
  readonly format: Format;
  readonly file: string;
}

export function render(run: Run, format: Format, colour: boolean): string {
  switch (format) {
    case "pretty":
      return renderPretty(run, colour ? coloured : plain);
    case "json":
      return renderJson(run);
    case "sarif":
      return renderSarif(run);
    case "github":
      return renderGithub(run);
    case "ocaml":
      return renderOcaml(run);
  }
}
