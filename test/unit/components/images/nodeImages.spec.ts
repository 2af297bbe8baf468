import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { NodeImages } from "../../../../components/images/nodeImages.ts";
import { machineSpecs } from "../../../../components/settings/machineSpecs.ts";
import { payloadOf } from "../../../../components/steps/payload.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { machinesFor } from "../../../support/machines.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";
import { callOf } from "../../../support/scripts.ts";

const api = `registry:5000/shop/api@sha256:${"a".repeat(64)}`;
const web = `registry:5000/shop/web@sha256:${"b".repeat(64)}`;

const pulls = (away = "") =>
  record(() => {
    const machines = machinesFor(
      machineSpecs({ managers: 1, pools: [{ name: "worker", count: 1, labels: {} }] }),
    ).map((machine) => ({ ...machine, isAway: machine.name === away }));
    const login = {
      pushAddress: pulumi.output("127.0.0.1:20009"),
      nodeAddress: pulumi.output("registry:5000"),
      username: pulumi.output("swarm"),
      password: pulumi.secret("hush"),
      encrypted: false,
      prefix: "",
      nodeConfiguration: pulumi.secret('{"auths":{"registry:5000":{"auth":"hush"}}}'),
    };
    const stacks = [{ stack: "shop", references: { api, web: pulumi.output(web) } }];
    return new NodeImages("images", { machines, seed: "manager-0", login, stacks, keep: 3 });
  });

describe("NodeImages", () => {
  it("leaves the pull of a machine that does not answer as it last ran", async () => {
    const { recording } = await pulls("worker-0");
    const ignored = (step: string) => recording.find(`Command ${step}-pull`).ignoreChanges;
    assert.deepEqual(ignored("manager-0"), []);
    const inputs = Object.keys(recording.find("Command worker-0-pull").inputs);
    assert.deepEqual(
      inputs.filter((input) => !ignored("worker-0").includes(input)),
      [],
    );
  });

  it("runs one query on the seed, then one pull on each machine", async () => {
    const { recording, result } = await pulls();
    assert.deepEqual(recording.tree(), [
      "command:remote:Command images-used < NodeImages images",
      "command:remote:Command manager-0-pull < NodeImages images",
      "command:remote:Command worker-0-pull < NodeImages images",
      "swarm:index:NodeImages images",
      "test:index:Host manager-0",
      "test:index:Host worker-0",
    ]);
    assert.deepEqual(recording.find("Command manager-0-pull").dependencies, [
      "Command images-used",
      "Host manager-0",
    ]);
    assert.deepEqual(recording.find("Command worker-0-pull").dependencies, [
      "Command images-used",
      "Host worker-0",
    ]);
    assert.deepEqual(Object.keys(result.pulls), ["manager-0", "worker-0"]);
    const urn = await resolved(result.pulls["worker-0"]?.urn ?? pulumi.output(""));
    assert.match(urn, /::worker-0-pull$/);
  });

  it("names the machine and its images and takes half an hour at most", async () => {
    const { inputs } = (await pulls()).recording.find("Command worker-0-pull");
    assert.equal(
      callOf(inputs.create),
      `timeout -k 10 1800 swarm-worker-0-pull ours-or-none ${cluster} '' machine-of-worker-0 3 shop/api=${api} shop/web=${web}`,
    );
    assert.equal("delete" in inputs, false);
    assert.equal("triggers" in inputs, false);
  });

  it("queries the images in use on the seed when it pulls other images", async () => {
    const { inputs, dependencies } = (await pulls()).recording.find("Command images-used");
    assert.equal(
      callOf(inputs.create),
      `timeout -k 10 120 swarm-images-used ours-or-none ${cluster} '' shop/api=${api} shop/web=${web}`,
    );
    assert.deepEqual(dependencies, ["Host manager-0"]);
    assert.equal("delete" in inputs, false);
  });

  it("sends the images in use and the registry's client configuration, as a secret", async () => {
    const { recording, result } = await pulls();
    const { inputs, secrets } = recording.find("Command worker-0-pull");
    assert.ok(secrets.includes("stdin"));
    const used = await resolved(result.used);
    assert.equal(await pulumi.isSecret(result.used), false);
    const payload = payloadOf([
      ["used", used],
      ["client", '{"auths":{"registry:5000":{"auth":"hush"}}}'],
    ]);
    assert.equal(inputs.stdin, payload);
  });

  it("queries nothing without an image, and removes nothing then", async () => {
    const { recording, result } = await record(() => {
      const machines = machinesFor(machineSpecs({ managers: 1, pools: [] }));
      const login = {
        ...{ pushAddress: pulumi.output(""), nodeAddress: pulumi.output(""), username: pulumi.output("") },
        ...{
          password: pulumi.output(""),
          encrypted: false,
          prefix: "",
          nodeConfiguration: pulumi.output("{}"),
        },
      };
      return new NodeImages("images", { machines, seed: "manager-0", login, stacks: [], keep: 3 });
    });
    assert.equal(recording.all("command:remote:Command").length, 1);
    assert.equal(await resolved(result.used), "unknown");
  });
});
