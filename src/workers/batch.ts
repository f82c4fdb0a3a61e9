import type { OcamlFacts } from "../facts/ocaml.ts";
import type { OcamlQuestion } from "../facts/ocaml-question.ts";

/** Questions that are answered in one go, by the thread that claims them first. */
export interface Batch {
  /** The same for all batches of one work. */
  readonly work: number;
  /** Among those of the work. */
  readonly number: number;
  readonly questions: readonly OcamlQuestion[];
  /** Shared by all threads: for each batch that was made with this one who has it, see below. */
  readonly claims: Int32Array<SharedArrayBuffer>;
  readonly slot: number;
}

export interface Answered extends Pick<Batch, "work" | "number"> {
  /** In the order of the questions. */
  readonly answers: readonly OcamlFacts[];
}

const free = 0;
const hasMain = 1;
/** A worker is at the first question; one more for each further one. */
const hasWorker = 2;

const claim = ({ claims, slot }: Batch, as: number): boolean =>
  Atomics.compareExchange(claims, slot, free, as) === free;

/** False where another thread was first. */
export const claimForMain = (batch: Batch): boolean => claim(batch, hasMain);
export const claimForWorker = (batch: Batch): boolean => claim(batch, hasWorker);

/** Says which question a worker is at, for whoever finds it dead. */
export function noteProgress({ claims, slot }: Batch, at: number): void {
  Atomics.store(claims, slot, hasWorker + at);
}

/** The question that a worker is at; undefined where none has begun the batch. */
export function progressOf({ claims, slot }: Batch): number | undefined {
  const state = Atomics.load(claims, slot);
  return state < hasWorker ? undefined : state - hasWorker;
}

// Some ten milliseconds of work: so long one thread may wait for another at the end.
const charactersOfBatch = 30_000;

export interface PlacedBatch {
  readonly batch: Batch;
  /** Of its questions, among all that were asked. */
  readonly places: readonly number[];
}

/** What a work has already. */
interface Begun {
  readonly work: number;
  readonly batches: number;
  readonly questions: number;
}

/** Batches of about the same size, large texts first: what takes long does not come last. */
export function batchesOf(
  questions: readonly OcamlQuestion[],
  { work, batches, questions: asked }: Begun,
): readonly PlacedBatch[] {
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
  return groups.map((places, slot) => ({
    places: places.map((place) => asked + place),
    batch: {
      work,
      number: batches + slot,
      claims,
      slot,
      questions: places.flatMap((place) => questions[place] ?? []),
    },
  }));
}

const lengthAt = (questions: readonly OcamlQuestion[], place: number): number =>
  questions[place]?.text.length ?? 0;
