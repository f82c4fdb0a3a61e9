import { CommanderError } from "commander";
import { expect, test, vi } from "vitest";
import { commandLine } from "../src/command-line.ts";

test.each([
  ["an option that there is not", ["check", "--nope"]],
  ["a report to nowhere", ["check", "--output", "sarif", "."]],
  ["a format that there is not", ["rules", "--format", "sarif"]],
  ["a missing argument", ["explain"]],
])("says that it is wrong use, of whichever command: %s", async (_, argv) => {
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const parsed = commandLine().parseAsync(argv, { from: "user" });
    await expect(parsed).rejects.toBeInstanceOf(CommanderError);
  } finally {
    stderr.mockRestore();
  }
});
