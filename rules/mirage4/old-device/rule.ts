import { defineRule, type RuleContext } from "../../../src/lint/rule.ts";
import type { Span } from "../../../src/syntax/span.ts";
import { keptBelow } from "../../../src/workspace/kept-below.ts";
import { mirageValues } from "../../../src/workspace/mirage-values.ts";
import type { Unikernel } from "../../../src/workspace/model.ts";

type Fault = "object" | "connect";

interface OldDevice {
  readonly fault: Fault;
  readonly others: number;
  readonly below: string | undefined;
}

export default defineRule<OldDevice>({
  id: "mirage4/old-device",
  phase: "resolve",
  severity: "error",
  porting: true,
  summary: "a config.ml describes a device of its own as an earlier mirage read it",
  message: ({ fault, others, below }) => {
    const more = others === 0 ? "" : ` (and ${others} more in this file)`;
    const kept = below === undefined ? "" : `, and this file keeps mirage below ${below}`;
    return `${faults[fault].what}${more}: ${faults[fault].since}${kept}`;
  },
  help: ({ fault }) => faults[fault].instead,
  check(context) {
    for (const component of context.workspace.components) {
      if (component.kind !== "unikernel") continue;
      reportDevices(context, component, "object", component.deviceObjects);
      reportDevices(context, component, "connect", impliedStrings(component));
    }
  },
});

/** Source: `mirage CHANGES.md`, 4.0.0~beta1, and 4.5.0 (#1504). */
const faults: Readonly<
  Record<
    Fault,
    { readonly what: string; readonly release: string; readonly since: string; readonly instead: string }
  >
> = {
  object: {
    what: "a device is written as an object",
    release: "4.0.0",
    since: "mirage 4.0.0 removed the class base_configurable",
    instead:
      'impl ~packages ~connect "Module.Name" typ: what were methods are arguments, and nothing inherits',
  },
  connect: {
    what: "a device's ~connect gives a string",
    release: "4.5.0",
    since: "since mirage 4.5.0 it has to give what Mirage.code makes",
    instead: 'write code ~pos:__POS__ in place of Fmt.str; of a string s, code ~pos:__POS__ "%s" s',
  },
};

function reportDevices(
  { report }: RuleContext<OldDevice>,
  component: Unikernel,
  fault: Fault,
  spans: readonly Span[],
): void {
  const [first, ...others] = spans;
  if (first === undefined) return;
  const file = component.configFile;
  const below = keptBelow(component, faults[fault].release);
  report({
    at: { file, span: first },
    owner: { kind: "component", component },
    symbol: fault === "object" ? "base_configurable" : "~connect",
    related: others.map((span) => ({ message: faults[fault].what, at: { file, span } })),
    data: { fault, others: others.length, below },
    ...(below === undefined ? {} : { severity: "warning" as const }),
  });
}

/** Calls of `impl ~connect` in a config.ml that nowhere calls `code`, the only maker of what ~connect is to give. */
function impliedStrings({ configValues }: Unikernel): readonly Span[] {
  if (configValues.some(({ path }) => path.at(-1) === "code")) return [];
  return mirageValues(configValues)
    .filter(
      ({ path, use }) => path.join(".") === "impl" && use.application?.arguments.some(givesConnect) === true,
    )
    .map(({ use }) => use.span);
}

/** A function of another module, such as one that is copied beside config.ml, may call `code` there. */
const givesConnect = ({ label, text }: { readonly label?: string; readonly text?: string }): boolean =>
  label === "connect" && !(text ?? "").includes(".");
