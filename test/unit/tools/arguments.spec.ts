import assert from "node:assert/strict";
import { ownArguments, stackOption, takePulumiStack, takeStack } from "../../../tools/arguments.ts";

const options = { ...stackOption, "show-secrets": { type: "boolean" } } as const;
const read = (...args: string[]) => {
  const { values, positionals } = ownArguments("stack", args, options, { positionals: 2 });
  return [{ ...values }, positionals];
};

describe("ownArguments", () => {
  it("reads options and positional arguments in any order", () => {
    assert.deepEqual(read(), [{}, []]);
    assert.deepEqual(read("show", "--stack", "prod", "shop", "--show-secrets"), [
      { stack: "prod", "show-secrets": true },
      ["show", "shop"],
    ]);
    assert.deepEqual(read("--stack=prod"), [{ stack: "prod" }, []]);
    assert.deepEqual(read("-s", "prod"), [{ stack: "prod" }, []]);
  });

  const refused: Readonly<Record<string, readonly [args: readonly string[], problem: string]>> = {
    "an unknown option": [["--bogus"], "unknown option '--bogus'"],
    "a misspelt option": [["--stak", "prod"], "unknown option '--stak'"],
    "an option without its value": [["--stack"], "option '-s, --stack <value>' argument missing"],
    "an option with an empty value": [["--stack="], "--stack has no value"],
    "an option in place of a value": [
      ["--stack", "--show-secrets"],
      "option '--stack' argument is ambiguous",
    ],
    "a value of an option that takes none": [
      ["--show-secrets=yes"],
      "option '--show-secrets' does not take an argument",
    ],
    "an option twice": [["--stack", "a", "--stack", "b"], "--stack appears twice"],
    "an extra argument": [["show", "shop", "more"], 'unknown argument "more"'],
  };
  for (const [what, [args, problem]] of Object.entries(refused))
    it(`refuses ${what}`, () =>
      assert.throws(() => read(...args), {
        message: `npm run stack: ${problem}\n  → npm run stack -- --help`,
        exitCode: 2,
      }));
});

describe("takeStack", () => {
  const cases: [args: string[], stack: string | undefined, rest: string[]][] = [
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
    it(`requires a name in "${args.join(" ")}"`, () => {
      assert.throws(() => takeStack(args), {
        message: "--stack needs a name\n  → write for example --stack prod",
        exitCode: 2,
      });
    });

  it("does not change its arguments", () => {
    const args = ["--stack", "prod", "ls"];
    takeStack(args);
    assert.deepEqual(args, ["--stack", "prod", "ls"]);
  });
});

describe("takePulumiStack", () => {
  it("finds every form that Pulumi accepts", () => {
    for (const args of [["-s", "prod"], ["-s=prod"], ["--stack", "prod"], ["--stack=prod"]])
      assert.deepEqual(takePulumiStack("destroy", [...args, "--yes"]), { stack: "prod", rest: ["--yes"] });
    assert.deepEqual(takePulumiStack("destroy", ["--yes"]), { stack: undefined, rest: ["--yes"] });
  });

  it("refuses two stacks, although Pulumi would use the last", () => {
    assert.throws(() => takePulumiStack("destroy", ["--stack", "dev", "-s", "prod"]), {
      message: "npm run destroy: --stack appears twice\n  → npm run destroy -- --help",
      exitCode: 2,
    });
  });
});
