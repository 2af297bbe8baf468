import assert from "node:assert/strict";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { modelOf } from "../../../support/composeModel.ts";

function deployOf(lines: string, more: string) {
  const model = modelOf(`services: {web: {image: nginx, ${lines}}}\n${more}`);
  return JSON.parse(renderStackFile(model, { images: {}, objectNames: {} }).text).services.web.deploy;
}

describe("the constraint on a volume's node", () => {
  const placement = (lines: string, more = "volumes: {data: {}, log: {name: logs}}") =>
    deployOf(lines, more).placement;

  it("is there for each local volume of the service", () => {
    assert.deepEqual(placement("volumes: [data:/data, log:/log]"), {
      constraints: ["node.labels.swarm.volume.logs == true", "node.labels.swarm.volume.shop_data == true"],
    });
  });

  it("keeps the preferences of the file", () => {
    const deploy = "deploy: {placement: {preferences: [{spread: node.labels.zone}]}}";
    assert.deepEqual(placement(`volumes: [data:/data], ${deploy}`), {
      preferences: [{ spread: "node.labels.zone" }],
      constraints: ["node.labels.swarm.volume.shop_data == true"],
    });
  });

  it("is absent from a service that the file places", () => {
    const deploy = "deploy: {placement: {constraints: [node.role == worker]}}";
    assert.deepEqual(placement(`volumes: [data:/data], ${deploy}`), { constraints: ["node.role == worker"] });
  });
});
