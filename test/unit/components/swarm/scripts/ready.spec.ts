import assert from "node:assert/strict";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

/** Every call of date takes ten seconds. */
const date = 'echo tick >>"$HOST/ticks"; echo $(($(wc -l <"$HOST/ticks") * 10))';

function swarm(nodes: Readonly<Record<string, NodeFacts>> = { "node-7": {}, "node-8": {} }): SwarmHost {
  const host = new SwarmHost({ nodes });
  host.replace("date", date);
  return host;
}

const all = ["manager-0=manager-0", "web-0=node-7", "web-1=node-8"];
const ready = (host: SwarmHost, args: readonly string[] = all) => host.step("swarm/scripts/ready.sh", args);
const done = { code: 0, stdout: "", stderr: "", changes: [] };
const failed = (problem: string, hint: string, before = "") => ({
  ...done,
  code: 1,
  stderr: before + failure(problem, hint),
});
const incomplete = (nodes: string, ...lines: readonly string[]) =>
  failed(
    `the swarm is not complete: ${nodes}`,
    "see what their machines say: npm run ssh -- NODE docker info; or accept that one is missing: swarm:nodes: {NODE: {acceptDown: true}}",
    lines.map((line) => `${line} after 60 s\n`).join(""),
  );

describe("ready.sh", () => {
  it("returns at once if every node is Ready", async () => {
    using host = swarm();
    assert.deepEqual(await ready(host), done);
  });

  it("waits until they are", async () => {
    using host = swarm({ "node-7": { status: "down" }, "node-8": {} });
    const back = () => {
      host.swarm.node("node-7").status = "ready";
    };
    host.before("node inspect", back, { after: 2 });
    assert.deepEqual(await ready(host), done);
  });

  it("names the nodes that are not Ready, or unknown", async () => {
    using host = swarm({ "node-7": { status: "down" } });
    assert.deepEqual(
      await ready(host),
      incomplete("web-0, web-1", "node web-0 is down", "node web-1 is missing"),
    );
  });

  it("accepts a node that may be Down, and no other one", async () => {
    using host = swarm({ "node-7": { status: "down" }, "node-8": { status: "unknown" } });
    assert.deepEqual(
      await ready(host, ["manager-0=manager-0", "web-0=node-7=down", "web-1=node-8"]),
      incomplete("web-1", "node web-1 is unknown"),
    );
  });

  it("says so if the swarm has no leader", async () => {
    using host = swarm();
    host.engine.hasLeader = false;
    assert.deepEqual(
      await ready(host),
      failed("the swarm has no leader after 60 s", "start the other managers, then run npm run up again"),
    );
  });

  it("refuses two machines that are one node", async () => {
    using host = swarm();
    assert.deepEqual(
      await ready(host, [...all, "web-2=node-7=down"]),
      failed(
        "the machines of web-0 and web-2 are one node, node-7",
        // /var/lib/docker is a folder of this host.
        `one is a copy of the other: on the copy stop Docker, remove ${host.path("docker")}/swarm, start Docker, then run npm run up again`,
      ),
    );
  });
});
