import assert from "node:assert/strict";
import { boundedYaml, plainYaml } from "../../../../components/input/boundedYaml.ts";
import { withinASecond } from "../../../support/processorTime.ts";

const levels = Array.from({ length: 30 }, (_, level) => `- &a${level + 1} [*a${level}, *a${level}]\n`);

/** Texts, and why they are not parsed further. */
const excessive: Readonly<Record<string, readonly [text: string, problem: string]>> = {
  "50 000 lists in one another": ["[".repeat(50_000), "has more than 100 values inside one another"],
  "101 mappings in one another": [
    `${"{a: ".repeat(101)}${"}".repeat(101)}`,
    "has more than 100 values inside one another",
  ],
  "aliases of aliases": [
    `- &a0 x\n${levels.join("")}`,
    "has more than 30000 values, counting the values that each alias stands for",
  ],
  "an anchor that holds itself": ["&a [*a]", "has an anchor that holds an alias of itself"],
  "more words than anybody writes": ["- a\n".repeat(60_000), "has more than 100000 tokens and comments"],
};

describe("boundedYaml", () => {
  for (const [name, [text, problem]] of Object.entries(excessive))
    it(`refuses ${name}`, () =>
      withinASecond(() => {
        assert.equal(boundedYaml(text).excess?.problem, problem);
        assert.throws(() => plainYaml(text));
      }));

  it("restores the stack traces of errors", () => {
    const { stackTraceLimit } = Error;
    boundedYaml("[".repeat(50_000));
    boundedYaml("a: [");
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
  });
});

describe("plainYaml", () => {
  it("returns the data", () => {
    const text = "a: &a [1, two]\nb: *a\n? [x]\n: true\n";
    assert.deepEqual(plainYaml(text), { a: [1, "two"], b: [1, "two"], "[ x ]": true });
  });

  it("throws on invalid YAML and on an alias without its anchor", () => {
    for (const text of ["a: [", "a: 'b", "a: *b", "a: b: c"]) assert.throws(() => plainYaml(text), text);
  });
});
