import { defineRule } from "../../../src/lint/rule.ts";
import { keptBelow } from "../../../src/workspace/kept-below.ts";

interface FunctorUnikernel {
  /** Module types, each once: `Mirage_time.S`. */
  readonly asked: readonly string[];
  readonly release: string;
  readonly instead: string;
  readonly below: string | undefined;
}

/** Devices that a release took away, by the module types that functors ask for. */
interface RemovedDevices extends Pick<FunctorUnikernel, "release" | "instead"> {
  readonly moduleTypes: readonly string[];
}

export default defineRule<FunctorUnikernel>({
  id: "mirage4/functor-unikernel",
  phase: "compile",
  severity: "warning",
  porting: true,
  summary: "a unikernel asks as a functor for a device that mirage no longer passes",
  message: ({ asked, release, below }) => {
    const kept = below === undefined ? "" : `, and config.ml keeps mirage below ${below}`;
    return `asks for a module of type ${asked.join(" and ")}: mirage has no device for it since ${release}${kept}`;
  },
  help: ({ instead }) => instead,
  check({ workspace, report }) {
    for (const component of workspace.components) {
      if (component.kind !== "unikernel") continue;
      for (const { moduleTypes, release, instead } of removedDevices) {
        const asked = component.ofMirage3.filter(
          ({ reference: { path, use } }) => use === "type" && moduleTypes.includes(path.join(".")),
        );
        for (const file of new Set(asked.map((reference) => reference.file))) {
          const [first, ...others] = asked.filter((found) => found.file === file);
          if (first === undefined) continue;
          const below = keptBelow(component, release);
          report({
            at: { file, span: first.reference.span },
            owner: { kind: "component", component },
            symbol: first.reference.path.join("."),
            related: others.map(({ reference }) => ({
              message: reference.path.join("."),
              at: { file, span: reference.span },
            })),
            data: {
              asked: [...new Set([first, ...others].map(({ reference }) => reference.path.join(".")))],
              release,
              instead,
              below,
            },
            ...(below === undefined ? {} : { severity: "note" as const }),
          });
        }
      }
    }
  },
});

/** Source: `mirage CHANGES.md`, 4.5.0 and 4.9.0 (#1599). */
const removedDevices: readonly RemovedDevices[] = [
  {
    moduleTypes: ["Mirage_console.S"],
    release: "4.5.0",
    instead: "take the parameter away and print with Logs or Printf",
  },
  {
    moduleTypes: ["Mirage_time.S", "Mirage_clock.PCLOCK", "Mirage_clock.MCLOCK"],
    release: "4.9.0",
    instead:
      "take the parameter away: Mirage_sleep.ns, Mirage_ptime.now and Mirage_mtime.elapsed_ns are there without it",
  },
];
