import { type Command, InvalidArgumentError } from "commander";
import { formats, type OutputRequest } from "../report/formats.ts";
import { colorOption, formatOption, withSettingsOptions } from "./options.ts";

/** Options that the help would show a meaningless default of. */
export const unsaid = { output: [] };

/** What commands have that report a finished run. */
export function withReportOptions(command: Command): Command {
  return withSettingsOptions(command)
    .addOption(formatOption(formats))
    .option("-o, --output <format=file>", "also write a report to a file (can be repeated)", outputRequest)
    .option(
      "--summary <file>",
      "add the Markdown report to a file, such as a GitHub job's $GITHUB_STEP_SUMMARY",
    )
    .option(
      "--link-base <url>",
      "where files can be looked at, for links in Markdown: .../OWNER/NAME/blob/COMMIT",
    )
    .option(
      "--path-prefix <path>",
      "put a directory before every path: where the tree stands in its repository",
    )
    .addOption(colorOption("report"));
}

function outputRequest(text: string, before: readonly OutputRequest[] = []): readonly OutputRequest[] {
  const equals = text.indexOf("=");
  const format = formats.find((name) => name === text.slice(0, equals));
  const file = text.slice(equals + 1);
  if (format === undefined || file === "")
    throw new InvalidArgumentError(`Expected FORMAT=FILE, where FORMAT is one of ${formats.join(", ")}.`);
  return [...before, { format, file }];
}
