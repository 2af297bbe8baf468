import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { RegistryLogin } from "../../../../../../components/images/registry.ts";
import { deployedTags } from "../../../../../../components/targets/aws/registry/deployedTags.ts";
import { record } from "../../../../../support/recordedProgram.ts";

const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const digest = `sha256:${"0a1b".repeat(16)}`;

const login: RegistryLogin = {
  pushAddress: pulumi.output(host),
  nodeAddress: pulumi.output(host),
  prefix: "swarm/prod/",
  username: pulumi.output("AWS"),
  password: pulumi.secret("the token"),
  encrypted: true,
  nodeConfiguration: pulumi.output("{}"),
};

class Deployment extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Deployment", name, {});
  }
}

const tagged = async () => {
  const { recording } = await record(() => {
    const references = {
      api: `${host}/swarm/prod/shop/api@${digest}`,
      web: `docker.io/library/nginx@${digest}`,
    };
    const stacks = [{ stack: "shop", references }];
    deployedTags({ login, platform: "linux/arm64", stacks, after: [new Deployment("shop-stack")] }, {});
  });
  return recording;
};

describe("deployedTags", () => {
  it("tags an image after its deployment, again only for another image", async () => {
    const step = (await tagged()).find("Command shop/api-deployed");
    assert.equal(
      step.inputs.create,
      `node components/images/scripts/mirror.ts ${host}/swarm/prod/shop/api@${digest} swarm/prod/shop/api deployed- linux/arm64`,
    );
    assert.deepEqual(step.dependencies, ["Deployment shop-stack"]);
    assert.deepEqual([step.ignoreChanges, step.replaceOnChanges], [["stdin"], ["create", "triggers[*]"]]);
    assert.ok(!("delete" in step.inputs));
  });

  it("logs in over standard input", async () => {
    const { inputs, secrets } = (await tagged()).find("Command shop/api-deployed");
    assert.deepEqual(JSON.parse(String(inputs.stdin)), {
      services: ["shop/api"],
      target: { address: host, username: "AWS", password: "the token" },
      sources: {},
    });
    assert.deepEqual(secrets, ["stdin"]);
  });

  it("leaves images of other registries alone", async () => {
    assert.equal((await tagged()).find("Command shop/web-deployed").inputs.create, ":");
  });
});
