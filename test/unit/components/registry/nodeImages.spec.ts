import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { machineSpecs } from "../../../../components/machines/machineSpecs.ts";
import { NodeImages } from "../../../../components/registry/nodeImages.ts";
import { machinesFor } from "../../../support/machines.ts";
import { record, resolved } from "../../../support/recordedProgram.ts";

const api = `registry:5000/shop/api@sha256:${"a".repeat(64)}`;
const web = `registry:5000/shop/web@sha256:${"b".repeat(64)}`;

const pulls = () =>
  record(() => {
    const machines = machinesFor(
      machineSpecs({ managers: 1, pools: [{ name: "worker", count: 1, labels: {} }] }),
    );
    const login = {
      pushAddress: pulumi.output("127.0.0.1:20009"),
      nodeAddress: pulumi.output("registry:5000"),
      username: pulumi.output("swarm"),
      password: pulumi.secret("hush"),
      encrypted: false,
      prefix: "",
      nodeConfiguration: pulumi.secret('{"auths":{"registry:5000":{"auth":"hush"}}}'),
    };
    return new NodeImages("images", { machines, login, references: [api, pulumi.output(web)] });
  });

describe("NodeImages", () => {
  it("is one pull on each machine, after the machine and nothing else", async () => {
    const { recording, result } = await pulls();
    assert.deepEqual(recording.tree(), [
      "command:remote:Command manager-0-pull < NodeImages images",
      "command:remote:Command worker-0-pull < NodeImages images",
      "swarm:index:NodeImages images",
      "test:index:Host manager-0",
      "test:index:Host worker-0",
    ]);
    assert.deepEqual(recording.find("Command manager-0-pull").dependencies, ["Host manager-0"]);
    assert.deepEqual(recording.find("Command worker-0-pull").dependencies, ["Host worker-0"]);
    assert.deepEqual(Object.keys(result.pulls), ["manager-0", "worker-0"]);
    const urn = await resolved(result.pulls["worker-0"]?.urn ?? pulumi.output(""));
    assert.match(urn, /::worker-0-pull$/);
  });

  it("names machine and images, and takes a quarter of an hour at most", async () => {
    const { inputs } = (await pulls()).recording.find("Command worker-0-pull");
    assert.match(String(inputs.create), /^timeout -k 10 900 sh -c /);
    assert.equal(
      String(inputs.create).replace(/^.*\)" /, ""),
      `swarm-worker-0-pull machine-of-worker-0 ${api} ${web}`,
    );
    assert.equal("delete" in inputs, false);
    assert.equal("triggers" in inputs, false);
  });

  it("sends the registry's client configuration, as a secret", async () => {
    const { inputs, secrets } = (await pulls()).recording.find("Command worker-0-pull");
    assert.ok(secrets.includes("stdin"));
    assert.ok(String(inputs.stdin).endsWith('\n{"auths":{"registry:5000":{"auth":"hush"}}}'));
  });
});
