import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type OcamlFacts, ocamlFacts } from "../../src/facts/ocaml.ts";
import { type Generator, generatedCode } from "../../src/facts/ocaml-sections.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

const values = {
  names: new Set(["getcwd", "exit", "open_in", "time", "lexbuf"]),
  modules: new Set<string>(),
};
let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

const factsOf = (text: string, generator: Generator): OcamlFacts =>
  ocamlFacts(text, { interface: false, modules: new Set(["Unix"]), values, generator }, treeSitter);

/** `2 exit deferred in token`: line, path and circumstances. */
function usesIn(text: string, generator: Generator): readonly string[] {
  const facts = factsOf(text, generator);
  expect(facts.unread).toBeUndefined();
  return facts.values.map(({ path, span, circumstances: { evaluation, definition, certain } }) => {
    expect(text.slice(span.start, span.end)).toBe(path.join("."));
    const line = text.slice(0, span.start).split("\n").length;
    const name = definition === undefined ? "" : ` in ${/\w+/.exec(text.slice(definition))?.[0]}`;
    return `${line} ${path.join(".")} ${evaluation}${name}${certain ? "" : ", uncertain"}`;
  });
}

const lexer = `(* Copyright { *)
{
  let cwd = Sys.getcwd ()
  let keyword s = open_in s
}
let digit = ['0'-'9' '"' '{']
refill { fun k lexbuf -> exit 1 }
rule token fallback = parse
| digit+ as time { keyword (exit time) }
| "{"|eof{ token fallback lexbuf }
| _ { let comment x = time in comment { a = x } }
and comment = shortest "*)" as exit { exit } | _ { exit 2; comment lexbuf }
(* the trailer { *)
{ let () = exit (token cwd)
  let main lexbuf = token 1 lexbuf }
`;

describe("the source of a lexer", () => {
  it("has code in header, actions and trailer", () => {
    expect(usesIn(lexer, "ocamllex")).toEqual([
      "3 Sys.getcwd initialisation in cwd",
      "4 open_in deferred in keyword",
      "7 exit deferred, uncertain",
      "9 exit deferred in token, uncertain",
      "11 time deferred in comment",
      "12 exit deferred in comment, uncertain",
      "14 exit initialisation",
    ]);
  });

  it("defines a function for each entry", () => {
    const { definitions, exports } = factsOf(lexer, "ocamllex");
    const made = definitions.map(({ path, arity }) => `${path?.join(".") ?? "-"} ${arity}`);
    expect(made).toEqual(["token 2", "comment 1", "cwd 0", "keyword 1", "- 1", "main 1"]);
    expect(exports.values.map(({ name }) => name)).toEqual(["cwd", "keyword", "token", "comment", "main"]);
  });

  it("calls its functions from actions and trailer, and not from the header", () => {
    const text = "{ let f = token } rule token = parse _ { token lexbuf; f } { let () = token (f) }";
    const { localUses } = factsOf(text, "ocamllex");
    expect(localUses.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "token",
      "f",
      "token",
      "f",
    ]);
    expect(localUses[0]?.span.start).toBe(text.indexOf("token lexbuf"));
  });

  it.each([
    ["nothing but rules", "rule f = parse _ { exit 1 }", ["1 exit deferred in f, uncertain"]],
    ["no header", "let a = 'a'\nrule f = parse a { exit 1 }", ["2 exit deferred in f, uncertain"]],
    ["an empty header", "{}rule f=parse _{exit 1}", ["1 exit deferred in f, uncertain"]],
    [
      "cases without room",
      "rule f=parse _{exit 1}|_{exit 2}",
      ["1 exit deferred in f, uncertain", "1 exit deferred in f, uncertain"],
    ],
    ["empty actions", "rule f = parse _ {}|_{ exit 1 }", ["1 exit deferred in f, uncertain"]],
    [
      "braces in strings and comments",
      "rule f = parse '}' { \"}\"; '}'; (* } *) exit 1 }",
      ["1 exit deferred in f, uncertain"],
    ],
  ])("may have %s", (_, text, expected) => expect(usesIn(text, "ocamllex")).toEqual(expected));
});

const parser = `%{ let cwd = Sys.getcwd () %}
/* don't { */
%token <int -> Unix.t> INT "don't"
%{ let s = "%}" %}
%start <Ast.t> main
%type <u> expr
%%
main: // don't {
| time = INT e = expr { time; exit $1 $startpos $endpos(e) } %prec X
| {}|{ time }
let rule := ~ = exit; (a, time) = INT; { exit a time }
%%
let () = exit 1
`;

describe("the source of a parser", () => {
  it("has code in headers, actions and trailer", () => {
    expect(usesIn(parser, "ocamlyacc")).toEqual([
      "1 Sys.getcwd initialisation in cwd",
      "9 exit deferred in main, uncertain",
      "10 time deferred in main, uncertain",
      "13 exit initialisation",
    ]);
  });

  it("defines a function for each start symbol", () => {
    const { definitions } = factsOf("%start a b\n%start <t> c\n%%\na: { exit 1 }", "ocamlyacc");
    expect(definitions.map(({ path, arity }) => [path, arity])).toEqual([
      [["a"], 2],
      [["b"], 2],
      [["c"], 2],
    ]);
  });

  it("has references to modules", () => {
    const text = "%{ open Unix %}\n%%\na: B { Unix.time $1 }";
    expect(factsOf(text, "ocamlyacc").references.map(({ span }) => text.slice(span.start, span.end))).toEqual(
      ["Unix", "Unix.time"],
    );
  });
});

describe("any source of a generator", () => {
  const piece = fc.constantFrom(
    ...[
      "{",
      "}",
      "{ exit 1 }",
      "%{",
      "%}",
      "%%",
      "|",
      ":",
      "rule f = parse",
      "and g x =",
      "let a =",
      "'{'",
      '"',
      "(*",
      "*)",
    ],
    ...[
      "/*",
      "*/",
      "//",
      "\n",
      " ",
      "%start a",
      "<",
      ">",
      "x = exit",
      "$startpos",
      "as time",
      "exit",
      "\u0000",
      "\ud800",
    ],
  );
  const source = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));
  const generator = fc.constantFrom<Generator>("ocamllex", "ocamlyacc");

  it("keeps its length, and every name its place", () => {
    fc.assert(
      fc.property(source, generator, (text, made) => {
        expect(generatedCode(text, made).text).toHaveLength(text.length);
        for (const { path, span } of factsOf(text, made).values)
          expect(text.slice(span.start, span.end).replace("$", "_")).toBe(path.join("."));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [lexer, "ocamllex"],
    [parser, "ocamlyacc"],
  ] as const)("may be cut anywhere", (text, made) => {
    for (let length = 0; length < text.length; length++) {
      const cut = text.slice(0, length);
      const written = factsOf(cut, made).values.map(({ span }) => cut.slice(span.start, span.end));
      expect(["Sys.getcwd", "open_in", "exit", "time", "lexbuf"]).toEqual(
        expect.arrayContaining([...new Set(written)]),
      );
    }
  });
});
