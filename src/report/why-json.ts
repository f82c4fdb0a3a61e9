import type { Location } from "../lint/diagnostic.ts";
import { type Answer, mostCounted } from "../why/answer.ts";
import type { Path } from "../why/graph.ts";
import type { Place } from "../workspace/sources.ts";
import { printableJson } from "./escape.ts";

/** The answer as JSON, version 1; all starts are in it, and `from` only where one was given. Lines are 1-based. */
export function renderWhyJson(
  { question, target, starts, startKind, onlyForDevelopment }: Answer,
  locate: (place: Place) => Location,
): string {
  return printableJson({
    version: 1,
    target: { name: question.name, kind: target.kind, described: target.described },
    from: question.from,
    startKind,
    onlyForDevelopment,
    starts: starts.map(({ paths, otherPaths, sameWay }) => ({
      name: paths[0]?.start.name,
      paths: paths.map((path) => stepsOf(path, locate)),
      otherPaths,
      otherPathsAtLeast: otherPaths === mostCounted,
      sameWay,
    })),
  });
}

function stepsOf({ start, arrows }: Path, locate: (place: Place) => Location): readonly object[] {
  const root = start.at === undefined ? undefined : locate(start.at);
  return [
    { name: start.name, kind: start.kind, file: root?.file, line: root?.line },
    ...arrows.map(({ to, via, at }) => {
      const found = at === undefined ? undefined : locate(at);
      return { name: to.name, kind: to.kind, via, file: found?.file, line: found?.line };
    }),
  ];
}
