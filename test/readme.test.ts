import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../rules/index.ts";
import { sectionOf } from "./rule-page.ts";
import { checkoutOf, transcriptAgain, transcriptsOf } from "./transcript.ts";

const readme = readFileSync("README.md", "utf8");

describe("the README", () => {
  it("shows what its first command prints", () => {
    const shown = /```console\n\$ npx mirage-lint fixtures\/quickstart\n(?<output>[\s\S]*?)\n```/.exec(
      readme,
    );
    const run = spawnSync(process.execPath, ["dist/cli.js", "fixtures/quickstart"], { encoding: "utf8" });
    expect(run.stdout.trimEnd()).toBe(shown?.groups?.output);
    expect(run.status).toBe(1);
  });

  it("shows what why prints", () => {
    const shown = /```console\n\$ npx mirage-lint (?<words>why .*)\n(?<output>[\s\S]*?)\n```/.exec(
      readme,
    )?.groups;
    const run = spawnSync(process.execPath, ["dist/cli.js", ...(shown?.words ?? "").split(" ")], {
      encoding: "utf8",
    });
    expect(run.stdout.trimEnd()).toBe(shown?.output);
    expect(run.status).toBe(0);
  });

  it("shows what boot prints", () => {
    const shown = /```console\n\$ npx mirage-lint boot -C fixtures\/boot\n(?<output>[\s\S]*?)\n```/.exec(
      readme,
    );
    const run = spawnSync(process.execPath, ["dist/cli.js", "boot", "-C", "fixtures/boot"], {
      encoding: "utf8",
    });
    expect(run.stdout.trimEnd()).toBe(shown?.groups?.output);
    expect(run.status).toBe(1);
  });

  it("shows how thirty old findings are put aside, and what fails afterwards", { timeout: 60_000 }, () => {
    const section = sectionOf(readme, "Turn it on today");
    const directory = checkoutOf("fixtures/old-findings");
    const transcripts = transcriptsOf(section);
    expect(transcripts.length).toBeGreaterThan(1);
    for (const transcript of transcripts) expect(transcriptAgain(transcript, directory)).toBe(transcript);
    // One screen.
    expect(section.split("\n").length).toBeLessThan(50);
  });

  it("lists every rule with its summary", () => {
    for (const { id, summary } of rules)
      expect(readme).toContain(`| [\`${id}\`](docs/rules/${id.replace("/", "-")}.md) | ${summary} |`);
  });
});
