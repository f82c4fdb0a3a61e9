import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/read-config.ts";
import {
  type CommandLineSettings,
  originText,
  type Setting,
  type Settings,
  settingsOf,
} from "../../src/config/settings.ts";

function settingsFrom(text: string, said: CommandLineSettings = {}, below = ""): Settings {
  const result = readConfig("mirage-lint.toml", text);
  if (result.kind === "unfit") throw new Error(result.problems.map(({ message }) => message).join("; "));
  return settingsOf(said, { config: result.config, below, resolve: (path) => `/tree/${path}` });
}

const told = (setting: Setting<unknown> | undefined): string | undefined =>
  setting === undefined ? undefined : `${setting.value} by ${originText(setting.from)}`;

describe("what is in force", () => {
  it("is the recommended preset where nobody says anything", () => {
    const { preset, strict, all, failOn, packages, target, index, file } = settingsOf();
    expect([preset, strict, all, failOn, target, index].map(told)).toEqual([
      "recommended by default",
      "false by default",
      "false by default",
      "error by default",
      "undefined by default",
      "undefined by default",
    ]);
    expect(packages.value).toEqual([]);
    expect(file).toBeUndefined();
  });

  it("is what the preset says, before it the file, and before that the command line", () => {
    const text = 'preset = "strict"\ntarget = "solo5-0.8"\n';
    expect(told(settingsFrom(text).failOn)).toBe("warning by preset strict");
    expect(told(settingsFrom(`${text}fail-on = "note"`).failOn)).toBe("note by mirage-lint.toml:3");
    expect(told(settingsFrom(`${text}fail-on = "note"`, { failOn: "never" }).failOn)).toBe(
      "never by --fail-on",
    );
    expect(told(settingsFrom(`${text}strict = false`).strict)).toBe("false by mirage-lint.toml:3");
    expect(told(settingsFrom(`${text}strict = false`, { strict: true }).strict)).toBe("true by --strict");
    expect(told(settingsFrom(text, { target: "solo5-1.3" }).target)).toBe("solo5-1.3 by --target");
  });

  it("is the command line's list of packages in place of the file's, where it has one", () => {
    expect(told(settingsFrom('packages = ["a"]', { packages: [] }).packages)).toBe("a by mirage-lint.toml:1");
    expect(told(settingsFrom('packages = ["a"]', { packages: ["b"] }).packages)).toBe("b by --package");
  });

  it("takes the index from the directory of the file", () => {
    expect(told(settingsFrom('index = "index.br"').index)).toBe("/tree/index.br by mirage-lint.toml:1");
  });
});

describe("the severity of a rule", () => {
  it("is its own where nobody sets it", () => {
    expect(settingsFrom("").severityOf("libc/missing-header", "a.c")).toBeUndefined();
  });

  it("is that of the rule before that of its family, in whatever order", () => {
    const { severityOf } = settingsFrom(
      '[rules]\n"libc/missing-header" = "error"\n"libc/*" = "off"\n"unix/*" = "note"',
    );
    expect(told(severityOf("libc/missing-header", "a.c"))).toBe("error by mirage-lint.toml:2");
    expect(told(severityOf("libc/undeclared-name", "a.c"))).toBe("off by mirage-lint.toml:3");
    expect(told(severityOf("unix/linked-library", "dune"))).toBe("note by mirage-lint.toml:4");
  });

  it("is the file's before the preset's, a family before the preset's rule", () => {
    const text = 'preset = "unikernel"\n';
    expect(told(settingsFrom(text).severityOf("lock/missing-hash", "x"))).toBe("error by preset unikernel");
    expect(
      told(settingsFrom(`${text}rules = { "lock/*" = "note" }`).severityOf("lock/missing-hash", "x")),
    ).toBe("note by mirage-lint.toml:2");
  });

  const overrides = `rules = { "libc/*" = "note" }
[[overrides]]
paths = ["vendor/", "*.h", "!keep.h"]
rules = { "libc/missing-header" = "off" }
[[overrides]]
paths = ["/vendor/ours/"]
rules = { "libc/*" = "error" }
`;

  it.each([
    ["src/a.c", "note by mirage-lint.toml:1"],
    ["vendor/x/a.c", "off by mirage-lint.toml:4"],
    ["lib/vendor/a.c", "off by mirage-lint.toml:4"],
    ["include/a.h", "off by mirage-lint.toml:4"],
    ["include/keep.h", "note by mirage-lint.toml:1"],
    ["vendor/ours/a.c", "error by mirage-lint.toml:7"],
    ["lib/vendor/ours/a.c", "off by mirage-lint.toml:4"],
  ])("of %s is that of the last override whose globs match it: %s", (file, expected) => {
    expect(told(settingsFrom(overrides).severityOf("libc/missing-header", file))).toBe(expected);
  });

  it("is found by paths from the directory of the file, wherever the checked root is below it", () => {
    const { severityOf } = settingsFrom(overrides, {}, "vendor/ours/");
    expect(told(severityOf("libc/missing-header", "a.c"))).toBe("error by mirage-lint.toml:7");
  });
});

describe("ignored files", () => {
  const { ignoredBy } = settingsFrom('ignore = ["test/", "/vendor/*", "!/vendor/ours", "*.gen.c"]');

  it.each([
    ["test/a.ml", "test/"],
    ["lib/test/a.ml", "test/"],
    ["vendor/theirs/dune", "/vendor/*"],
    ["vendor/ours/dune", undefined],
    ["lib/vendor/x/dune", undefined],
    ["a.gen.c", "*.gen.c"],
    ["testing/a.ml", undefined],
  ])("%s is one by %s", (file, glob) => {
    expect(ignoredBy(file)?.value).toBe(glob);
  });
});
