import assert from "node:assert/strict";
import { bootstrap, leaderless, manager } from "../../../../support/bootstrapHost.ts";
import { cluster, handedBack } from "../../../../support/fakeHost.ts";
import { failure, type SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

describe("bootstrap.sh adopts the swarm that the settings name", () => {
  const other = "0123456789abcdef0123";
  const spec = { Orchestration: { TaskHistoryRetentionLimit: 5 } };
  const wanted = { "swarm.cluster": cluster, "swarm.stack": "shop/prod" };
  const others = { "swarm.cluster": other, "swarm.stack": "swarm/old" };

  const adopting = (labels: Readonly<Record<string, string>> | null): SwarmHost => {
    const host = manager({
      cluster: { id: "swarm-of-others", labels: labels && new Map(Object.entries(labels)), spec },
    });
    host.owner = ["ours-or-none", cluster, "swarm-of-others"];
    return host;
  };
  const byHand = "the swarm swarm-of-others, which this program did not make";
  const ofOthers = `the swarm swarm-of-others of cluster ${other} (stack swarm/old)`;

  for (const [what, labels, whose, left] of [
    ["no labels", {}, byHand, {}],
    ["labels of its own", { team: "shop", tier: "one" }, byHand, { team: "shop", tier: "one" }],
    ["none at all", null, byHand, {}],
    ["the labels of another cluster", { ...others, team: "shop" }, ofOthers, { team: "shop" }],
    ["the labels of another cluster behind its own", { a: "b", ...others }, ofOthers, { a: "b" }],
  ] as const)
    it(`and labels it as this cluster's if it has ${what}`, async () => {
      using host = adopting(labels);
      assert.deepEqual(await bootstrap(host), {
        code: 0,
        stdout: handedBack("manager-0 swarm-of-others"),
        stderr: `this-host: takes over ${whose}\n`,
        changes: ["POST /swarm/update?version=42"],
      });
      assert.deepEqual(host.sent, [
        {
          Name: "default",
          Labels: { ...wanted, ...left },
          ...spec,
          EncryptionConfig: { AutoLockManagers: false },
        },
      ]);
      assert.equal(host.read("docker/swarm-cluster"), `${cluster} swarm-of-others\n`);
    });

  it("and fails if the engine refuses the labels", async () => {
    using host = adopting({}).refuse("POST /swarm/update", "update out of sequence");
    assert.deepEqual(await bootstrap(host), {
      code: 1,
      stdout: "",
      stderr: `this-host: takes over ${byHand}\n${failure(
        "the swarm swarm-of-others cannot be taken over: its label swarm.cluster stays ",
        "run npm run up again",
      )}`,
      changes: [],
    });
  });

  it("and no other one: the swarm's label outweighs the manager's record", async () => {
    // Another cluster took the swarm over while this manager knew no leader; the leader comes back in between.
    using host = leaderless({ cluster: { labels: new Map(Object.entries(others)) } });
    host.before("info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}", () => {
      host.engine.hasLeader = true;
    });
    assert.deepEqual(await bootstrap(host), {
      code: 1,
      stdout: "",
      stderr: failure(
        `this machine is in the swarm id-of-the-swarm of cluster ${other} (stack swarm/old)`,
        "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed",
      ),
      changes: [],
    });
  });
});
