import assert from "node:assert/strict";
import { Instance } from "@pulumi/aws/ec2/instance.js";
import { InstanceState } from "@pulumi/aws/ec2transitgateway/instanceState.js";
import { publicAddress } from "../../../../../../components/targets/aws/machines/power.ts";
import { record } from "../../../../../support/recordedProgram.ts";

/** The address of a worker that the state knows as `known`, and AWS as `found`. */
async function addressOf(known: string, found: string, preview = false) {
  const getInstance = ({ instanceId }: Readonly<Record<string, unknown>>) => {
    assert.equal(instanceId, "web-0-id");
    return { publicIp: found };
  };
  const { result } = await record(
    () => {
      const instance = new Instance("web-0", {}, { additionalSecretOutputs: [] });
      Object.assign(instance, { publicIp: instance.id.apply(() => known) });
      const running = new InstanceState("web-0", { instanceId: instance.id, state: "running" });
      const address = publicAddress("web-0", instance, running, instance) as unknown as {
        promise(): Promise<string>;
      };
      return address.promise();
    },
    { calls: { "aws:ec2/getInstance:getInstance": getInstance }, preview },
  );
  return result;
}

describe("the public address of a worker", () => {
  it("is the one in the state, or the one that a started machine has now", async () => {
    assert.equal(await addressOf("198.51.100.1", "unused"), "198.51.100.1");
    assert.equal(await addressOf("", "198.51.100.2"), "198.51.100.2");
  });

  it("is nothing to connect to before the machine has one", async () => {
    assert.equal(await addressOf("", "", true), "");
    await assert.rejects(addressOf("", ""), {
      message:
        "web-0: the machine web-0-id has no public address\n  → see in AWS that it runs, and that its subnet assigns public addresses; or replace it: npm run up -- --replace '**::web-0'",
    });
  });
});
