import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { nothingOf, type OcamlFacts } from "../../src/facts/ocaml.ts";
import type { OcamlQuestion } from "../../src/facts/ocaml-question.ts";
import { type Crew, crewOf, type Work } from "../../src/workers/crew.ts";
import { temporaryTree } from "../files/temporary-tree.ts";

const script = new URL("./dying-worker.mjs", import.meta.url);
let crew: Crew | undefined;
afterEach(() => crew?.dismiss());

/** A work that has been asked these texts. */
function begun(crew: Crew, texts: readonly string[]): Work {
  const work = crew.begin();
  work.ask(texts.map(question));
  return work;
}

const question = (text: string): OcamlQuestion => ({ text, interface: false, modules: new Set() });
const answerOf = (text: string): OcamlFacts => ({ answered: text }) as unknown as OcamlFacts;

/** Long enough that each is a batch of its own. */
const long = (text: string): string => text.padEnd(200_000, " ");

/** This thread takes a part once workers have done so many batches, or died of them. */
async function answeredByWorkers(texts: readonly string[], count: number, batches = 1) {
  const log = join(temporaryTree({ log: "" }), "log");
  process.env.WORKER_LOG = log;
  crew = crewOf(count, script);
  const work = begun(crew, texts);
  while (readFileSync(log).length < batches) await new Promise((resolve) => setTimeout(resolve, 10));
  const here: string[] = [];
  const answers = await work.finish(({ text }) => {
    here.push(text);
    return answerOf(text);
  });
  return { answers, here };
}

describe("a crew of workers", () => {
  it.each([1, 2, 4])("answers in the order of the questions (%i threads)", async (count) => {
    const texts = Array.from({ length: 300 }, (_, at) => `let x = ${at}`.padEnd(at * 40, " "));
    const { answers } = await answeredByWorkers(texts, count);
    expect(answers).toEqual(texts.map(answerOf));
  });

  it("leaves to this thread what no worker has begun", async () => {
    crew = crewOf(1, script);
    const texts = Array.from({ length: 20 }, (_, at) => long(`let x = ${at}`));
    const here: string[] = [];
    const answers = await begun(crew, texts).finish(({ text }) => {
      here.push(text);
      return answerOf(text);
    });
    expect(answers).toEqual(texts.map(answerOf));
    expect(here.length).toBeGreaterThan(0);
  });

  it.each(["deadly", "aborts"])("can't read what a worker dies of (%s), and reads the rest", async (last) => {
    const texts = ["let a = 1", "let b = 2", last, "let c = 3", ...["x", "y"].map(long)];
    const { answers, here } = await answeredByWorkers(texts, 1, 3);
    expect(answers).toEqual(texts.map((text) => (text === last ? nothingOf(text) : answerOf(text))));
    expect(here).not.toContain(last);
  });

  it("is whole again for the next work", async () => {
    const { answers } = await answeredByWorkers(["deadly"], 1);
    expect(answers).toEqual([nothingOf("deadly")]);
    const again = crew && begun(crew, ["let a = 1"]);
    expect(await again?.finish(({ text }) => answerOf(text))).toEqual([answerOf("let a = 1")]);
  });

  it("does several works at once", async () => {
    const threads = crewOf(2, script);
    crew = threads;
    const texts = (name: string): readonly string[] =>
      Array.from({ length: 40 }, (_, at) => `let ${name} = ${at}`.padEnd(20_000, " "));
    const works = ["a", "b"].map((name) => begun(threads, texts(name)));
    const answers = await Promise.all(works.map((work) => work.finish(({ text }) => answerOf(text))));
    expect(answers).toEqual(["a", "b"].map((name) => texts(name).map(answerOf)));
  });

  it("takes more questions while it works", async () => {
    crew = crewOf(2, script);
    const texts = Array.from({ length: 60 }, (_, at) => `let x = ${at}`.padEnd(at * 2_000, " "));
    const work = begun(crew, texts.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const text of texts.slice(20)) work.ask([question(text)]);
    expect(await work.finish(({ text }) => answerOf(text))).toEqual(texts.map(answerOf));
  });
});
