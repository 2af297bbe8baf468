import assert from "node:assert/strict";
import { takeStack } from "../../../tools/passedOn.ts";

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
  for (const [args, stack, rest] of cases) {
    it(`finds ${stack ?? "no stack"} in "${args.join(" ")}"`, () => {
      assert.deepEqual(takeStack(args), { stack, rest });
    });
  }

  for (const args of [["node", "ls", "--stack"], ["--stack="]])
    it(`asks for the name in "${args.join(" ")}"`, () => {
      assert.throws(
        () => takeStack(args),
        new Error("--stack has no name behind it\n  → write for example --stack prod"),
      );
    });

  it("leaves the words it was given alone", () => {
    const args = ["--stack", "prod", "ls"];
    takeStack(args);
    assert.deepEqual(args, ["--stack", "prod", "ls"]);
  });
});
