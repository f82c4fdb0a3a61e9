import type { OcamlFacts } from "../facts/ocaml.ts";
import type { OcamlQuestion } from "../facts/ocaml-question.ts";

/** Questions that are answered in one go, by the thread that claims them first. */
export interface Batch {
  /** The same for all batches that are begun together. */
  readonly work: number;
  readonly number: number;
  readonly questions: readonly OcamlQuestion[];
  /** Shared by all threads: for each batch who has it, see below. */
  readonly claims: Int32Array<SharedArrayBuffer>;
}

export interface Answered extends Pick<Batch, "work" | "number"> {
  /** In the order of the questions. */
  readonly answers: readonly OcamlFacts[];
}

const free = 0;
const hasMain = 1;
/** A worker is at the first question; one more for each further one. */
const hasWorker = 2;

const claim = ({ claims, number }: Batch, as: number): boolean =>
  Atomics.compareExchange(claims, number, free, as) === free;

/** False where another thread was first. */
export const claimForMain = (batch: Batch): boolean => claim(batch, hasMain);
export const claimForWorker = (batch: Batch): boolean => claim(batch, hasWorker);

/** Says which question a worker is at, for whoever finds it dead. */
export function noteProgress({ claims, number }: Batch, at: number): void {
  Atomics.store(claims, number, hasWorker + at);
}

/** The question that a worker is at; undefined where none has begun the batch. */
export function progressOf({ claims, number }: Batch): number | undefined {
  const state = Atomics.load(claims, number);
  return state < hasWorker ? undefined : state - hasWorker;
}

// Some tens of milliseconds of work.
const charactersOfBatch = 100_000;

export interface PlacedBatch {
  readonly batch: Batch;
  /** Of its questions, among all that were asked. */
  readonly places: readonly number[];
}

/** Batches of about the same size, large texts first: what takes long does not come last. */
export function batchesOf(questions: readonly OcamlQuestion[], work: number): readonly PlacedBatch[] {
  const order = questions
    .map((_, place) => place)
    .sort((a, b) => lengthAt(questions, b) - lengthAt(questions, a));
  const groups: number[][] = [];
  let room = 0;
  for (const place of order) {
    const group = groups.at(-1);
    if (group === undefined || room <= 0) {
      groups.push([place]);
      room = charactersOfBatch;
    } else group.push(place);
    room -= lengthAt(questions, place);
  }
  const claims = new Int32Array(new SharedArrayBuffer(4 * Math.max(1, groups.length)));
  return groups.map((places, number) => ({
    places,
    batch: { work, number, claims, questions: places.flatMap((place) => questions[place] ?? []) },
  }));
}

const lengthAt = (questions: readonly OcamlQuestion[], place: number): number =>
  questions[place]?.text.length ?? 0;
