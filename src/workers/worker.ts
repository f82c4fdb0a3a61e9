import { parentPort } from "node:worker_threads";
import { answerTo } from "../facts/ocaml-question.ts";
import { loadTreeSitter } from "../syntax/tree-sitter.ts";
import { type Answered, type Batch, claimForWorker, noteProgress } from "./batch.ts";

/** What runs in a thread of its own: takes the batches that it is sent and that nobody has begun, until the process ends. */
const treeSitter = await loadTreeSitter();

parentPort?.on("message", (batch: Batch) => {
  if (!claimForWorker(batch)) return;
  const answers = batch.questions.map((question, at) => {
    noteProgress(batch, at);
    return answerTo(question, treeSitter);
  });
  const answered: Answered = { work: batch.work, number: batch.number, answers };
  parentPort?.postMessage(answered);
});
