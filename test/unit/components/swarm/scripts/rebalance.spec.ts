import assert from "node:assert/strict";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";

/** A manager whose nodes, services and tasks are the lines of three files; each look at a service's update is a line of `states`. */
const docker = `
case "$*" in
  version) ;;
  "node ls --quiet" | "service ls --quiet --filter mode=replicated") echo ids ;;
  "node inspect "*) cat "$HOST/nodes" ;;
  "service inspect ids "*) cat "$HOST/services" ;;
  "service ps "*) echo tasks ;;
  "inspect --type task "*) cat "$HOST/tasks" ;;
  "service update "*) ;;
  "service inspect "*) head -n 1 "$HOST/states"; sed -i 1d "$HOST/states" ;;
  "service ls --filter name="*) echo "shop_web 4/4" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const nodes = [
  ["1", "manager-0", "ready", "active", "manager", "linux", "x86_64"],
  ["2", "web-0", "ready", "active", "worker", "linux", "x86_64", "tier=web"],
  ["3", "web-1", "ready", "active", "worker", "linux", "x86_64", "tier=Web", "disk=a b"],
];
const web = (...constraints: string[]) => ["s1", "shop_web", "4", ...constraints];

interface Swarm {
  readonly nodes?: readonly (readonly string[])[];
  readonly services?: readonly (readonly string[])[];
  /** Node ids, one for each task of the first service. */
  readonly tasks: string;
  readonly states?: readonly string[];
}

async function rebalance(verb: "show" | "spread", swarm: Swarm) {
  using host = new FakeHost({ docker });
  const lines = (kind: string, all: readonly (readonly string[])[]) =>
    all.map((fields) => `${[kind, ...fields].join("\t")}\n`).join("");
  host
    .write("nodes", lines("node", swarm.nodes ?? nodes))
    .write("services", lines("service", swarm.services ?? [web()]))
    .write(
      "tasks",
      lines(
        "task",
        [...swarm.tasks].map((node) => ["s1", node]),
      ),
    )
    .write("states", `${(swarm.states ?? ["", "updating", "completed"]).join("\n")}\n`);
  const { code, stdout, stderr, calls } = await host.run("swarm/scripts/rebalance.sh", [verb, "a-word"]);
  return { code, stdout, stderr, updated: calls.filter((call) => call.startsWith("docker service update")) };
}

const spreadAnew = {
  code: 0,
  stdout: "",
  stderr: "shop_web is spread anew\n",
  updated: ["docker service update --detach --force shop_web"],
};
const nothing = { code: 0, stdout: "", stderr: "", updated: [] };

describe("rebalance.sh", () => {
  it("spreads a service if one node has two more tasks than another, and waits for the update", async () => {
    assert.deepEqual(await rebalance("spread", { tasks: "1122" }), spreadAnew);
  });

  it("leaves a balanced service unchanged", async () => {
    assert.deepEqual(await rebalance("spread", { tasks: "1123" }), nothing);
  });

  it("ignores single replicas, and nodes that accept no tasks", async () => {
    const services = [["s1", "shop_web", "1"]];
    assert.deepEqual(await rebalance("spread", { services, tasks: "11" }), nothing);
    const idle = ["pause", "drain"].map((availability, index) => [
      ...[String(index + 3), `idle-${index}`, "ready", availability, "worker", "linux", "x86_64"],
    ]);
    const down = ["5", "dead", "down", "active", "worker", "linux", "x86_64"];
    const swarm = [...nodes.slice(0, 2), ...idle, down];
    assert.deepEqual(await rebalance("spread", { nodes: swarm, tasks: "1122" }), nothing);
  });

  for (const [constraint, isTouched] of [
    ["node.labels.tier == web", true],
    ["node.labels.tier==WEB", true],
    ["node.role != manager", true],
    ["node.role == manager", false],
    ["node.labels.tier != web", false],
    ["node.labels.disk == a b", false],
    ["node.hostname == web-0", false],
    ["node.id != 3", false],
    ["node.platform.arch == x86_64", true],
    ["engine.labels.gpu == yes", true],
  ] as const)
    it(`${isTouched ? "spreads" : "leaves"} a service with ${constraint}`, async () => {
      const swarm = { services: [web(constraint)], tasks: isTouched ? "2222" : "1122" };
      const { updated } = await rebalance("spread", swarm);
      assert.equal(updated.length, isTouched ? 1 : 0);
    });

  it("fails if a service does not accept its new tasks", async () => {
    assert.deepEqual(await rebalance("spread", { tasks: "1111", states: ["updating", "paused"] }), {
      ...spreadAnew,
      code: 1,
      stderr:
        "shop_web is spread anew\nthis-host: shop_web does not take its new tasks: its update is paused\n  → npm run status\n",
    });
  });

  it("prints where the tasks run", async () => {
    const services = [web("node.role == worker"), ["s2", "shop_one", "1"]];
    assert.deepEqual(await rebalance("show", { services, tasks: "1222" }), {
      ...nothing,
      stdout: handedBack("shop_web manager-0=1 web-0=3 web-1=0"),
    });
  });
});
