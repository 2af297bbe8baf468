import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../../../../components/machines/machine.ts";
import { machineSpecs } from "../../../../../../components/settings/machineSpecs.ts";
import { ec2Cluster, key, large, small } from "../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { resolved } from "../../../../../support/recordedProgram.ts";

describe("EC2 machines in the swarm", () => {
  const connect = async ({ connection }: Machine) => {
    assert.equal(await pulumi.isSecret(connection), true);
    return resolved(connection);
  };
  const endpoint = (node: string, host: string) => ({
    host,
    port: 22,
    user: "swarm",
    privateKey: key("ssh client").compactKey,
    hostKey: key(`ssh host ${node}`).publicKey,
  });

  it("have public addresses for SSH, a manager a fixed one", async () => {
    const { result } = await ec2Cluster(small);
    assert.deepEqual(await Promise.all(result.machines.map(connect)), [
      endpoint("manager-0", "elastic-address-of-manager-0-address"),
      endpoint("worker-0", "public-address-of-worker-0"),
    ]);
  });

  it("use the bastion for SSH if they have no public addresses", async () => {
    const { result } = await ec2Cluster(large);
    const [manager, web] = await Promise.all(result.machines.slice(2, 4).map(connect));
    const proxy = endpoint("bastion", "elastic-address-of-bastion");
    assert.deepEqual(manager, { ...endpoint("manager-2", "10.64.160.6"), proxy });
    assert.deepEqual(web, { ...endpoint("web-0", "private-address-of-web-0"), proxy });
  });

  it("accept no step before their first boot has ended", async () => {
    const { recording, result } = await ec2Cluster(small);
    assert.ok(recording.find("Command manager-0-ready").dependencies.includes("Command manager-0-boot"));
    const before = async ({ connection, name }: Machine) => {
      const resources = await (
        connection as unknown as { allResources(): Promise<Set<pulumi.Resource>> }
      ).allResources();
      const urns = await Promise.all([...resources].map(({ urn }) => resolved(urn)));
      return urns.some((urn) => urn.endsWith(`::${name}-boot`));
    };
    assert.deepEqual(await Promise.all(result.machines.map(before)), [true, true]);
  });

  it("have their specification, an id, and a private address", async () => {
    const { recording, result } = await ec2Cluster(small);
    const addresses = ["10.64.128.4", "private-address-of-worker-0"];
    for (const [index, made] of result.machines.entries()) {
      const { id, address, connection: _, resource, cluster: whose, ...spec } = made;
      assert.deepEqual(spec, machineSpecs(small)[index]);
      assert.equal(await resolved(id), `${spec.name}-id`);
      assert.equal(await resolved(address), addresses[index]);
      assert.equal(await pulumi.isSecret(address), false);
      assert.deepEqual(whose, { id: cluster });
      const urn = await resolved(resource.urn);
      assert.ok(urn.endsWith(recording.find(`Instance ${spec.name}`).urn.split("::").slice(1).join("::")));
    }
  });

  it("contain private keys only in secret values", async () => {
    const { recording } = await ec2Cluster(large);
    const hide = (value: unknown, path: string, secrets: readonly string[]): unknown => {
      if (secrets.includes(path)) return "";
      if (value === null || typeof value !== "object") return value;
      return Object.entries(value).map(([name, item]) =>
        hide(item, path ? `${path}.${name}` : name, secrets),
      );
    };
    for (const { label, inputs, secrets } of recording.registrations)
      assert.doesNotMatch(JSON.stringify(hide(inputs, "", secrets)), /PRIVATE KEY/, label);
    for (const { label, secrets, additionalSecretOutputs } of recording.all("aws:ec2/instance:Instance")) {
      assert.deepEqual(secrets, ["userData"], label);
      assert.ok(additionalSecretOutputs.includes("userData"), label);
    }
  });
});
