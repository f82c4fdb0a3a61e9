import type { Sexp } from "../syntax/sexp.ts";
import { fieldsOf, nameOf } from "./fields.ts";
import type { Command } from "./stanza.ts";

/** The programs that an action runs, with the `(setenv …)` around them. */
export function commandsOf(action: Sexp, settings: readonly string[] = []): readonly Command[] {
  const [field] = fieldsOf([action]);
  if (field === undefined) return [];
  const [first, second] = field.values.map(nameOf);
  switch (field.name) {
    case "run": {
      const words = field.values.flatMap((value) => nameOf(value)?.text ?? []);
      return first === undefined ? [] : [{ kind: "run", at: first, words, settings }];
    }
    case "system":
    case "bash": {
      const words = first?.text.split(/[\s;&|()]+/).filter((word) => word !== "") ?? [];
      return first === undefined ? [] : [{ kind: "shell", at: first, words, settings }];
    }
    case "setenv": {
      const setting = `${first?.text ?? ""}=${second?.text ?? ""}`;
      return field.values.flatMap((value) => commandsOf(value, [...settings, setting]));
    }
    default:
      return field.values.flatMap((value) => commandsOf(value, settings));
  }
}
