import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Clone } from "../support/clone.ts";
import { inventory } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";

describe("npm run preview -- --markdown, and npm run cost", () => {
  const stack = "e2e-plan";
  const settings = {
    workers: 1,
    stacks: { example: { file: "example/compose.yaml" } },
    local: localAddresses(stack),
  };
  const clone = new Clone(stack, settings);
  const before = inventory(stack);

  after(() => clone.remove());

  it("describe a new stack on the screen and in a file, and change nothing", async () => {
    const { code, output } = await clone.npm("preview", "--markdown", "--output", "preview.md");
    assert.equal(code, 2, output);
    const text = readFileSync(clone.path("preview.md"), "utf8");
    assert.ok(output.endsWith(text), output);
    assert.ok(text.startsWith(`<!-- swarm preview of ${stack} -->\n### Preview of \`${stack}\`: changes\n`));
    for (const row of [
      "| `manager-0` | manager | added |",
      "| `worker-0` | worker | added |",
      "| docker Container `registry` | created |  |",
      `| volume \`swarm-${stack}-manager-0-volume\` | created |  |`,
    ])
      assert.ok(text.includes(`${row}\n`), `${row}\n\n${text}`);
    assert.match(
      text,
      /\| `example_edge` \| added \| image `example\/edge:[0-9a-f]{16}`, one a node, ports `8000\/tcp` \|/,
    );
    assert.match(text, /\| `example_api` \| added \| image `example\/api:[0-9a-f]{16}`, 4 replicas \|/);
    assert.doesNotMatch(text, /new machine|removed|deleted|replaced/);
    assert.deepEqual(inventory(stack), before);
  });

  it("report that this computer costs nothing", async () => {
    const { code, output } = await clone.npm("cost");
    assert.deepEqual([code, output], [0, `Stack ${stack} costs nothing: it runs on this computer\n`]);
    assert.doesNotMatch(readFileSync(clone.path("preview.md"), "utf8"), /cost/i);
  });

  it("report mistakes in the settings", async () => {
    clone.configure({ ...settings, workers: -1 });
    const { code, output } = await clone.npm("preview", "--markdown");
    assert.equal(code, 1, output);
    assert.match(output, new RegExp(`^### Preview of \`${stack}\`: failed$`, "m"));
    assert.match(output, /```text\n1 mistake in the settings; nothing was changed\n {2}swarm:workers: .*-1/);
  });
});
