import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";

const stub = (text: string) => ({
  dune: "(library (name x) (foreign_stubs (language c) (names s)))",
  "s.c": text,
});

describe("what another ocaml-solo5 has", () => {
  it("is said of a header that the target lacks", async () => {
    const { diagnostics } = await judge(stub("#include <pthread.h>\n"), { target: "solo5-0.8" });
    expect(diagnostics.find(({ symbol }) => symbol === "pthread.h")?.message).toMatch(
      /neither the target nor this tree has \(ocaml-solo5 1\.3\.2 has it\)$/,
    );
  });

  it("is not said of what none has", async () => {
    const { diagnostics } = await judge(stub("#include <netdb.h>\n"));
    expect(diagnostics.find(({ symbol }) => symbol === "netdb.h")?.message).not.toContain("has it");
  });
});
