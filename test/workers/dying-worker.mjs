import { appendFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";

const { WORKER_LOG: log } = process.env;
const note = () => log !== undefined && appendFileSync(log, "x");

// Answers each question with its text, and dies of one that says so; speaks as src/workers/worker.ts does.
parentPort.on("message", ({ work, number, claims, questions }) => {
  if (Atomics.compareExchange(claims, number, 0, 2) !== 0) return;
  const answers = questions.map(({ text }, at) => {
    Atomics.store(claims, number, 2 + at);
    if (/^(?:deadly|aborts)/.test(text)) note();
    if (text.startsWith("deadly")) process.exit(1);
    if (text.startsWith("aborts")) throw new WebAssembly.RuntimeError("Aborted()");
    return { answered: text };
  });
  parentPort.postMessage({ work, number, answers });
  note();
});
