import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildContexts } from "../../src/facts/dune-workspace.ts";

describe("the contexts of a dune-workspace file", () => {
  it("have a name, a toolchain and a host, as far as they are given", () => {
    const text = `(lang dune 3.0) (context default) (profile release)
      (context (default (name solo5) (host default) (toolchain solo5) (merlin) (disable_dynamically_linked_foreign_archives true)))
      (context (opam (switch old) (targets native solo5)))`;
    expect(buildContexts(text).map(({ span: _, ...context }) => context)).toEqual([
      {
        name: "solo5",
        toolchain: "solo5",
        host: "default",
        targets: [],
        disablesDynamicArchives: true,
        merlin: true,
      },
      {
        name: "old",
        toolchain: undefined,
        host: undefined,
        targets: ["native", "solo5"],
        disablesDynamicArchives: false,
        merlin: false,
      },
    ]);
  });

  it("are none where the file can't be read", () => {
    expect(buildContexts("(context (default (name solo5))")).toEqual([]);
    expect(buildContexts("(context) (context ()) (context (other))")).toEqual([]);
  });

  it("stand inside the text, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, wrapped) => {
        const whole = wrapped ? `(context (default ${text}))` : text;
        for (const { span } of buildContexts(whole)) expect(span.end).toBeLessThanOrEqual(whole.length);
      }),
    );
  });
});
