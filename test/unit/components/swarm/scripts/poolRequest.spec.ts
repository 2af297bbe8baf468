import assert from "node:assert/strict";
import { cluster, FakeHost } from "../../../../support/fakeHost.ts";

/**
 * A manager's engine: `nodes` has lines ID STATE ADDRESS CLUSTER/POOL of the workers; `labels` the images of the
 * node, `host` its name, `tasks` the states of its tasks.
 */
const docker = `
case "$*" in
  "node ls --filter role=worker --quiet") cut -d ' ' -f 1 "$HOST/nodes" ;;
  "node ls --filter node.label=swarm.pool=web --filter node.label=swarm.cluster=${cluster} "*) printf 'w2 Ready\\nw9 Down\\n' ;;
  "node inspect --format "*) cat "$HOST/nodes" ;;
  "node inspect "*Hostname*) cat "$HOST/host" ;;
  "node inspect "*swarm.images*) cat "$HOST/labels" ;;
  "node inspect "*swarm.labels*) echo "$(cat "$HOST/declared")" ;;
  "node inspect "*old*) echo 1 ;;
  "node inspect "*State*) echo ready ;;
  "node inspect "*) echo web-1 ;;
  "node update "* | "node rm "*) ;;
  "node ps "*--quiet | "node ps "*Name*) ;;
  "node ps "*) cat "$HOST/tasks" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const own = `${cluster}/`;
const manager = (nodes = `w1 ready 10.0.0.4 ${own}\nw2 ready 10.0.0.5 ${own}\nw3 down 10.0.0.5 ${own}\n`) =>
  new FakeHost({ docker })
    .write("nodes", nodes)
    .write("labels", "\n")
    .write("declared", "")
    .write("host", "web-i-0123456789abcdef0\n")
    .write("tasks", "Shutdown 1 second ago\n");

const request = async (host: FakeHost, ...args: string[]) => {
  const changes = { "/etc/swarm-pools": host.path("pools") };
  const files = ["swarm/scripts/handOver.sh", "swarm/scripts/nodeRequest.sh"];
  const { code, stderr, calls } = await host.run(files, args, undefined, changes);
  return { code, stderr, changes: calls.filter((call) => /^docker node (update|rm)/.test(call)) };
};

describe("nodeRequest.sh", () => {
  describe("of a pool that scales", () => {
    const fresh = "w2 ready 10.0.0.5 /\n";
    const joined = `w2 ready 10.0.0.5 ${cluster}/web\n`;

    it("labels and activates a new node, and removes nodes whose machines are gone", async () => {
      using host = manager(fresh).write("pools/web", "tier=web\nnote=a b\n");
      const labels = ["swarm.images=0123abcd --availability active", `swarm.cluster=${cluster}`];
      labels.push(
        "swarm.node=web-i-0123456789abcdef0",
        "swarm.pool=web",
        "tier=web",
        "note=a b",
        "swarm.labels=tier,note",
      );
      assert.deepEqual(await request(host, "10.0.0.5", "ready 0123abcd", "web"), {
        code: 0,
        stderr: "web-i-0123456789abcdef0 is ready\n",
        changes: [
          `docker node update ${labels.map((label) => `--label-add ${label}`).join(" ")} w2`,
          "docker node rm --force w9",
        ],
      });
    });

    it("notes other images and labels of a node that was drained by hand, and leaves it so", async () => {
      using host = manager(joined).write("pools/web", "tier=web\n").write("labels", "0000\n");
      host.write("declared", "tier,old\n");
      const { changes } = await request(host, "10.0.0.5", "ready 0123abcd", "web");
      const labels = ["swarm.images=0123abcd", `swarm.cluster=${cluster}`];
      labels.push(
        "swarm.node=web-i-0123456789abcdef0",
        "swarm.pool=web --label-rm old",
        "tier=web",
        "swarm.labels=tier",
      );
      assert.equal(
        changes[0],
        `docker node update ${labels.map((label) => `--label-add ${label}`).join(" ")} w2`,
      );
    });

    it("drains a node that leaves while others have its tasks, and removes it", async () => {
      using host = manager(joined);
      assert.deepEqual(await request(host, "10.0.0.5", "leave", "web"), {
        code: 0,
        stderr: "web-1 is removed\n",
        changes: ["docker node update --availability drain w2", "docker node rm --force w2"],
      });
    });

    it("is no other pool's, no fixed worker, and has a name of its own pool", async () => {
      for (const nodes of [`w2 ready 10.0.0.5 ${own}\n`, `w2 ready 10.0.0.5 ${cluster}/jobs\n`]) {
        using host = manager(nodes);
        assert.deepEqual((await request(host, "10.0.0.5", "leave", "web")).changes, []);
      }
      for (const name of ["jobs-i-0123456789abcdef0", "web-0", "web-i-", "web-i-0;reboot", "manager-0"]) {
        using host = manager(fresh).write("pools/web", "").write("host", `${name}\n`);
        const { code, changes } = await request(host, "10.0.0.5", "ready 0123", "web");
        assert.deepEqual([code, changes], [1, []], name);
      }
    });

    it("has images with a digest", async () => {
      for (const words of ["ready", "ready a b", "ready x=y", "ready --help"]) {
        using host = manager(fresh).write("pools/web", "");
        const { code, changes } = await request(host, "10.0.0.5", words, "web");
        assert.deepEqual([code, changes], [1, []], words);
      }
    });
  });
});
