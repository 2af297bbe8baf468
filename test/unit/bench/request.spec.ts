import assert from "node:assert/strict";
import { readRequest } from "../../../bench/request.ts";

describe("what npm run bench is asked for", () => {
  it("is three rounds of everything without a word", () => {
    assert.deepEqual(readRequest([]), {
      runs: 3,
      rows: ["up", "noop", "addWorker", "rollout", "destroy", "memory"],
      complete: true,
      large: false,
    });
  });

  it("is some rows, in the table's order", () => {
    assert.deepEqual(readRequest(["--only", "noop,up", "--runs", "5"]), {
      runs: 5,
      rows: ["up", "noop"],
      complete: false,
      large: false,
    });
  });

  it("is the large clusters alone, which saves nothing", () => {
    const { complete, large } = readRequest(["--large"]);
    assert.deepEqual([complete, large], [false, true]);
  });

  const refused = [
    [["--only", "up,downn"], 'nothing is called "downn"\n  → a list of up,noop,addWorker'],
    [["--only"], "npm run bench: option '--only <value>' argument missing\n  → npm run bench -- --help"],
    [["--only="], "npm run bench: --only has no value\n  → npm run bench -- --help"],
    [["--runs", "0"], '--runs "0" is no number from 1 to 99'],
    [["--runs", "three"], '--runs "three" is no number'],
    [["--fast"], "npm run bench: unknown option '--fast'\n  → npm run bench -- --help"],
    [["noop"], 'npm run bench: unknown argument "noop"\n  → npm run bench -- --help'],
  ] as const;
  for (const [args, message] of refused) {
    it(`refuses ${args.join(" ")}`, () => {
      assert.throws(
        () => readRequest(args),
        (error: Error) => error.message.includes(message),
      );
    });
  }
});
