import assert from "node:assert/strict";
import { takeStack } from "../../../../tools/cluster/arguments.ts";

describe("takeStack", () => {
  const cases: [words: string[], stack: string | undefined, rest: string[]][] = [
    [[], undefined, []],
    [["node", "ls"], undefined, ["node", "ls"]],
    [["--stack", "prod", "node", "ls"], "prod", ["node", "ls"]],
    [["--stack=prod", "node", "ls"], "prod", ["node", "ls"]],
    [["node", "--stack", "prod", "ls"], "prod", ["node", "ls"]],
    [["--stack=a=b"], "a=b", []],
    [["stack", "ps", "--stacked"], undefined, ["stack", "ps", "--stacked"]],
  ];
  for (const [words, stack, rest] of cases) {
    it(`finds ${stack ?? "no stack"} in "${words.join(" ")}"`, () => {
      assert.deepEqual(takeStack(words), { stack, rest });
    });
  }

  for (const words of [["node", "ls", "--stack"], ["--stack="]])
    it(`asks for the name in "${words.join(" ")}"`, () => {
      assert.throws(
        () => takeStack(words),
        new Error("--stack has no name behind it\n  → write for example --stack prod"),
      );
    });

  it("leaves the words it was given alone", () => {
    const words = ["--stack", "prod", "ls"];
    takeStack(words);
    assert.deepEqual(words, ["--stack", "prod", "ls"]);
  });
});
