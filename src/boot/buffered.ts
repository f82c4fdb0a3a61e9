import type { BootEvent, BufferedPrint } from "./boot.ts";

/** Prints that nothing flushes before something aborts, or before `start` runs; of several in a row the first. */
export function bufferedPrints(events: readonly BootEvent[]): readonly BufferedPrint[] {
  const found: BufferedPrint[] = [];
  let waiting: BootEvent | undefined;
  for (const event of events) {
    const { effect } = event;
    if (effect.kind === "flushes" || (effect.kind === "prints" && effect.flushed)) {
      if (event.certain) waiting = undefined;
    } else if (effect.kind === "prints") waiting ??= event;
    else if (effect.kind === "aborts" && waiting !== undefined) {
      found.push({ print: waiting, lostBy: event });
      if (event.certain) return found;
      waiting = undefined;
    }
  }
  return waiting === undefined ? found : [...found, { print: waiting, lostBy: undefined }];
}
