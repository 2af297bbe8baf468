import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../../../components/settings/settings.ts";
import { resolved } from "../../../support/recordedProgram.ts";
import { joinTokens, nodeIdOf, swarmId } from "../../../support/resourceAnswers.ts";
import { argumentsOf, edges, owner, swarmCluster } from "../../../support/swarmProgram.ts";

describe("SwarmCluster", () => {
  it("creates a bootstrap, the tokens, and a join and a membership for each node", async () => {
    const { recording } = await swarmCluster();
    const node = "swarm:index:SwarmNode";
    const step = "command:remote:Command";
    assert.deepEqual(
      recording.tree().filter((line) => !line.startsWith("test:")),
      [
        `${step} manager-0-member < SwarmNode manager-0`,
        `${step} swarm-bootstrap < SwarmCluster swarm`,
        `${step} swarm-join-token < SwarmCluster swarm`,
        `${step} swarm-ready < SwarmCluster swarm`,
        `${step} worker-0-join < SwarmNode worker-0`,
        `${step} worker-0-member < SwarmNode worker-0`,
        `${step} worker-1-join < SwarmNode worker-1`,
        `${step} worker-1-member < SwarmNode worker-1`,
        "pulumi:index:Stash swarm-immutable-settings < SwarmCluster swarm",
        "swarm:index:SwarmCluster swarm",
        `${node} manager-0 < SwarmCluster swarm`,
        `${node} worker-0 < SwarmCluster swarm`,
        `${node} worker-1 < SwarmCluster swarm`,
      ],
    );
  });

  it("passes each script its arguments", async () => {
    const pools = [{ name: "web", count: 1, labels: { tier: "web", disk: "a b" } }];
    const { recording } = await swarmCluster({ managers: 3, pools });
    assert.deepEqual(
      [
        "swarm-bootstrap",
        "swarm-join-token",
        "manager-0-member",
        "manager-1-join",
        "manager-2-join",
        "manager-2-member",
        "web-0-join",
        "web-0-member",
      ].map((step) => argumentsOf(recording, step)),
      [
        `ours-or-none ${owner} machine-of-manager-0 address-of-manager-0 swarm/test 10.128.0.0/16 plain seed address-of-manager-1 address-of-manager-2`,
        `ours ${owner} ${swarmId}`,
        `ours ${owner} add manager-0 ${nodeIdOf("seed")} manager active`,
        `ours-or-none ${owner} machine-of-manager-1 address-of-manager-1 ${swarmId} - address-of-manager-0`,
        `ours-or-none ${owner} machine-of-manager-2 address-of-manager-2 ${swarmId} - address-of-manager-0`,
        `ours ${owner} add manager-2 ${nodeIdOf("manager-2")} manager active`,
        `ours-or-none ${owner} machine-of-web-0 address-of-web-0 ${swarmId} - address-of-manager-0`,
        `ours ${owner} add web-0 ${nodeIdOf("web-0")} worker active 'disk=a b' tier=web`,
      ],
    );
    assert.equal(
      argumentsOf(recording, "web-0-member", "delete"),
      `undo ${owner} remove web-0 ${nodeIdOf("web-0")} worker`,
    );
  });

  it("changes only the membership if labels or availability change", async () => {
    const inputs = async (nodes: Settings["nodes"]) => {
      const { recording } = await swarmCluster({ nodes });
      return Object.fromEntries(
        recording.registrations.map((one) => [one.label, JSON.stringify(one.inputs)]),
      );
    };
    const before = await inputs({});
    const after = await inputs({ "worker-1": { labels: { tier: "web" }, availability: "drain" } });
    assert.deepEqual(Object.keys(after), Object.keys(before));
    const changed = Object.keys(after).filter((label) => after[label] !== before[label]);
    // The component only notes the labels.
    assert.deepEqual(changed, ["SwarmNode worker-1", "Command worker-1-member"]);
    const triggers = (all: typeof before) => JSON.parse(all["Command worker-1-member"] ?? "").triggers;
    assert.deepEqual(triggers(after), triggers(before));
  });

  it("advertises no address of a machine whose address may change", async () => {
    const { recording } = await swarmCluster({ moves: "worker-0" });
    assert.equal(
      argumentsOf(recording, "worker-0-join"),
      `ours-or-none ${owner} machine-of-worker-0 - ${swarmId} - address-of-manager-0`,
    );
    assert.match(argumentsOf(recording, "worker-1-join"), / address-of-worker-1 /);
  });

  it("joins on the node itself, and activates and removes nodes from the seed", async () => {
    const { recording } = await swarmCluster({ managers: 3 });
    const host = (step: string) =>
      (recording.find(`Command ${step}`).inputs.connection as { hostKey: string }).hostKey;
    assert.equal(host("swarm-bootstrap"), "ssh-ed25519 manager-0");
    assert.equal(host("swarm-join-token"), "ssh-ed25519 manager-0");
    for (const name of ["manager-1", "manager-2", "worker-0", "worker-1"]) {
      assert.equal(host(`${name}-join`), `ssh-ed25519 ${name}`);
      assert.equal(host(`${name}-member`), "ssh-ed25519 manager-0");
    }
  });

  it("sends each role its own token, as a secret on standard input", async () => {
    const { recording } = await swarmCluster({ managers: 3 });
    const steps = recording.all("command:remote:Command");
    const tokens = steps
      .map(({ name, inputs }) => {
        const [, token = ""] = /^token (.+)\nend\n$/m.exec(String(inputs.stdin)) ?? [];
        return [name, Buffer.from(token, "base64").toString()];
      })
      .filter(([, token]) => token);
    assert.deepEqual(tokens.sort(), [
      ["manager-1-join", joinTokens.manager],
      ["manager-2-join", joinTokens.manager],
      ["worker-0-join", joinTokens.worker],
      ["worker-1-join", joinTokens.worker],
    ]);
    for (const { name, secrets } of steps)
      assert.equal(secrets.includes("stdin"), name.endsWith("-join"), name);
    assert.deepEqual(recording.find("Command swarm-join-token").additionalSecretOutputs, [
      "stdout",
      "stderr",
      "connection",
    ]);
  });

  it("works with another seed", async () => {
    const { recording, result } = await swarmCluster({ managers: 3, seed: "manager-1" });
    assert.equal(result.seed.name, "manager-1");
    assert.equal(
      argumentsOf(recording, "swarm-bootstrap"),
      `ours-or-none ${owner} machine-of-manager-1 address-of-manager-1 swarm/test 10.128.0.0/16 plain seed address-of-manager-0 address-of-manager-2`,
    );
    assert.ok(edges(recording, "manager-0-join").includes("Command manager-1-member"));
    assert.ok(edges(recording, "manager-2-join").includes("Command manager-0-member"));
    assert.equal(recording.find("Command worker-0-member").deletedWith, "Host manager-1");
  });

  it("outputs its id and its nodes' ids, not as secrets", async () => {
    const { result } = await swarmCluster();
    assert.equal(await resolved(result.swarmId), swarmId);
    assert.equal(await pulumi.isSecret(result.swarmId), false);
    const ids = pulumi.all(result.nodes.map(({ nodeId }) => nodeId));
    assert.deepEqual(await resolved(ids), ["seed", "worker-0", "worker-1"].map(nodeIdOf));
    assert.equal(await pulumi.isSecret(ids), false);
  });
});
