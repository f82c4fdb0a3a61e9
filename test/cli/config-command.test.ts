import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const config = `preset = "strict"
ignore = ["vendor/"]

[rules]
"libc/*" = "warning"

[[unix-only]]
libraries = ["kettle.socket"]
reason = "the host's sockets"

[[overrides]]
paths = ["src/"]
rules = { "libc/thread-local" = "off" }
`;

/** The lines of the list, without their padding. */
const rowsIn = (out: string): readonly string[] =>
  out
    .split("\n")
    .slice(2, -1)
    .map((line) => line.replace(/ {2,}/g, " | "));

describe("mirage-lint config", () => {
  it("tells each value and where it comes from", () => {
    const cwd = temporaryTree({ "mirage-lint.toml": config, "src/a.c": "", "vendor/b/c.ml": "" });
    const { code, out } = mirageLint(["config", "--target", "solo5-0.8"], { cwd });
    expect(code).toBe(0);
    expect(rowsIn(out)).toEqual([
      "preset | strict | mirage-lint.toml:1",
      "target | solo5-0.8 | --target",
      "packages | all | default",
      "strict | true | preset strict",
      "all | false | default",
      "fail-on | warning | preset strict",
      "index | the one that comes along | default",
      "baseline | none | default",
      "ignore | vendor/ | mirage-lint.toml:2",
      "unix-only | library kettle.socket: the host's sockets | mirage-lint.toml:8",
      "libc/* | warning | mirage-lint.toml:5",
      "libc/thread-local | off in src/ | mirage-lint.toml:13",
    ]);
  });

  it("tells what holds for a file", () => {
    const cwd = temporaryTree({ "mirage-lint.toml": config });
    const inForce = (file: string) => rowsIn(mirageLint(["config", file], { cwd }).out);
    expect(inForce("src/a.c")).toEqual(
      expect.arrayContaining([
        "libc/missing-header | warning | mirage-lint.toml:5",
        "libc/thread-local | off | mirage-lint.toml:13",
      ]),
    );
    expect(inForce("lib/a.c")).toContain("libc/thread-local | warning | mirage-lint.toml:5");
    expect(inForce("vendor/a.c")).toContain("ignored | vendor/ | mirage-lint.toml:2");
    expect(mirageLint(["config", "../a.c"], { cwd })).toMatchObject({ code: 2, out: "" });
  });

  it("names a file above the checked directory by the way to it, and goes by paths from there", () => {
    const cwd = temporaryTree({ "mirage-lint.toml": config });
    addFiles(cwd, { "src/dune": "" });
    const { out } = mirageLint(["config", "src/a.c", "-C", "src", "-f", "json"], { cwd });
    const told = JSON.parse(out);
    expect(told).toMatchObject({ version: 1, config: "../mirage-lint.toml", file: "a.c", ignored: null });
    expect(told.preset).toEqual({
      value: "strict",
      from: { kind: "file", file: "../mirage-lint.toml", line: 1, column: 10 },
    });
    expect(told.rules).toContainEqual({
      rule: "libc/thread-local",
      severity: "off",
      from: { kind: "file", file: "../mirage-lint.toml", line: 13, column: 33 },
    });
  });

  it("says of globs that they match no file of the directory that they start from", () => {
    const globs = `ignore = ["vendor/", "!vendor/ours/", "/lib"]
[[overrides]]
paths = ["src/", "*.h"]
rules = { "libc/*" = "off" }
`;
    const files = { "vendor/a.c": "", ".gitignore": "*.h", "b.h": "", "src/dune": "" };
    const cwd = temporaryTree({ "mirage-lint.toml": globs, ...files });
    for (const place of [".", "src"]) {
      const { code, out } = mirageLint(["config", "-C", place], { cwd });
      const file = place === "." ? "mirage-lint.toml" : "../mirage-lint.toml";
      expect(code).toBe(0);
      expect(rowsIn(out).slice(-4)).toEqual([
        `ignore | vendor/ | ${file}:1`,
        `ignore | !vendor/ours/ (matches no file) | ${file}:1`,
        `ignore | /lib (matches no file) | ${file}:1`,
        `libc/* | off in src/, *.h (matches no file) | ${file}:4`,
      ]);
    }
    const { out } = mirageLint(["config", "-f", "json"], { cwd });
    expect(JSON.parse(out).unmatched).toEqual(["!vendor/ours/", "/lib", "*.h"]);
  });

  it("tells of the target that a lockfile asks for", () => {
    const cwd = temporaryTree({
      "hello.opam.locked": `opam-version: "2.0"
depends: ["ocaml-solo5" {= "0.8.5"}]
x-opam-monorepo-root-packages: ["hello"]
x-opam-monorepo-version: "0.3"
`,
    });
    expect(rowsIn(mirageLint(["config"], { cwd }).out)).toContain("target | solo5-0.8 | lockfile");
    expect(mirageLint(["config"], { cwd }).out).toContain("no mirage-lint.toml");
  });

  it("is wrong use where the configuration is unfit, or there is no such directory", () => {
    const cwd = temporaryTree({ "mirage-lint.toml": "strct = true" });
    expect(mirageLint(["config"], { cwd })).toMatchObject({ code: 2, out: "" });
    expect(mirageLint(["config", "-C", join(cwd, "none")])).toMatchObject({ code: 2, out: "" });
    expect(mirageLint(["config", "--no-config"], { cwd }).code).toBe(0);
  });
});
