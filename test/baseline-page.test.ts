import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { checkoutOf, transcriptAgain, transcriptsOf } from "./transcript.ts";

const file = fileURLToPath(new URL("../docs/baseline.md", import.meta.url));
const page = readFileSync(file, "utf8");

it("docs/baseline.md shows what its commands print, one after another", { timeout: 60_000 }, async () => {
  const directory = checkoutOf("fixtures/old-findings");
  let shown = page;
  for (const transcript of transcriptsOf(page))
    shown = shown.replace(transcript, () => transcriptAgain(transcript, directory));
  await expect(shown).toMatchFileSnapshot(file);
});
