import assert from "node:assert/strict";
import { derivePassword } from "../../../../components/keys/keyMaterial.ts";
import { copiesAsTheyAre, imagesAsTheyAre, recordedStack } from "../../../../tools/stack/recordedStack.ts";
import { cluster } from "../../../support/fakeHost.ts";

const seed = Buffer.alloc(32, 7).toString("base64");
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const reference = `registry:5000/shop@sha256:${"a".repeat(64)}`;
const copy = `registry:5000/shop@sha256:${"b".repeat(64)}`;
const component = "urn:pulumi:dev::swarm::swarm:index:ServiceImage::shop/api";
const resources = [
  {
    urn: "urn:pulumi:dev::swarm::swarm:index:Ec2Machines$swarm:index:MachineImage$pulumi:index:Stash::amd64@debian-13",
    type: "pulumi:index:Stash",
    outputs: { output: "ami-0123456789abcdef0" },
  },
  {
    urn: "urn:pulumi:dev::swarm::swarm:index:ClusterKeys$pulumi:index:Stash::keys",
    type: "pulumi:index:Stash",
    outputs: { output: secret(seed) },
  },
  {
    urn: "urn:pulumi:dev::swarm::swarm:index:ClusterIdentity$pulumi:index:Stash::cluster",
    type: "pulumi:index:Stash",
    outputs: { output: cluster },
  },
  { urn: component, type: "swarm:index:ServiceImage", outputs: { reference } },
  {
    urn: "urn:pulumi:dev::swarm::docker-build:index:Image::shop/api",
    type: "docker-build:index:Image",
    parent: component,
    outputs: { tags: ["127.0.0.1:20009/shop:api-0123456789abcdef"] },
  },
  {
    urn: "urn:pulumi:dev::swarm::swarm:index:StackImages$swarm:index:MirroredImage::shop/redis:7",
    type: "swarm:index:MirroredImage",
    outputs: { reference: copy },
  },
];

describe("recordedStack", () => {
  const recorded = recordedStack({ deployment: { resources } });

  it("returns the key of the object names, the cluster id and the images", () => {
    assert.deepEqual(recorded, {
      objectKey: derivePassword(seed, "stack objects"),
      cluster,
      images: {
        "shop/api": { reference, tags: ["127.0.0.1:20009/shop:api-0123456789abcdef"] },
        "shop/redis:7": { reference: copy, tags: [] },
      },
    });
  });

  it("returns nothing before the first up", () => {
    assert.deepEqual(recordedStack({ deployment: {} }), {
      objectKey: undefined,
      cluster: undefined,
      images: {},
    });
  });

  it("finds mirrored images by any of their names", () => {
    const mirrored = { cache: "redis:7", queue: "docker.io/library/redis:7", db: "redis:8" };
    assert.deepEqual(copiesAsTheyAre(recorded, "shop", mirrored), { cache: copy, queue: copy });
    assert.deepEqual(copiesAsTheyAre(recorded, "blog", mirrored), {});
  });

  it("finds images with unchanged content", () => {
    assert.deepEqual(imagesAsTheyAre(recorded, "shop", { api: "0123456789abcdef" }), { api: reference });
    assert.deepEqual(imagesAsTheyAre(recorded, "shop", { api: "0000000000000000" }), {});
    assert.deepEqual(imagesAsTheyAre(recorded, "blog", { api: "0123456789abcdef" }), {});
  });
});
