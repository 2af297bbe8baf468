import assert from "node:assert/strict";
import {
  after,
  before,
  bootstrap,
  docker,
  failure,
  labelOfCluster,
  leaderless,
  manager,
  socket,
  swarm,
} from "../../../../support/bootstrapHost.ts";
import { askOwner, cluster, handedBack } from "../../../../support/fakeHost.ts";

describe("bootstrap.sh adopts the swarm that the settings name", () => {
  const other = "0123456789abcdef0123";
  const orchestration = { Orchestration: { TaskHistoryRetentionLimit: 5 } };
  const wanted = { "swarm.cluster": cluster, "swarm.stack": "shop/prod" };
  const adopting = (spec: object, label: string) => {
    const host = manager("active", "swarm-of-others", label).write("spec", `${JSON.stringify(spec)}\n`);
    host.owner = ["ours-or-none", cluster, "swarm-of-others"];
    return host;
  };
  const update = socket("update?version=42");

  for (const [what, labels, label, left] of [
    ["no labels", {}, "", {}],
    ["labels of its own", { team: "shop", tier: "one" }, "", { team: "shop", tier: "one" }],
    ["none at all", null, "", {}],
    [
      "the labels of another cluster",
      { "swarm.cluster": other, "swarm.stack": "swarm/old", team: "shop" },
      other,
      { team: "shop" },
    ],
    [
      "the labels of another cluster behind its own",
      { a: "b", "swarm.cluster": other, "swarm.stack": "swarm/old" },
      other,
      { a: "b" },
    ],
  ] as const)
    it(`and labels it as this cluster's if it has ${what}`, async () => {
      using host = adopting({ Name: "default", Labels: labels, ...orchestration }, label);
      const { code, stdout, stderr, calls } = await bootstrap(host);
      const whose = label
        ? `the swarm swarm-of-others of cluster ${other} (stack swarm/test)`
        : "the swarm swarm-of-others, which this program did not make";
      assert.deepEqual(
        [code, stdout, stderr],
        [0, handedBack("node-1 swarm-of-others"), `this-host: takes over ${whose}\n`],
      );
      assert.deepEqual(JSON.parse(host.read("asked")), {
        Name: "default",
        Labels: { ...wanted, ...left },
        ...orchestration,
      });
      assert.deepEqual(
        calls.filter((call) => !call.startsWith("docker info --format {{json") && !call.includes("Index}}")),
        [...before, swarm, askOwner, update, `docker info --format ${labelOfCluster}`, ...after.slice(1)],
      );
      assert.equal(host.read("docker/swarm-cluster"), `${cluster} swarm-of-others\n`);
    });

  it("and fails if the engine refuses the labels", async () => {
    using host = adopting({ Name: "default", Labels: {} }, "");
    host.replace("curl", `echo '{"message":"update out of sequence"}'`);
    const { code, stderr } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `this-host: takes over the swarm swarm-of-others, which this program did not make\n${failure(
        "the swarm swarm-of-others cannot be taken over: its label swarm.cluster stays ",
        "run npm run up again",
      )}`,
    );
  });

  it("and no other one: the swarm's label outweighs the manager's record", async () => {
    // Another cluster took the swarm over while this manager knew no leader; the leader comes back in between.
    const back = docker.replace(
      `"info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") cat`,
      `"info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") echo id-of-the-swarm >"$HOST/swarm"; cat`,
    );
    using host = leaderless().write("label", `${other}\n`);
    host.replace("docker", back);
    const { code, stderr, calls } = await bootstrap(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      failure(
        `this machine is in the swarm id-of-the-swarm of cluster ${other} (stack swarm/test)`,
        "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed",
      ),
    );
    assert.deepEqual(calls, [...before, swarm, askOwner]);
  });
});
