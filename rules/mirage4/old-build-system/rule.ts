import { defineRule } from "../../../src/lint/rule.ts";

interface OldBuildSystem {
  readonly name: string;
}

export default defineRule<OldBuildSystem>({
  id: "mirage4/old-build-system",
  phase: "resolve",
  severity: "warning",
  porting: false,
  summary: "beside a unikernel stand files of ocamlbuild, which mirage no longer calls",
  message: ({ name }) =>
    `${name} is ocamlbuild's: mirage has built unikernels with dune since 4.0.0, and heeds nothing in it`,
  help: () =>
    'take it away; a package that it names belongs in config.ml: main ~packages:[package "…" ~sublibs:["…"]]',
  check({ workspace: { components, sources }, report }) {
    for (const component of components) {
      if (component.kind !== "unikernel") continue;
      for (const name of ["_tags", "myocamlbuild.ml"]) {
        const file = component.directory === "" ? name : `${component.directory}/${name}`;
        // An empty file says nothing.
        if (!sources.vfs.has(file) || (sources.text(file) ?? "").trim() === "") continue;
        report({
          at: { file, span: { start: 0, end: 0 } },
          owner: { kind: "file" },
          symbol: name,
          data: { name },
        });
      }
    }
  },
});
