import assert from "node:assert/strict";
import fc from "fast-check";
import { IgnoreRules } from "../../../../../components/images/build/ignoreRules.ts";
import { LinearPattern } from "../../../../../components/images/build/linearPattern.ts";
import { processorTime, withinASecond } from "../../../../support/processorTime.ts";

const atoms = [".*", "(.*/)?", "[^/]*", "[^/]", "a", "b", "/", "\\.", "[ab]", "[^a]", "é", "\\w"];
const repeated = ["a{2}", "b{1,3}", "[ab]{2,}", "a{0,1}", "a*"];
const piece = fc.constantFrom(...atoms, ...repeated, "|", "^");
const path = fc.array(fc.constantFrom("a", "b", "/", ".", "c", "é", "\n"), { maxLength: 9 });

describe("LinearPattern", () => {
  it("matches what a RegExp matches", () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), path, (pieces, characters) => {
        const [source, text] = [pieces.join(""), characters.join("")];
        assert.equal(new LinearPattern(source).test(text), new RegExp(`^${source}$`, "s").test(text));
      }),
      { numRuns: 5000 },
    ));

  it("counts a character as one, however it is encoded", () => {
    assert.ok(new LinearPattern("[^/]").test("😀"));
    assert.ok(!new LinearPattern("[^/]").test("😀😀"));
  });

  it("goes on after it has seen more states than it caches", () => {
    const pattern = new LinearPattern(`[ab]*a${"[ab]".repeat(12)}`);
    const texts = fc.sample(
      fc.string({ unit: fc.constantFrom("a", "b"), minLength: 30, maxLength: 60 }),
      500,
    );
    for (const text of texts) assert.equal(pattern.test(text), text.at(-13) === "a");
  });

  it("refuses an invalid expression and an excessive one", () => {
    assert.throws(() => new LinearPattern("[a"), SyntaxError);
    assert.throws(() => new LinearPattern("a{99999}"), RangeError);
  });

  it("accepts as many repetitions as the builder, and refuses more at once", () => {
    for (const times of ["{1000}", "{0,1000}", "{1000,}"]) assert.ok(new LinearPattern(`a${times}`));
    for (const times of ["{1001}", "{0,999999999}", "{999999999}", "{999999999,}", "{99999999999999999999}"])
      withinASecond(() => assert.throws(() => new LinearPattern(`a${times}`), RangeError));
  });
});

describe("a .dockerignore with many stars", () => {
  it("is fast", () => {
    const rules = new IgnoreRules(`${"**/a*/".repeat(10)}b`);
    const spent = processorTime(() => {
      for (let index = 0; index < 20; index++) rules.match(`${"a/".repeat(400)}aaaaaa${index}`, []);
    });
    assert.ok(spent < 200, `${spent} ms`);
  });

  it("has a limited number of patterns", () => {
    assert.doesNotThrow(() => new IgnoreRules("a\n#\n\n".repeat(1000)));
    assert.throws(() => new IgnoreRules("a\n".repeat(1001)), {
      message: "has 1001 patterns, but may have 1000",
    });
  });

  it("has a limited size, including its repetitions", () => {
    const one = `*${["a", "b", "c", "d", "e", "f", "g", "h"].map((letter) => `${letter}{999}`).join("")}\n`;
    assert.doesNotThrow(() => new IgnoreRules(one.repeat(12)));
    withinASecond(() =>
      assert.throws(() => new IgnoreRules(one.repeat(1000)), {
        message: "has more than 100000 characters in patterns with wildcards, with repetitions written out",
      }),
    );
  });
});
