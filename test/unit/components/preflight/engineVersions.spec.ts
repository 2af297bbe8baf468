import assert from "node:assert/strict";
import { compareEngines, type NodeEngine } from "../../../../components/preflight/engineVersions.ts";

const engine = (name: string, version: string): NodeEngine => ({
  name,
  role: name.startsWith("m") ? "manager" : "worker",
  version,
});
const none = { refused: [], warnings: [] };

describe("compareEngines", () => {
  it("accepts engines of one release, whatever their patch", () => {
    assert.deepEqual(compareEngines([engine("m0", "28.5.2"), engine("w0", "28.0.1")], true), none);
    assert.deepEqual(compareEngines([engine("m0", "29.1.3"), engine("w0", "29.0.0")], true), none);
    assert.deepEqual(compareEngines([engine("m0", "26.1.5+dfsg1"), engine("w0", "26.1.3")], true), none);
    assert.deepEqual(compareEngines([], true), none);
  });

  const pairs: readonly (readonly [string, string])[] = [
    ["28.5.2", "29.1.3"],
    ["28.5.2", "29.0.0"],
    ["29.2.1", "29.2.0"],
    ["28.3.0", "28.2.2"],
    ["25.0.15", "25.0.13"],
    ["25.0.12", "25.0.14"],
    ["26.1.5+dfsg1", "28.2.2-0ubuntu1"],
  ];
  for (const [good, odd] of pairs)
    it(`refuses ${odd} beside ${good} if a network is encrypted`, () => {
      const engines = [engine("m0", good), engine("w0", odd), engine("w1", good)];
      const { refused } = compareEngines(engines, true);
      assert.deepEqual(refused, [
        `encrypted networks lose all traffic between w0 (${odd}) and m0 (${good}), w1 (${good}) (moby#51798)\n  → upgrade Docker Engine on w0 to 29.2.1 or later (25.0.15 in release 25.0), or encrypt no network`,
      ]);
      assert.deepEqual(compareEngines(engines, false).refused, []);
    });

  it("accepts engines of different releases that are compatible", () => {
    for (const [one, other] of [
      ["28.5.2", "29.2.1"],
      ["25.0.12", "29.3.0"],
      ["29.1.0", "25.0.13"],
    ] as const)
      assert.deepEqual(compareEngines([engine("m0", one), engine("w0", other)], true).refused, []);
  });

  it("warns only about managers that are older than other nodes", () => {
    const engines = [engine("m0", "27.5.1"), engine("m1", "28.5.2"), engine("w0", "29.3.0")];
    assert.deepEqual(compareEngines(engines, false), {
      refused: [],
      warnings: [
        "m0 (27.5.1), but m1 (28.5.2), w0 (29.3.0): managers must not be of an older release than other nodes\n  → upgrade Docker Engine on m0; in a swarm, managers first",
      ],
    });
    assert.deepEqual(compareEngines([engine("m0", "29.3.0"), engine("w0", "20.10.24")], false), none);
  });
});
