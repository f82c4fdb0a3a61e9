import type { Span } from "../syntax/span.ts";
import type { Target } from "../target/target.ts";
import type { Call } from "../workspace/ocaml-callers.ts";
import type { BootEvent, ExitAbort } from "./boot.ts";
import { type EffectUse, effectUsesIn } from "./effects-at-boot.ts";
import type { BootSources } from "./sources.ts";

// What calls what is followed so far back.
const longestChain = 6;

interface Position extends Pick<Call, "unit" | "file" | "at" | "circumstances"> {}

/** Handlers given to `at_exit` during boot that come to something which aborts: by the arguments of the call, back from what aborts. */
export async function exitHandlers(
  events: readonly BootEvent[],
  sources: BootSources,
  target: Target,
): Promise<readonly ExitAbort[]> {
  const handlers = events.filter(({ effect }) => effect.kind === "runs at exit");
  if (handlers.length === 0) return [];
  const aborting = effectUsesIn(sources, target).filter(({ effect }) => effect.kind === "aborts");
  const aborts: ExitAbort[] = [];
  for (const handler of handlers) {
    const span = applicationOf(handler, sources);
    if (span === undefined) continue;
    for (const use of aborting) {
      if (!(await leadsFrom(handler, span, use, sources))) continue;
      aborts.push({ handler, aborts: { name: use.name, at: placeOf(use) } });
      break;
    }
  }
  return aborts;
}

const placeOf = ({ use }: EffectUse) => ({ file: use.file.path, span: use.use.span });

/** From the name of `at_exit` to the end of its argument. */
function applicationOf({ culprit }: BootEvent, { files, reader }: BootSources): Span | undefined {
  const file = files.find(({ file: { path } }) => path === culprit.file)?.file;
  const use =
    file === undefined
      ? undefined
      : reader.usesOf(file)?.values.find(({ span }) => span.start === culprit.span.start);
  return use?.application?.span;
}

async function leadsFrom(
  { culprit }: BootEvent,
  span: Span,
  aborting: EffectUse,
  { callers }: BootSources,
): Promise<boolean> {
  const isInside = ({ at }: Position): boolean =>
    at.file === culprit.file && at.span.start >= span.start && at.span.end <= span.end;
  const { unit, file, use } = aborting.use;
  let frontier: readonly Position[] = [
    { unit, file, at: placeOf(aborting), circumstances: use.circumstances },
  ];
  const seen = new Set<string>();
  for (let length = 0; length <= longestChain && frontier.length > 0; length++) {
    if (frontier.some(isInside)) return true;
    const definitions = frontier.flatMap(({ unit: owner, file: source, circumstances }) => {
      const key = `${source.path}:${circumstances.definition}`;
      // What has run by then does not run again.
      const { definition, evaluation } = circumstances;
      if (definition === undefined || evaluation === "initialisation" || seen.has(key)) return [];
      seen.add(key);
      return [{ unit: owner, file: source, start: definition }];
    });
    const callsOf = await callers.everywhere(definitions);
    frontier = definitions.flatMap(callsOf);
  }
  return false;
}
