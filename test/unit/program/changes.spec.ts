import assert from "node:assert/strict";
import { Folder } from "../../support/folder.ts";
import { added, changed, inputsOf, shop, shopProgram } from "../../support/shopProgram.ts";

describe("the program with a changed setting", () => {
  const { highlyAvailable, run, usual } = shopProgram();

  it("waits for the services again after adding a worker, and changes nothing else", async () => {
    const [two, three] = [await usual(), await run({ workers: 3 })];
    assert.deepEqual(changed(two.recording, three.recording), ["Command shop-stack", "Command swarm-ready"]);
    assert.deepEqual(added(two.recording, three.recording), [
      "Command worker-2-join",
      "Command worker-2-member",
      "Command worker-2-preflight",
      "Command worker-2-pull",
      "Command worker-2-traffic",
      "Container swarm-test-worker-2",
      "SwarmNode worker-2",
    ]);
  });

  it("checks the seed and waits for the services again after adding managers", async () => {
    const [one, three] = [await usual(), await highlyAvailable()];
    assert.deepEqual(changed(one.recording, three.recording), [
      "Command shop-stack",
      "Command swarm-bootstrap",
      "Command swarm-ready",
    ]);
  });

  it("builds, pulls and deploys a changed source file, and changes nothing else", async () => {
    const { recording } = await usual();
    using other = new Folder().write({ ...shop, "web/Dockerfile": "FROM scratch\nLABEL version=2\n" });
    const next = await run({ stacks: { shop: { file: other.at("compose.yaml") } } });
    const moved = (label: string) => label === "Image shop/api";
    assert.deepEqual(
      changed(recording, next.recording).filter((label) => !moved(label)),
      [
        "Command answer",
        "Command images-used",
        "Command manager-0-pull",
        "Command registry-retention",
        "Command shop-attempt",
        "Command shop-stack",
        "Command worker-0-pull",
        "Command worker-1-pull",
        "ComposeStack shop-stack",
        "Image shop/web",
      ],
    );
    assert.deepEqual(
      inputsOf(next.recording, "Image shop/api").tags,
      inputsOf(recording, "Image shop/api").tags,
    );
  });
});
