import assert from "node:assert/strict";
import { imagePlan } from "../../../../components/images/imagePlan.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { parseSettings } from "../../../support/settings.ts";

const model = modelOf(
  "services: {web: {build: ., image: shop}, db: {image: 'postgres:17'}, cache: {image: redis}}\n",
  { files: { Dockerfile: "FROM scratch\n" } },
);

function chosen(images: unknown, mirror?: unknown) {
  const shop = { file: "compose.yaml", ...(mirror === undefined ? {} : { mirror }) };
  const origin = { project: "swarm", stack: "dev", root: "/project" };
  const { settings, diagnostics } = parseSettings({ images, stacks: { shop } }, origin);
  assert.deepEqual(diagnostics, []);
  const { mirrored, unmirrored } = imagePlan(model, settings);
  return [mirrored, unmirrored];
}

const both = { db: "postgres:17", cache: "redis" };

describe("imagePlan", () => {
  it("mirrors all images that are named and not built", () => assert.deepEqual(chosen({}), [both, {}]));

  it("mirrors none if the settings turn it off", () =>
    assert.deepEqual(chosen({ mirror: false }), [{}, both]));

  it("follows the setting of the stack", () => {
    assert.deepEqual(chosen({}, false), [{}, both]);
    assert.deepEqual(chosen({ mirror: false }, true), [both, {}]);
  });

  it("follows the setting of a service and mirrors the others by default", () => {
    assert.deepEqual(chosen({}, { db: false }), [{ cache: "redis" }, { db: "postgres:17" }]);
    assert.deepEqual(chosen({ mirror: false }, { db: true }), [{ db: "postgres:17" }, { cache: "redis" }]);
  });

  it("mirrors none on target hosts without a registry", () => {
    const { settings } = parseSettings({}, { project: "swarm", stack: "dev", root: "/project" });
    assert.deepEqual(imagePlan(model, { ...settings, hasRegistry: false }).unmirrored, both);
  });
});
