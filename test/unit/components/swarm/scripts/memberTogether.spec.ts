import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { FakeHost } from "../../../../support/fakeHost.ts";

/**
 * A manager of two leaving nodes, `one` and `two`, on hosts of the same names. `names-NODE` contains the names
 * of the node's tasks; they stop when `stopped-NODE` exists.
 */
const docker = `
case "$*" in
  "service ls "*) cat "$HOST/services" ;;
  "service ps "*) cat "$HOST/tasks" ;;
  "node ps "*" --format {{.Name}}") cat "$HOST/names-$3" ;;
  "node ps "*" --format {{.CurrentState}}") until [ -e "$HOST/stopped-$3" ]; do /bin/sleep 0.02; done ;;
  "node inspect "*" --format {{.Description.Hostname}}") echo "$3" ;;
  "node inspect "*" --format {{.Status.State}}") echo ready ;;
  "info --format {{.Swarm.NodeID}}") echo manager ;;
esac`;

interface Swarm {
  /** `NAME MODE RUNNING/DESIRED` */
  readonly services: readonly string[];
  /** `NAME HOST STATE` */
  readonly tasks: readonly string[];
  readonly one: string;
  readonly two?: string;
}

function seed({ services, tasks, one, two = one }: Swarm): FakeHost {
  const lines = (what: string, all: readonly string[]) => all.map((line) => `${what} ${line}\n`).join("");
  return new FakeHost({ docker, flock: 'exec /usr/bin/flock "$@"' })
    .write("services", lines("service", services))
    .write("tasks", lines("task", tasks))
    .write("names-one", one)
    .write("names-two", two)
    .write("calls", "");
}

const drains = (host: FakeHost) =>
  host
    .read("calls")
    .split("\n")
    .flatMap((call) => call.match(/^docker node update --availability drain (\w+)$/)?.[1] ?? []);

/** Waits for a drain, or one second in vain. */
async function isDrained(host: FakeHost, node: string): Promise<boolean> {
  for (let tries = 0; tries < 50 && !drains(host).includes(node); tries++) await sleep(20);
  return drains(host).includes(node);
}

const remove = (host: FakeHost, node: string) =>
  host.run(
    ["volumeNodes.sh", "handOver.sh", "member.sh"].map((file) => `swarm/scripts/${file}`),
    ["remove", node, node, "worker"],
  );

/** Whether `two` is drained while the tasks of `one` still stop. */
async function areTogether(swarm: Swarm): Promise<boolean> {
  using host = seed(swarm);
  const first = remove(host, "one");
  while (!(await isDrained(host, "one")));
  const second = remove(host, "two");
  const together = await isDrained(host, "two");
  host.write("stopped-one", "");
  assert.equal((await first).code, 0);
  if (!together) while (!(await isDrained(host, "two")));
  host.write("stopped-two", "");
  assert.equal((await second).code, 0);
  return together;
}

/** A service's tasks on hosts. */
const web = (...hosts: readonly string[]) =>
  hosts.map((host, slot) => `shop_web.${slot} ${host} Running 9 s ago`);

describe("nodes that leave together", () => {
  it("drain in parallel if nothing runs on them", async () => {
    assert.ok(await areTogether({ services: ["shop_web replicated 2/2"], tasks: web("three"), one: "" }));
  });

  it("drain in parallel while half of the replicas run elsewhere", async () => {
    const services = ["shop_web replicated 4/4", "shop_jobs replicated 1/1"];
    const one = "shop_web.3\n";
    assert.ok(await areTogether({ services, tasks: web("three", "four"), one }));
  });

  it("drain in parallel if a global service runs on one more node", async () => {
    const services = ["shop_edge global 9/9"];
    const tasks = ["shop_edge.one one Running 9 s ago", "shop_edge.four four Running 9 s ago"];
    assert.ok(await areTogether({ services, tasks, one: "shop_edge.one\n", two: "shop_edge.two\n" }));
  });

  it("wait for each other if fewer than half of the replicas run elsewhere", async () => {
    const services = ["shop_web replicated 3/3"];
    const one = "shop_web.1\n";
    assert.equal(await areTogether({ services, tasks: web("three"), one }), false);
  });

  it("do not count their own tasks, or tasks that do not run yet", async () => {
    const services = ["shop_web replicated 2/2"];
    const tasks = [...web("two"), "shop_web.2 three Starting 1 s ago"];
    assert.equal(await areTogether({ services, tasks, one: "", two: "shop_web.1\n" }), false);
  });

  it("wait for each other if a global service runs nowhere else", async () => {
    const services = ["shop_edge global 2/2"];
    const tasks = ["shop_edge.two two Running 9 s ago"];
    assert.equal(await areTogether({ services, tasks, one: "", two: "shop_edge.two\n" }), false);
  });

  it("wait for each other if the manager does not answer", async () => {
    using host = seed({ services: [], tasks: [], one: "shop_web.1\n" });
    host.replace("docker", docker.replace('cat "$HOST/tasks"', "exit 1")).write("stopped-one", "");
    const { calls } = await remove(host, "one");
    assert.ok(calls.includes("flock -w 600 -x 8"));
  });

  it("decide in turn, once the previous one's tasks are no longer desired", async () => {
    using host = seed({
      services: ["shop_web replicated 4/4"],
      tasks: web("three", "four"),
      one: "shop_web.1\n",
    });
    host.write("stopped-one", "");
    const { calls } = await remove(host, "one");
    const wanted = "docker node ps one --filter desired-state=running --quiet";
    const [decided] = calls.flatMap((call, index) => (call === "flock -w 900 9" ? index : []));
    const between = calls.slice((decided ?? 0) + 1, calls.indexOf(wanted) + 1);
    assert.deepEqual(between, [
      "docker node ps one --filter desired-state=running --format {{.Name}}",
      "docker node inspect one --format {{.Description.Hostname}}",
      "docker service ls --format service {{.Name}} {{.Mode}} {{.Replicas}}",
      "docker service ps shop_web --filter desired-state=running --format task {{.Name}} {{.Node}} {{.CurrentState}}",
      "flock -w 600 -s 8",
      "docker service ls --format service {{.Name}} {{.Mode}} {{.Replicas}}",
      "docker node update --availability drain one",
      "docker node inspect one --format {{.Status.State}}",
      wanted,
    ]);
  });
});
