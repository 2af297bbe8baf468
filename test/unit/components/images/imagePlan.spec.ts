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

describe("the plan of images", () => {
  it("is for all images that are named and not built", () => assert.deepEqual(chosen({}), [both, {}]));

  it("is for none where the settings say so", () => assert.deepEqual(chosen({ mirror: false }), [{}, both]));

  it("is chosen by a stack", () => {
    assert.deepEqual(chosen({}, false), [{}, both]);
    assert.deepEqual(chosen({ mirror: false }, true), [both, {}]);
  });

  it("is chosen by a service, and for the others as it is for all", () => {
    assert.deepEqual(chosen({}, { db: false }), [{ cache: "redis" }, { db: "postgres:17" }]);
    assert.deepEqual(chosen({ mirror: false }, { db: true }), [{ db: "postgres:17" }, { cache: "redis" }]);
  });

  it("leaves images where they are on machines of the user's own without a registry", () => {
    const { settings } = parseSettings({}, { project: "swarm", stack: "dev", root: "/project" });
    assert.deepEqual(imagePlan(model, { ...settings, hasRegistry: false }).unmirrored, both);
  });
});
