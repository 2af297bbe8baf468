import assert from "node:assert/strict";
import ts from "typescript";
import { expressionsIn } from "../support/expressionSources.ts";
import { weakness } from "../support/expressionTime.ts";
import { sourceFiles } from "../support/sourceFiles.ts";

/** Their text is a pattern of a .dockerignore; it is only asked whether it is one, or about a single character. */
const fromUsers = /^components\/images\/build\/linearPattern\.ts:\d+ /;

describe("every regular expression of the program", function () {
  this.timeout(300_000);
  const all = sourceFiles.flatMap(expressionsIn);

  it("has a constant pattern", () => {
    const unknown = all.filter(({ expression }) => !expression).map(({ at }) => at);
    assert.deepEqual(
      unknown.filter((at) => !fromUsers.test(at)),
      [],
    );
    assert.ok(all.length > 190, String(all.length));
  });

  it("takes time that only grows with the length of the text", () => {
    const slow = all.flatMap(({ at, expression }) => {
      const found = expression && weakness(expression);
      return found ? [`${at}: ${found}`] : [];
    });
    assert.deepEqual(slow, []);
  });
});

describe("weakness", function () {
  this.timeout(300_000);

  const slow = [
    /^(a+)+$/,
    /^(?:\.[a-z.]+)+=/,
    /\s+$/,
    /(^|\s+)#.*$/,
    /^[^=]*=*[^;]*;$/,
    /"(\\.|[^"]|\\")*"$/,
    /^(\S+?)\s*(==|!=)\s*(.*?)\s*$/,
    /_v5[^/]*$/,
    /-----BEGIN ([A-Z ]*KEY)-----([\s\S]*)-----END \1-----/,
  ];
  for (const expression of slow)
    it(`is found in ${expression}`, () => assert.notEqual(weakness(expression), undefined));

  for (const expression of [
    /^[a-z]+$/,
    /^(a|b)*$/,
    /^\s*a/,
    /(?<!\d)\d+\.\d+/,
    /(["'])(?:(?!\1)[^\\]|\\.)*\1/y,
  ])
    it(`is not found in ${expression}`, () => assert.equal(weakness(expression), undefined));
});

describe("expressionsIn", () => {
  const found = (text: string) =>
    expressionsIn(ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true)).map(
      ({ expression }) => expression,
    );

  it("finds literals and patterns made from constants of the file", () => {
    const made = "const a = 'x'; const b = `\u0024{a}y`; f(/z/g, new RegExp(`^\u0024{b}$`, 'i'));";
    assert.deepEqual(found(made), [/z/g, /^xy$/i]);
  });

  it("reports patterns that are not constant", () => {
    assert.deepEqual(found("const f = (form: string) => RegExp(form);"), [undefined]);
    assert.deepEqual(found("const form = 'a'; const f = (form: string) => RegExp(form);"), [undefined]);
  });
});
