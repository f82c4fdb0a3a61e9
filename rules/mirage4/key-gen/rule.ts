import { defineRule, type RuleContext } from "../../../src/lint/rule.ts";
import { keptBelow } from "../../../src/workspace/kept-below.ts";
import type { Unikernel } from "../../../src/workspace/model.ts";
import type { Place } from "../../../src/workspace/sources.ts";

type KeyGen =
  | {
      readonly kind: "module";
      /** As written: `Key_gen.port`. */
      readonly written: string;
      readonly others: number;
      readonly below: string | undefined;
    }
  | { readonly kind: "stage"; readonly others: number; readonly below: string | undefined };

/** What keys became in it: of `mirage configure` alone. */
const release = "4.5.0";

export default defineRule<KeyGen>({
  id: "mirage4/key-gen",
  phase: "compile",
  severity: "error",
  porting: true,
  summary: "a unikernel reads its arguments from Key_gen, which mirage no longer generates",
  message: (data) => {
    const more = data.others === 0 ? "" : ` (and ${data.others} more in this file)`;
    const kept = data.below === undefined ? "" : `, and config.ml keeps mirage below ${data.below}`;
    return data.kind === "module"
      ? `${data.written}${more}: mirage ${release} and later generate no Key_gen${kept}`
      : `~stage${more}: mirage ${release} removed it, since keys are there for mirage configure alone${kept}`;
  },
  help: ({ kind }) =>
    kind === "module"
      ? "let NAME = Mirage_runtime.register_arg Cmdliner.Arg.(…) in the unikernel, and NAME () for its value"
      : "take ~stage away; what is asked at boot the unikernel registers with Mirage_runtime.register_arg",
  check(context) {
    for (const component of context.workspace.components) {
      if (component.kind !== "unikernel") continue;
      reportModule(context, component);
      reportStages(context, component);
    }
  },
});

function reportModule({ report }: RuleContext<KeyGen>, component: Unikernel): void {
  const uses = component.ofMirage3.filter(
    ({ reference: { path, use } }) => path[0] === "Key_gen" && use !== "alias",
  );
  for (const file of new Set(uses.map((use) => use.file))) {
    const [first, ...others] = uses.filter((use) => use.file === file);
    if (first === undefined) continue;
    const { span, path } = first.reference;
    const below = keptBelow(component, release);
    report({
      at: { file, span },
      owner: { kind: "component", component },
      symbol: "Key_gen",
      related: others.map(({ reference }) => ({
        message: reference.path.join("."),
        at: { file, span: reference.span },
      })),
      also: others.map(({ reference }) => ({ at: { file, span: reference.span } })),
      data: { kind: "module", written: path.join("."), others: others.length, below },
      ...(below === undefined ? {} : { severity: "warning" as const }),
    });
  }
}

/** The functions of Key.Arg that took a stage. */
const ofKeyArg: ReadonlySet<string> = new Set(["opt", "required", "flag", "opt_all"]);

function reportStages({ report }: RuleContext<KeyGen>, component: Unikernel): void {
  const places = component.configValues.flatMap(({ path, span, application }): readonly Place[] => {
    const isStaged = application?.arguments.some(({ label }) => label === "stage") ?? false;
    return isStaged && ofKeyArg.has(path.at(-1) ?? "") ? [{ file: component.configFile, span }] : [];
  });
  const [first, ...others] = places;
  if (first === undefined) return;
  const below = keptBelow(component, release);
  report({
    at: first,
    owner: { kind: "component", component },
    symbol: "~stage",
    related: others.map((at) => ({ message: "~stage", at })),
    also: others.map((at) => ({ at })),
    data: { kind: "stage", others: others.length, below },
    ...(below === undefined ? {} : { severity: "warning" as const }),
  });
}
