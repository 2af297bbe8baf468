import assert from "node:assert/strict";
import {
  parameterProblem,
  poolParameter,
} from "../../../../../../../components/targets/aws/machines/pools/poolParameter.ts";

const folder = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/swarm/prod/shop/";
const digest = "0".repeat(64);
const parameter = (images: readonly string[]) =>
  poolParameter({
    token: `SWMTKN-1-${"a".repeat(50)}-${"b".repeat(25)}`,
    managers: ["10.64.0.4", "10.64.1.4", "10.64.2.4"].map((address) => ({
      address,
      hostKey: `ssh-ed25519 ${"A".repeat(68)}`,
    })),
    key: "k".repeat(400),
    client: `{"credHelpers":{"123456789012.dkr.ecr.eu-central-1.amazonaws.com":"ecr-login"}}`,
    images,
    labels: {},
  });
const images = (count: number) =>
  Array.from({ length: count }, (_, index) => `${folder}service-${index}@sha256:${digest}`);

describe("poolParameter", () => {
  it("contains the common prefix of images once", () => {
    const decoded = parameter([...images(2), "postgres@sha256:1"])
      .split("\n")
      .filter((line) => /^(images|from) /.test(line))
      .map((line) => line.split(" ").map((word, index) => (index === 0 || word === "-" ? word : text(word))));
    assert.deepEqual(decoded, [
      ["images", decoded[0]?.[1]],
      ["from", folder, `service-0@sha256:${digest}`, `service-1@sha256:${digest}`],
      ["from", "-", "postgres@sha256:1"],
    ]);
  });

  it("has room for 50 images, and says what to do about more than SSM takes", () => {
    assert.equal(parameterProblem("web", parameter(images(50)), images(50)), undefined);
    const { length } = parameter(images(80));
    assert.equal(
      parameterProblem("web", parameter(images(80)), images(80)),
      `swarm:workers.web: what its machines read before they join has ${length} characters, and a parameter of SSM takes 8192; 80 images are in it\n  → let services share images, or write count instead of min and max: other workers need no parameter`,
    );
    assert.equal(parameterProblem("web", "x".repeat(8192), []), undefined);
    assert.notEqual(parameterProblem("web", "x".repeat(8193), []), undefined);
  });
});

const text = (base64: string) => Buffer.from(base64, "base64").toString();
