import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Component, Workspace } from "../../src/workspace/model.ts";
import { closureOf, wayCounter, wayOf, waysToMissing } from "../../src/workspace/reach.ts";
import { libraryOf, workspaceOf } from "./workspace-of.ts";

function shortestWay(from: Component, { components, resolver }: Workspace) {
  return wayOf([...waysToMissing(components, resolver.edgesOf).edgesFrom(from)]);
}

/** Libraries `a: b c` in one dune file. */
function graph(...lines: readonly string[]): Workspace {
  const stanzas = lines.map((line) => {
    const [name, libraries] = line.split(":");
    return `(library (name ${name}) (libraries ${libraries}))`;
  });
  return workspaceOf({ dune: stanzas.join("\n") });
}

function wayFrom(workspace: Workspace, name: string): string | undefined {
  const way = shortestWay(libraryOf(workspace, name), workspace);
  return way?.edges.map((edge) => edge.name).join(" > ");
}

function waysFrom(workspace: Workspace, name: string, culprit = "unix"): number {
  return wayCounter(workspace.resolver.edgesOf)(libraryOf(workspace, name), culprit);
}

describe("the way to what is missing", () => {
  it("is the shortest one", () => {
    expect(wayFrom(graph("a: b d", "b: c", "c: unix", "d: unix"), "a")).toBe("d > unix");
  });

  it("is the first named of several as short", () => {
    expect(wayFrom(graph("a: c b", "b: unix", "c: unix"), "a")).toBe("c > unix");
  });

  it("is none where nothing is missing, also in circles", () => {
    expect(wayFrom(graph("a: b", "b: c str", "c: a"), "a")).toBeUndefined();
    expect(wayFrom(graph("a: a"), "a")).toBeUndefined();
  });

  it("has every edge where the one before asks for it", () => {
    const workspace = graph("a: b", "b: unix");
    const way = shortestWay(libraryOf(workspace, "a"), workspace);
    const text = workspace.sources.text("dune") ?? "";
    expect(
      way?.edges.map(({ at }) => [
        text.slice(0, at.span.start).split("\n").length,
        text.slice(at.span.start, at.span.end),
      ]),
    ).toEqual([
      [1, "b"],
      [2, "unix"],
    ]);
  });

  it("leads out of circles", () => {
    expect(wayFrom(graph("a: b", "b: a c", "c: b unix"), "a")).toBe("b > c > unix");
  });
});

describe("the number of ways", () => {
  it("counts every one", () => {
    expect(waysFrom(graph("a: b c", "b: d", "c: d unix", "d: unix"), "a")).toBe(3);
    expect(waysFrom(graph("a: b", "b: str"), "a")).toBe(0);
  });

  it("is at most 99, however many there are", () => {
    const diamonds = Array.from({ length: 40 }, (_, at) => [
      `n${at}: l${at} r${at}`,
      `l${at}: n${at + 1}`,
      `r${at}: n${at + 1}`,
    ]).flat();
    expect(waysFrom(graph(...diamonds, "n40: unix"), "n0")).toBe(99);
  });
});

describe("in any graph of libraries", () => {
  const size = 8;
  const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size)), { maxLength: 24 });

  it("there is a way to what is missing just where the closure names it", () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const workspace = graph(
          ...Array.from({ length: size }, (_, from) => {
            const targets = pairs
              .filter(([source]) => source === from)
              .map(([, to]) => (to === size ? "unix" : `n${to}`));
            return `n${from}: ${targets.join(" ")}`;
          }),
        );
        const start = libraryOf(workspace, "n0");
        const closure = [...closureOf(start, workspace.resolver.edgesOf)];
        const names = closure.flatMap((reached) =>
          workspace.resolver.edgesOf(reached).map(({ name }) => name),
        );
        const way = wayFrom(workspace, "n0");
        expect(way !== undefined).toBe(names.includes("unix"));
        expect(waysFrom(workspace, "n0") > 0).toBe(names.includes("unix"));
        if (way !== undefined) expect(new Set(way.split(" > ")).size).toBe(way.split(" > ").length);
      }),
      { numRuns: 60 },
    );
  });
});
