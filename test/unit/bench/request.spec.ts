import assert from "node:assert/strict";
import { readRequest } from "../../../bench/request.ts";

describe("the arguments of npm run bench", () => {
  it("default to three rounds of everything", () => {
    assert.deepEqual(readRequest([]), {
      runs: 3,
      rows: ["up", "noop", "addWorker", "rollout", "destroy", "memory"],
      complete: true,
      large: false,
    });
  });

  it("select rows, in the table's order", () => {
    assert.deepEqual(readRequest(["--only", "noop,up", "--runs", "5"]), {
      runs: 5,
      rows: ["up", "noop"],
      complete: false,
      large: false,
    });
  });

  it("select only the large clusters, and save nothing", () => {
    const { complete, large } = readRequest(["--large"]);
    assert.deepEqual([complete, large], [false, true]);
  });

  const refused = [
    [
      ["--only", "up,downn"],
      'npm run bench: --only "up,downn" is not a list of up,noop,addWorker,rollout,destroy,memory: unknown downn\n  → npm run bench -- --help',
    ],
    [["--only"], "npm run bench: option '--only <value>' argument missing\n  → npm run bench -- --help"],
    [["--only="], "npm run bench: --only has no value\n  → npm run bench -- --help"],
    [["--runs", "0"], 'npm run bench: --runs "0" is not a number from 1 to 99\n  → npm run bench -- --help'],
    [["--runs", "three"], '--runs "three" is not a number'],
    [["--fast"], "npm run bench: unknown option '--fast'\n  → npm run bench -- --help"],
    [["noop"], 'npm run bench: unknown argument "noop"\n  → npm run bench -- --help'],
  ] as const;
  for (const [args, message] of refused) {
    it(`refuse ${args.join(" ")}`, () => {
      assert.throws(
        () => readRequest(args),
        (error: Error & { exitCode: number }) => error.message.includes(message) && error.exitCode === 2,
      );
    });
  }
});
