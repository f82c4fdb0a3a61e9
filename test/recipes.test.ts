import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readAction, runStep } from "./action/runner.ts";
import { addFiles, commitAll, git, temporaryTree } from "./files/temporary-tree.ts";

const opam = `opam-version: "2.0"
name: "mirage-net"
version: "1.1.0"
synopsis: "Networks"
description: "Networks of unikernels."
maintainer: "a@example.org"
authors: "a"
license: "ISC"
homepage: "https://example.org/mirage-net"
bug-reports: "https://example.org/mirage-net/issues"
dev-repo: "git+https://example.org/mirage-net.git"
depends: ["dune" {>= "3.0"} "ocaml" {>= "4.14"} "lwt"]
build: [["dune" "build" "-p" name "-j" jobs]]
`;

const files = {
  "dune-project": "(lang dune 3.0)\n(name mirage-net)\n",
  "mirage-net.opam": opam.replace('version: "1.1.0"\n', ""),
  "src/dune": "(library\n (name mirage_net)\n (public_name mirage-net)\n (libraries lwt))\n",
  "src/mirage_net.ml": "let mtu = 1500\n",
  "test/dune": "(test\n (name t)\n (libraries mirage-net unix))\n",
  "test/t.ml": "let () = ignore (Unix.time () +. float_of_int Mirage_net.mtu)\n",
};

/** A project with a release in its history. */
function project(): string {
  const root = temporaryTree(files);
  commitAll(root);
  git(root, "tag", "v1.0.0");
  addFiles(root, { "src/mirage_net.ml": "let mtu = 9000\n" });
  git(root, "commit", "-qam", "Allow large frames");
  return root;
}

/** An opam repository whose last commit adds a package. */
function opamRepository(): string {
  const source =
    'url {\n  src: "https://example.org/mirage-net-1.1.0.tbz"\n  checksum: "sha256=' +
    "0".repeat(64) +
    '"\n}\n';
  const root = temporaryTree({ repo: 'opam-version: "2.0"\n', "packages/other/other.1/opam": opam });
  commitAll(root);
  addFiles(root, { "packages/mirage-net/mirage-net.1.1.0/opam": opam + source });
  git(root, "add", "-A");
  git(root, "commit", "-qm", "Add mirage-net.1.1.0");
  return root;
}

/** Programs that the recipes name: mirage-lint is the one that is built, the others only say that they were called. */
function programs(): string {
  const directory = temporaryTree({});
  const scripts = {
    "mirage-lint": `exec ${process.execPath} ${resolve("dist/cli.js")} "$@"`,
    // It packs what git archives.
    "dune-release": `echo "dune-release $*" >> called
if [ "$1" = distrib ]; then
  mkdir _build
  git archive --prefix=mirage-net-1.1.0/ HEAD | bzip2 > _build/mirage-net-1.1.0.tbz
fi`,
    opam: 'echo "opam $*" >> called',
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

const page = readFileSync("docs/recipes.md", "utf8");

/** The blocks of a language below each heading. */
const blocks = (language: string): readonly { readonly heading: string; readonly block: string }[] =>
  page.split(/^## /m).flatMap((section) =>
    [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, block = ""]) => ({
      heading: section.split("\n")[0] ?? "",
      block,
    })),
  );

/** Needs a network; the test of a release installs from a copy of it. */
const isInstallation = (block: string): boolean => block.startsWith("npm install");

function run(
  block: string,
  directory: string,
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", block], {
    cwd: directory,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${programs()}:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: join(directory, "summary.md"),
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "o/r",
      GITHUB_SHA: "abc",
    },
  });
  return { code: status, out: stdout, err: stderr };
}

const runnable = blocks("sh").filter(({ block }) => !isInstallation(block));

