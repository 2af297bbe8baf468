import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { otherCluster } from "../../support/engineOwners.ts";
import { FakeDocker } from "../../support/fakeDocker.ts";
import { cluster } from "../../support/fakeHost.ts";
import { Folder } from "../../support/folder.ts";
import { record } from "../../support/recordedProgram.ts";
import { swarmId } from "../../support/resourceAnswers.ts";
import { healthy, programRun, shop, shopProgram } from "../../support/shopProgram.ts";

describe("the program's messages", () => {
  const { folder, run } = shopProgram();

  it("list compose keys without effect in one warning, in preview and in up", async () => {
    using kept = new Folder().write({
      ...shop,
      "compose.yaml": shop["compose.yaml"].replace(
        "{image: redis}",
        "{image: redis, container_name: cache, cpus: 2, deploy: {resources: {limits: {cpus: 1}}}}",
      ),
    });
    for (const preview of [true, false]) {
      const warnings: string[] = [];
      const warn = console.warn;
      // Without an engine, Pulumi's log goes here.
      console.warn = (text: string) => warnings.push(text);
      try {
        const stacks = { shop: { file: kept.at("compose.yaml") } };
        const { recording } = await run({ stacks }, { preview });
        assert.ok(recording.find("Command shop-stack"));
      } finally {
        console.warn = warn;
      }
      const at = `${kept.at("compose.yaml")}: services.data`;
      assert.deepEqual(warnings, [
        [
          "warning: [runtime] 2 warnings for the compose files; the rest deploys as written",
          `  ${at}.container_name: is left out; tasks are called <stack>_<service>.<number>`,
          "    → remove it; others reach the service by its key, or by aliases under networks",
          `  ${at}.cpus: says 2, but deploy.resources.limits.cpus says 1, which takes precedence`,
          "    → remove one of the two",
        ].join("\n"),
      ]);
    }
  });

  it("list every mistake at once, before the first resource", async () => {
    const settings = { managers: "2", wrokers: "3", stacks: { shop: { file: folder.at("none.yaml") } } };
    const failed: unknown[] = [];
    const config = Object.entries(settings).map(([name, value]) => [
      `swarm:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const { recording } = await record(() => programRun().catch((error) => failed.push(error)), {
      config: Object.fromEntries(config),
    });
    const [error] = failed;
    assert.ok(pulumi.RunError.isInstance(error));
    assert.deepEqual(
      error.message.split("\n").filter((line) => !line.includes("→")),
      [
        "3 mistakes in the settings; nothing was changed",
        '  swarm:managers: must be 1, 3, 5 or 7, but is "2"',
        `  swarm:stacks.shop.file: names ${folder.at("none.yaml")}, which is no file`,
        "  swarm:wrokers: is unknown",
      ],
    );
    assert.deepEqual(recording.tree(), []);
  });

  it("say what to do, with no stack trace, if a manager is in another cluster's swarm", async () => {
    using _foreign = new FakeDocker("").add("ssh", healthy.replace(cluster, otherCluster));
    await assert.rejects(run(), (error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        `the machine of manager-0 is in the swarm ${swarmId} of cluster ${otherCluster} (stack )
  → nothing was changed. Leave the machine out of the settings, or take it out of that swarm where that swarm is managed`,
      );
      return true;
    });
  });
});
