import assert from "node:assert/strict";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";

/** A manager's engine: `nodes` has lines POOL STATE AVAILABILITY NODE IMAGES. */
const manager = (...nodes: string[]) =>
  new FakeHost({ docker: 'case "$*" in "node ls "*) echo w1 ;; *) cat "$HOST/nodes" ;; esac' }).write(
    "nodes",
    nodes.map((node) => `${node}\n`).join(""),
  );
const wait = async (host: FakeHost) => {
  const { code, stdout, stderr } = await host.run("swarm/scripts/poolImages.sh", ["0123", "web", "jobs"]);
  return { code, stdout, stderr };
};

describe("poolImages.sh", () => {
  it("is done when all nodes of the pools that get tasks have the images", async () => {
    using host = manager(
      ...["web ready active web-i-1 0123", "jobs ready active jobs-i-2 0123", "web down active web-i-3 0000"],
      ...["web ready drain web-i-4 0000", " ready active web-0 ", "other ready active other-0 0000"],
    );
    assert.deepEqual(await wait(host), { code: 0, stdout: handedBack("0123"), stderr: "" });
  });

  it("names the nodes that do not have them in time", async () => {
    using host = manager(
      ...[
        "web ready active web-i-1 0000",
        "web ready active web-i-2 0123",
        "jobs ready active jobs-i-3 0000",
      ],
    );
    assert.deepEqual(await wait(host), {
      code: 1,
      stdout: "",
      stderr: `this-host: these nodes do not have the images of this deployment: web-i-1 jobs-i-3
  → see why: npm run ssh -- NODE sudo journalctl -u swarm-pool; then run npm run up again
`,
    });
  });
});
