import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

describe("mirage-lint blockers", () => {
  it("says where to mend what, in the order of what it frees", () => {
    const { code, out, err } = mirageLint(["blockers", "fixtures/quickstart"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("2 blockers for solo5-1.3");
    expect(out).toContain("1.  library mirage-beacon  src/beacon_checksum.c:3\n");
    expect(out).toContain("instead: include caml/signals.h");
    expect(out).toContain("2.  package mirage-beacon-wire  mirage-beacon-wire.opam:4\n");
  });

  it("shows as many as are asked for; JSON has all", () => {
    const { out } = mirageLint(["blockers", "fixtures/quickstart", "--top", "1"]);
    expect(out).toContain("and 1 more (--top 2 shows all)");
    expect(out).not.toContain("2.  ");
    const json = JSON.parse(mirageLint(["blockers", "fixtures/quickstart", "-n", "1", "-f", "json"]).out);
    expect(json).toMatchObject({ version: 1, libraries: 1, packages: 2 });
    expect(json.blockers).toHaveLength(2);
    expect(json.blockers[0]).toMatchObject({
      name: "library mirage-beacon",
      file: "src/beacon_checksum.c",
      line: 3,
      alone: { libraries: ["mirage-beacon"], packages: ["mirage-beacon"], unikernels: [] },
    });
  });

  it("says so where nothing stands in the way", () => {
    const root = temporaryTree({ dune: "(library (name x))" });
    const { code, out } = mirageLint(["blockers", root]);
    expect(code).toBe(0);
    expect(out).toContain("Nothing stands in the way of solo5-1.3");
  });

  it("exits as the other commands do", () => {
    expect(mirageLint(["blockers", temporaryTree({})]).code).toBe(3);
    expect(mirageLint(["blockers", "no/such/directory"]).code).toBe(2);
    expect(mirageLint(["blockers", "--target", "none"]).code).toBe(2);
  });
});
