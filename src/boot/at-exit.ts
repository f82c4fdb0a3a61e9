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
export function exitHandlers(
  events: readonly BootEvent[],
  sources: BootSources,
  target: Target,
): readonly ExitAbort[] {
  const handlers = events.filter(({ effect }) => effect.kind === "runs at exit");
  if (handlers.length === 0) return [];
  const spans = new Map(handlers.map((handler) => [handler, applicationOf(handler, sources)]));
  const aborting = effectUsesIn(sources, target).filter(({ effect }) => effect.kind === "aborts");
  return handlers.flatMap((handler): readonly ExitAbort[] => {
    const span = spans.get(handler);
    const found =
      span === undefined ? undefined : aborting.find((use) => leadsFrom(handler, span, use, sources));
    if (found === undefined) return [];
    return [{ handler, aborts: { name: found.name, at: placeOf(found) } }];
  });
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

function leadsFrom(
  { culprit }: BootEvent,
  span: Span,
  aborting: EffectUse,
  { callers }: BootSources,
): boolean {
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
    const elsewhere = callers.elsewhere(definitions);
    frontier = definitions.flatMap((definition) => [...callers.inFile(definition), ...elsewhere(definition)]);
  }
  return false;
}
