import assert from "node:assert/strict";
import { readJoinTokens, readNodeId, readSwarmId } from "../../../../components/swarm/swarmIds.ts";
import { joinTokens, nodeIdOf, swarmId } from "../../../support/resourceAnswers.ts";

const wrong = [
  "",
  "node-1",
  `${swarmId}0`,
  swarmId.slice(1),
  swarmId.toUpperCase(),
  `${swarmId}\n`,
  `${swarmId} `,
];

for (const [what, read] of [
  ["node id", readNodeId],
  ["swarm id", readSwarmId],
] as const)
  describe(`a ${what}`, () => {
    it("has 25 letters and digits, like the engine's ids", () => {
      assert.equal(read("2pzjb0zm8y9mvm1yaht2jbm5p"), "2pzjb0zm8y9mvm1yaht2jbm5p");
      assert.equal(read(nodeIdOf("worker-0")), nodeIdOf("worker-0"));
    });

    for (const text of wrong)
      it(`is not ${JSON.stringify(text)}`, () => {
        assert.throws(() => read(text), {
          message: `a machine printed ${JSON.stringify(text)} for its ${what}\n  → see what its shell prints: npm run ssh -- NODE docker info`,
        });
      });

    it("is invalid if it is missing", () => {
      assert.throws(() => read(undefined), {
        message: `a machine printed "" for its ${what}\n  → see what its shell prints: npm run ssh -- NODE docker info`,
      });
    });

    it("is cut to a hundred characters in messages", () => {
      assert.throws(() => read("z".repeat(1000)), {
        message: `a machine printed "${"z".repeat(100)}" for its ${what}\n  → see what its shell prints: npm run ssh -- NODE docker info`,
      });
    });
  });

describe("join tokens", () => {
  const { worker, manager } = joinTokens;

  it("are two lines, worker first", () => {
    assert.deepEqual(readJoinTokens(`${worker}\n${manager}`), [worker, manager]);
  });

  for (const [what, text] of [
    ["one alone", worker],
    ["three", `${worker}\n${manager}\n${worker}`],
    ["with an empty line", `${worker}\n${manager}\n`],
    ["none", ""],
    ["an error of the engine", "Error response from daemon: This node is not a swarm manager.\n"],
    ["with a greeting in the line", `Welcome ${worker}\n${manager}`],
    ["of another length", `${worker}a\n${manager}`],
  ] as const)
    it(`are not ${what}, and the message does not quote it`, () => {
      assert.throws(() => readJoinTokens(text), {
        message:
          "the seed manager printed no join tokens\n  → see what it prints: npm run ssh -- NODE docker swarm join-token worker",
      });
    });
});
