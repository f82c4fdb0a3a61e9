import { defaultTarget } from "../target/target.ts";
import { allTargets, print } from "./target-text.ts";

/** `mirage-lint target list`: every target, and what its data was made of. */
export function runTargetList(): number {
  const targets = allTargets();
  const width = Math.max(...targets.map(({ name }) => name.length));
  print(
    targets.map((target) => {
      const made = target.sources.map(({ name, version }) => `${name} ${version}`).join(", ");
      return `${target.name.padEnd(width)}  ${made}${target.name === defaultTarget ? " (default)" : ""}`;
    }),
  );
  return 0;
}
