import assert from "node:assert/strict";
import {
  allowances,
  refusal,
  takeAllowedDangers,
  warning,
} from "../../../../../tools/report/plan/allowedDangers.ts";

const dangers = [
  { name: "manager-2", sentence: "The manager manager-2 leaves the swarm; fewer managers may fail." },
  { name: "shop's", sentence: "The stack shop's is removed." },
];

describe("takeAllowedDangers", () => {
  it("takes every name, and leaves the rest in order", () => {
    assert.deepEqual(
      takeAllowedDangers(["up", "--allow-danger", "a", "--yes", "--allow-danger=b", "--stack", "prod"]),
      { allowed: ["a", "b"], rest: ["up", "--yes", "--stack", "prod"] },
    );
    assert.deepEqual(takeAllowedDangers(["up", "--yes"]), { allowed: [], rest: ["up", "--yes"] });
  });

  it("refuses the option without a name", () => {
    for (const args of [["up", "--allow-danger"], ["--allow-danger", "--yes"], ["--allow-danger="]])
      assert.throws(() => takeAllowedDangers(args), {
        message: "--allow-danger: names nothing\n  → write for example --allow-danger manager-2",
      });
  });
});

describe("refusal", () => {
  it("shows every danger with its name, and the flags to paste", () => {
    assert.equal(
      refusal("prod", [...dangers, { name: "manager-2", sentence: "Its disk goes." }]),
      `stack prod: this update would lose data or an address, so nothing was changed
  manager-2: The manager manager-2 leaves the swarm; fewer managers may fail.
  shop's: The stack shop's is removed.
  manager-2: Its disk goes.
  → if you want that, run the command again with --allow-danger manager-2 --allow-danger 'shop'\\''s'`,
    );
  });
});

describe("warning", () => {
  it("says in a preview what up stops at", () => {
    assert.equal(
      warning("prod", dangers.slice(0, 1)),
      `stack prod: an update would lose data or an address, so npm run up stops before it
  manager-2: The manager manager-2 leaves the swarm; fewer managers may fail.
  → if you want that: npm run up -- --stack prod --allow-danger manager-2`,
    );
  });
});

describe("allowances", () => {
  it("shows what is allowed, and names without a danger", () => {
    assert.deepEqual(allowances(dangers.slice(0, 1), ["manager-2", "manager-3"]), [
      "allowed: manager-2: The manager manager-2 leaves the swarm; fewer managers may fail.",
      "--allow-danger manager-3: no danger has this name",
    ]);
    assert.deepEqual(allowances([], []), []);
  });
});
