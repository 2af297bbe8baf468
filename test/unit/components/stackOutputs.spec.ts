import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../../components/machines/machine.ts";
import { imageOutputs, nodeOutputs } from "../../../components/stackOutputs.ts";
import { resolved } from "../../support/recordedProgram.ts";

const references = (...services: string[]) =>
  Object.fromEntries(services.map((service) => [service, pulumi.output(`registry:5000/${service}`)]));

describe("imageOutputs", () => {
  it("names an image by its service", async () => {
    const images = imageOutputs([{ stack: "shop", references: references("api", "web") }]);
    assert.deepEqual(await resolved(pulumi.output(images)), {
      api: "registry:5000/api",
      web: "registry:5000/web",
    });
  });

  it("names it by stack and service if two stacks share the service name", () => {
    const images = imageOutputs([
      { stack: "shop", references: references("api", "web") },
      { stack: "blog", references: references("api", "page") },
    ]);
    assert.deepEqual(Object.keys(images), ["shop_api", "web", "blog_api", "page"]);
  });

  it("is empty without a built image", () => {
    assert.deepEqual(imageOutputs([{ stack: "shop", references: {} }]), {});
  });
});

describe("nodeOutputs", () => {
  it("shows only name, role and address of a machine", async () => {
    const machine = {
      name: "manager-0",
      role: "manager",
      index: 0,
      labels: {},
      id: pulumi.output("id"),
      address: pulumi.output("172.31.0.10"),
      connection: pulumi.secret({ host: "h", port: 22, user: "root", privateKey: "k", hostKey: "k" }),
    } as unknown as Machine;
    const output = pulumi.output(nodeOutputs([machine]));
    assert.deepEqual(await resolved(output), [
      { name: "manager-0", role: "manager", address: "172.31.0.10" },
    ]);
    assert.equal(await pulumi.isSecret(output), false);
  });
});