describe("the recipes", () => {
  it.each(runnable)("can be run: $heading", ({ block }) => {
    const directory = block.includes("HEAD^1") ? opamRepository() : project();
    expect(run(block, directory)).toMatchObject({ code: 0, err: "" });
  });

  it("leave what they say", () => {
    const directory = project();
    for (const { block } of runnable.filter((one) => !one.block.includes("HEAD^1"))) run(block, directory);
    expect(readFileSync(join(directory, "called"), "utf8")).toBe(
      ["dune-release tag", "dune-release distrib", "dune-release publish", "dune-release opam pkg"]
        .concat("dune-release opam submit", "opam publish", "")
        .join("\n"),
    );
    expect(readdirSync(directory)).toEqual(
      expect.arrayContaining([
        "summary.md",
        "report.json",
        "report.sarif",
        "report.md",
        "verdicts.md",
        "mirage-lint.sarif",
      ]),
    );
    expect(readFileSync(join(directory, "verdicts.md"), "utf8")).toContain("| `mirage-net` | portable |");
  });

  it("tell a script the packages apart", () => {
    const block = runnable.find((one) => one.block.includes("node -p"))?.block ?? "";
    expect(run(block, project()).out).toBe("mirage-net portable\n");
  });

  it("name hooks that there are", () => {
    const hooks: readonly { readonly id: string }[] = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));
    const [config] = blocks("yaml").filter(({ heading }) => heading === "pre-commit");
    const { repos }: { readonly repos: readonly { readonly hooks: readonly { readonly id: string }[] }[] } =
      parse(config?.block ?? "");
    expect(repos.flatMap((repo) => repo.hooks.map(({ id }) => id))).toEqual(hooks.map(({ id }) => id));
  });

  it("leave the reports that GitLab's job names", () => {
    const directory = project();
    const [config] = blocks("yaml").filter(({ heading }) => heading === "GitLab");
    const { "mirage-lint": job }: GitlabConfiguration = parse(config?.block ?? "");
    for (const line of job.script.filter((one) => !isInstallation(one)))
      expect(run(line, directory)).toMatchObject({ code: 0, err: "" });
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(Object.values(job.artifacts.reports)));
    expect(
      JSON.parse(readFileSync(join(directory, job.artifacts.reports.codequality ?? ""), "utf8")),
    ).toEqual([]);
  });

  it("name every input of the action, with its default", () => {
    const rows = new Map<string, string>();
    for (const [, names = "", otherwise = ""] of page.matchAll(/^\| (`[^|]*`) \| ([^|]*) \|/gm))
      for (const [, name = ""] of names.matchAll(/`([^`]+)`/g)) rows.set(name, otherwise.trim());
    const { inputs } = readAction();
    expect([...rows.keys()].sort()).toEqual(Object.keys(inputs).sort());
    for (const [name, otherwise] of rows)
      if (otherwise.startsWith("`")) expect(otherwise).toBe(`\`${inputs[name]?.default}\``);
  });
});

interface GitlabConfiguration {
  readonly "mirage-lint": {
    readonly script: readonly string[];
    readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
  };
}

interface WorkflowStep {
  readonly uses?: string;
  readonly id?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly "continue-on-error"?: boolean;
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<string, { readonly permissions: object; readonly steps: readonly WorkflowStep[] }>
  >;
}

const workflows = readdirSync("docs/workflows").map((name) => {
  const text = readFileSync(join("docs/workflows", name), "utf8");
  const workflow: Workflow = parse(text);
  return { name, text, workflow, steps: Object.values(workflow.jobs).flatMap(({ steps }) => steps) };
});

/** Of actions/checkout and github/codeql-action/upload-sarif at the commits that the workflows name. */
const inputsOfOthers = ["fetch-depth", "persist-credentials", "sarif_file", "category"];

const ownStep = (steps: readonly WorkflowStep[]): WorkflowStep | undefined =>
  steps.find(({ uses = "" }) => uses.startsWith("OWNER/mirage-lint@"));

describe.each(workflows)("the workflow $name", ({ name, text, workflow, steps }) => {
  it("names others' actions by commit, with the version beside it", () => {
    for (const [line, action = ""] of text.matchAll(/uses: (\S+).*$/gm))
      if (!action.startsWith("OWNER/")) expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("names inputs and outputs that there are", () => {
    const { inputs, outputs } = readAction();
    for (const step of steps) {
      const known = step === ownStep(steps) ? Object.keys(inputs) : inputsOfOthers;
      expect(known).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    }
    const named = [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)];
    for (const [, id, output = ""] of named) {
      expect(id).toBe(ownStep(steps)?.id);
      expect(Object.keys(outputs)).toContain(output);
    }
  });

  it("asks for no permission but what it needs, and leaves no credentials in the tree", () => {
    expect(workflow.permissions).toEqual({});
    const uploads = text.includes("upload-sarif");
    for (const job of Object.values(workflow.jobs))
      expect(job.permissions).toEqual({
        contents: "read",
        ...(uploads ? { "security-events": "write" } : {}),
      });
    expect(steps[0]?.with?.["persist-credentials"]).toBe(false);
    for (const step of steps.filter(({ uses = "" }) => uses.includes("upload-sarif")))
      expect(step).toMatchObject({ "continue-on-error": true, if: expect.stringContaining("always()") });
  });

  it("has a step that runs", () => {
    const workspace = workspaceFor(name);
    const given = Object.entries(ownStep(steps)?.with ?? {}).map(([input, value]) => [input, String(value)]);
    const { code, outputs } = runStep({ workspace, with: Object.fromEntries(given) });
    expect({ code, errors: outputs.errors }).toEqual({ code: 0, errors: "0" });
    expect(outputs.verdict).not.toBe("");
  });
});

function workspaceFor(workflow: string): string {
  if (workflow === "opam-repository.yml") return opamRepository();
  return workflow === "unikernel.yml" ? unikernel() : project();
}

function unikernel(): string {
  return temporaryTree({
    "config.ml": 'open Mirage\nlet () = register "hello" [ main "Unikernel" job ]\n',
    "unikernel.ml": "let start () = Lwt.return_unit\n",
  });
}

it("the README shows the workflow of a package as it is", () => {
  expect(readFileSync("README.md", "utf8")).toContain(
    `\`\`\`yaml\n${readFileSync("docs/workflows/package.yml", "utf8")}\`\`\`\n`,
  );
});
