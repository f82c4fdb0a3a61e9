import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mirageLint } from "./command.ts";

const manifest: { readonly version: string } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);

const rules: readonly {
  readonly id: string;
  readonly phase: string;
  readonly severity: string;
  readonly summary: string;
}[] = JSON.parse(mirageLint(["rules", "--format", "json"]).out);

describe("mirage-lint", () => {
  it("prints its version", () => {
    for (const option of ["--version", "-V"])
      expect(mirageLint([option])).toEqual({ code: 0, out: `${manifest.version}\n`, err: "" });
  });

  it("prints its help: every command, and the exit codes", () => {
    const { code, out } = mirageLint(["--help"]);
    expect(code).toBe(0);
    for (const word of [
      "check",
      "why",
      "blockers",
      "explain",
      "rules",
      "target",
      "nothing to check",
      "internal error",
    ])
      expect(out).toContain(word);
  });

  it("prints the help of a command: every option of check", () => {
    const { code, out } = mirageLint(["check", "--help"]);
    expect(code).toBe(0);
    for (const option of [
      "--package",
      "--all",
      "--strict",
      "--format",
      "--output",
      "--fail-on",
      "--target",
      "--color",
    ])
      expect(out).toContain(option);
  });
});

describe("mirage-lint rules", () => {
  it("lists every rule with its severity and phase, one on a line", () => {
    const { code, out, err } = mirageLint(["rules"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.trimEnd().split("\n");
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(rules.map(({ id }) => id));
    for (const [at, { severity, phase, summary }] of rules.entries()) {
      expect(lines[at]).toContain(severity);
      expect(lines[at]).toContain(phase);
      expect(lines[at]).toContain(summary);
    }
  });

  it("has ids that read as what they find, each once", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, phase } of rules) {
      expect(id).toMatch(/^(?:unix|dune|libc|stdlib|lock|mirage4|publish|lint)\/[a-z0-9-]+$/);
      expect(["resolve", "compile", "link", "run", "publish", "review"]).toContain(phase);
    }
  });
});

describe("mirage-lint explain", () => {
  it("tells about every rule", () => {
    for (const { id } of rules.slice(0, 3)) {
      const { code, out, err } = mirageLint(["explain", id]);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain(id);
    }
  });

  it("tells which rule may be meant, with exit code 2", () => {
    const { code, out, err } = mirageLint(["explain", "linked-library"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("unix/linked-library");
    expect(mirageLint(["explain", "no/such\u001b[31m"]).err).not.toContain("\u001b");
  });
});

describe("mirage-lint target import", () => {
  it("without what it needs tells how it is used, with exit code 2", () => {
    const { code, err } = mirageLint(["target", "import"]);
    expect(code).toBe(2);
    expect(err).toContain("--ocaml-solo5");
  });
});
