import type { ModulePath } from "../../../src/facts/ocaml-scope.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { keptBelow } from "../../../src/workspace/kept-below.ts";
import { type MirageValue, mirageValues } from "../../../src/workspace/mirage-values.ts";
import { fewerArguments, type RemovedLabels, removals, removedLabels } from "./removals.ts";
import { renamingFix } from "./rename.ts";

interface RemovedApi {
  /** Each once, as written: `foreign`, `register ~packages`. */
  readonly gone: readonly string[];
  readonly release: string;
  readonly instead: string;
  /** A version that config.ml keeps mirage below, and which still has it all. */
  readonly below: string | undefined;
}

/** Uses of what one release removed for one reason. */
interface Group extends Pick<RemovedApi, "release" | "instead"> {
  /** What stands in the place of all of them, with the same arguments. */
  readonly renamed?: string | undefined;
  readonly uses: readonly Use[];
}

interface Use {
  readonly gone: string;
  readonly value: MirageValue;
}

export default defineRule<RemovedApi>({
  id: "mirage4/removed-api",
  phase: "resolve",
  severity: "error",
  porting: true,
  fixes: ["safe"],
  summary: "a config.ml uses what a release has removed from Mirage's interface",
  message: ({ gone, release, below }) => {
    const why = below === undefined ? "" : `, and this file keeps mirage below ${below}`;
    return `mirage ${release} removed ${listed(gone)}${why}`;
  },
  help: ({ instead }) => instead,
  check({ workspace, report }) {
    for (const component of workspace.components) {
      if (component.kind !== "unikernel") continue;
      const file = component.configFile;
      for (const { uses, release, instead, renamed } of groupsOf(mirageValues(component.configValues))) {
        const [first, ...others] = uses;
        if (first === undefined) continue;
        const below = keptBelow(component, release);
        const written = uses.map(({ value }) => ({ name: value.path.at(-1) ?? "", span: value.use.span }));
        const fix =
          renamed === undefined || below !== undefined
            ? undefined
            : renamingFix(file, workspace.sources.text(file) ?? "", written, renamed);
        report({
          at: { file, span: first.value.use.span },
          owner: { kind: "component", component },
          symbol: first.gone,
          related: others.map(({ gone, value }) => ({ message: gone, at: { file, span: value.use.span } })),
          also: others.map(({ gone, value }) => ({ symbol: gone, at: { file, span: value.use.span } })),
          data: {
            gone: [...new Set(uses.map(({ gone }) => gone))],
            release,
            instead,
            below,
          },
          ...(below === undefined ? {} : { severity: "warning" as const }),
          ...(fix === undefined ? {} : { fix }),
        });
      }
    }
  },
});

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const nameOf = (path: ModulePath): string => path.join(".");

function groupsOf(values: readonly MirageValue[]): readonly Group[] {
  return [
    ...removals.map(({ names, release, instead, renamed }) => ({
      release,
      instead,
      renamed,
      uses: values
        .filter(({ path }) => names.includes(nameOf(path)))
        .map((value) => ({ gone: nameOf(value.path), value })),
    })),
    ...removedLabels.map((removed) => ({
      release: removed.release,
      instead: removed.instead,
      uses: values.flatMap((value) => usesOfLabels(value, removed)),
    })),
    ...fewerArguments.map(({ name, most, release, instead }) => ({
      release,
      instead,
      uses: values
        .filter((value) => nameOf(value.path) === name && countUnlabelled(value) > most)
        .map((value) => ({ gone: `the second argument of ${name}`, value })),
    })),
  ];
}

function usesOfLabels(value: MirageValue, { functions, labels }: RemovedLabels): readonly Use[] {
  const name = nameOf(value.path);
  if (!functions.includes(name)) return [];
  const given = value.use.application?.arguments ?? [];
  const gone = given.flatMap(({ label }) =>
    label !== undefined && labels.includes(label) ? [`~${label}`] : [],
  );
  return gone.length === 0 ? [] : [{ gone: `${name} ${gone.join(" ")}`, value }];
}

const countUnlabelled = ({ use }: MirageValue): number =>
  use.application?.arguments.filter(({ label }) => label === undefined).length ?? 0;
