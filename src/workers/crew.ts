import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { nothingOf, type OcamlFacts } from "../facts/ocaml.ts";
import type { OcamlAnswers, OcamlQuestion } from "../facts/ocaml-question.ts";
import { type Answered, batchesOf, claimForMain, type PlacedBatch, progressOf } from "./batch.ts";

/** Questions that workers answer while this thread does something else. */
export interface Work {
  ask(questions: readonly OcamlQuestion[]): void;
  /** Answers what no worker has begun in this thread, waits for the rest, and gives all answers in the order in which they were asked for. */
  finish(answer: OcamlAnswers): Promise<readonly OcamlFacts[]>;
}

/** Threads that answer questions. They hold up no exit of the process. */
export interface Crew {
  begin(): Work;
  dismiss(): Promise<void>;
  /** Whether threads have been started that have not been dismissed. */
  isThere(): boolean;
}

/** A third of what a thread has by default. */
const maxYoungGenerationSizeMb = 8;

/** Each takes some 60 MB, and more would wait for what this thread does alone: C, and the graph. */
const mostByDefault = 1;
const mostEver = 64;

const workersAsked = (): string | undefined => process.env.MIRAGE_LINT_WORKERS || undefined;

/** How many threads there are to be beside the main one: `MIRAGE_LINT_WORKERS`, or one for each further core. */
function workersWanted(): number {
  const asked = workersAsked();
  if (asked !== undefined && /^\d+$/.test(asked)) return Math.min(Number(asked), mostEver);
  return Math.min(availableParallelism() - 1, mostByDefault);
}

/** In characters: less is read sooner than threads are started, or than a thread that is there is told of it. */
const leastWork = { toStart: 1_000_000, toGoOn: 50_000 };

/** In characters: who has read so much needs the memory of the threads more than the time to start them again. */
const leastToDismiss = 3_000_000;

/** Whether there can be a crew for any work. */
export const mayHaveCrew = (): boolean => workersWanted() > 0;

let shared: Crew | undefined;

/**
 * The crew of this process for so many characters of text; undefined where there is to be none, where that is too little and nobody asked for
 * workers, and where the code runs from its sources.
 */
export function sharedCrew(size: number): Crew | undefined {
  const count = workersWanted();
  const least = shared?.isThere() ? leastWork.toGoOn : leastWork.toStart;
  if (workersAsked() === undefined && size < least) return undefined;
  const script = new URL("./worker.js", import.meta.url);
  if (count === 0 || !existsSync(fileURLToPath(script))) return undefined;
  shared ??= crewOf(count, script);
  return shared;
}

/** Threads are started when there is something to do; one that dies is replaced the next time. */
export function crewOf(count: number, script: URL): Crew {
  const threads = new Set<Worker>();
  let works = 0;
  let unfinished = 0;
  const start = (): void => {
    const thread = new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb } });
    threads.add(thread);
    thread.on("error", () => undefined);
    thread.on("exit", () => threads.delete(thread));
    thread.unref();
  };
  const dismiss = async (): Promise<void> => {
    await Promise.all([...threads].map((thread) => thread.terminate()));
  };
  return {
    begin() {
      while (threads.size < count) start();
      unfinished++;
      for (const thread of threads) thread.ref();
      const work = workOf([...threads], works++);
      let size = 0;
      return {
        ask(questions) {
          size += sizeOf(questions);
          work.ask(questions);
        },
        async finish(answer) {
          const answers = await work.finish(answer);
          if (--unfinished > 0) return answers;
          for (const thread of threads) thread.unref();
          if (size > leastToDismiss) await dismiss();
          return answers;
        },
      };
    },
    dismiss,
    isThere: () => threads.size > 0,
  };
}

const sizeOf = (questions: readonly OcamlQuestion[]): number =>
  questions.reduce((sum, { text }) => sum + text.length, 0);

function workOf(threads: readonly Worker[], work: number): Work {
  const batches: PlacedBatch[] = [];
  const answers: OcamlFacts[] = [];
  const waiting = new Set<PlacedBatch>();
  const abandoned: PlacedBatch[] = [];
  let asked = 0;
  let wake: (() => void) | undefined;
  const take = (placed: PlacedBatch, found: readonly OcamlFacts[]): void => {
    waiting.delete(placed);
    found.forEach((facts, at) => {
      answers[placed.places[at] ?? 0] = facts;
    });
  };
  const threadOf = ({ batch }: PlacedBatch): number => batch.number % threads.length;
  const stopListening = threads.map((thread, index) => {
    const onMessage = (answered: Answered): void => {
      const placed = answered.work === work ? batches[answered.number] : undefined;
      if (placed !== undefined) take(placed, answered.answers);
      wake?.();
    };
    const onExit = (): void => {
      for (const placed of waiting)
        if (threadOf(placed) === index && progressOf(placed.batch) !== undefined) abandoned.push(placed);
      wake?.();
    };
    thread.on("message", onMessage).on("exit", onExit);
    return () => thread.off("message", onMessage).off("exit", onExit);
  });
  return {
    ask(questions) {
      for (const placed of batchesOf(questions, { work, batches: batches.length, questions: asked })) {
        batches.push(placed);
        waiting.add(placed);
        threads[threadOf(placed)]?.postMessage(placed.batch);
      }
      asked += questions.length;
    },
    async finish(answer) {
      while (waiting.size > 0) {
        for (const placed of batches.toReversed())
          if (claimForMain(placed.batch)) take(placed, placed.batch.questions.map(answer));
        for (const placed of abandoned.splice(0)) take(placed, answersOfAbandoned(placed, answer));
        if (waiting.size > 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      for (const stop of stopListening) stop();
      return answers;
    },
  };
}

/** What the thread died of can't be read; the rest of its batch can. */
function answersOfAbandoned({ batch }: PlacedBatch, answer: OcamlAnswers): readonly OcamlFacts[] {
  const deadly = progressOf(batch);
  return batch.questions.map((question, at) => (at === deadly ? nothingOf(question.text) : answer(question)));
}
