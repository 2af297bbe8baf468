import assert from "node:assert/strict";
import { copyFileSync, existsSync, statSync } from "node:fs";
import { storedIn } from "../../bench/largeCluster.ts";
import { resourcesOf, type StateResource } from "../../tools/pulumi/state.ts";
import { Clone } from "../support/clone.ts";
import { clusterSecrets } from "../support/clusterSecrets.ts";
import { containerOn, docker, inventory, machine, onNode } from "../support/engine.ts";
import { json, steadyLoad } from "../support/load.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { ProcessWatch } from "../support/processWatch.ts";
import { ReadOnlyState } from "../support/readOnlyState.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { takeScreenshot } from "./page/screenshot.ts";

const stack = "e2e";
const local = localAddresses(stack);
const url = `http://127.0.0.1:${local.port}`;

/** What the example's API reports about itself. */
interface Visit {
  readonly replica: string;
  readonly node: string;
  readonly version: string;
  readonly visits: number;
}

/** Output of a command without quotes on the manager. */
const onManager = (command: string) => onNode(stack, "manager-0", ...command.split(" "));

/** One cluster's life from creation to destruction; each test continues where the previous one ended. */
describe("a cluster with one manager, two workers and the example", () => {
  const before = inventory(stack);
  const settings = {
    managers: 1,
    workers: 2,
    stacks: { example: { file: "example/compose.yaml" } },
    local,
  };
  const clone = new Clone(stack, settings);
  let processes = "";

  after(async () => {
    await clone.end();
  });

  it("starts from nothing with one command and prints its address", async () => {
    const watch = new ProcessWatch(stack);
    const { code, output } = await clone.run("npm", ["start", "--silent", "--", "--stack", stack]);
    processes += await watch.stop();
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`${url}`));
    assert.match(output, /example: edge 3\/3 {2}api 4\/4 {2}data 1\/1/);
  });

  it("names nodes and machines as documented", async () => {
    const nodes = onNode(
      stack,
      "manager-0",
      "docker",
      "node",
      "ls",
      "--format",
      "{{.Hostname}} {{.Status}} {{.ManagerStatus}}",
    );
    assert.deepEqual(nodes.sort(), ["manager-0 Ready Leader", "worker-0 Ready", "worker-1 Ready"]);
    assert.equal(machine(stack, "manager-0"), "swarm-e2e-manager-0");
    assert.match(machine(stack, "worker-1"), /^swarm-e2e-worker-1-[0-9a-f]{7}$/);
  });

  it("has the documented outputs", async () => {
    const { output } = await clone.npm("pulumi", "stack", "output", "--json");
    const outputs = JSON.parse(output);
    assert.deepEqual(Object.keys(outputs).sort(), ["endpoint", "images", "nodes", "swarmId"]);
    assert.equal(outputs.endpoint, url);
    assert.deepEqual(outputs.nodes[0], {
      name: "manager-0",
      role: "manager",
      address: local.subnet.replace("0/24", "10"),
    });
    assert.deepEqual(Object.keys(outputs.images).sort(), ["api", "data", "edge"]);
    for (const image of Object.values(outputs.images))
      assert.match(String(image), /^registry:5000\/example@sha256:[0-9a-f]{64}$/);
    assert.match(outputs.swarmId, /^[a-z0-9]{25}$/);
  });

  it("serves the page: replicas answer and the counter counts", async () => {
    const page = await takeScreenshot(url, clone.path("screenshot.png"));
    assert.ok(existsSync(clone.path("screenshot.png")));
    // Update the README's picture with SCREENSHOT=docs/screenshot.png npm test -- e2e
    if (process.env.SCREENSHOT) copyFileSync(clone.path("screenshot.png"), process.env.SCREENSHOT);
    assert.match(page.title, /swarm/i);
    assert.ok(page.counter > 0, `counter ${page.counter}`);
    assert.deepEqual([...page.nodes].sort(), ["manager-0", "worker-0", "worker-1"]);
  });

  it("spreads the replicas over the nodes and balances requests over them", async () => {
    const replicas = new Set<string>();
    const nodes = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const visit = await json<Visit>(`${url}/api/visit`);
      replicas.add(visit.replica);
      nodes.add(visit.node);
    }
    assert.equal(replicas.size, 4);
    assert.ok(nodes.size >= 2, [...nodes].join());
  });

  it("reports a healthy swarm through npm run status, docker and ssh", async () => {
    const status = await clone.npm("status");
    assert.equal(status.code, 0, status.output);
    assert.match(status.output, /^worker-0 +Ready +Active/m);
    assert.match(status.output, /^example_api +replicated +4\/4/m);
    const services = await clone.npm("docker", "service", "ls", "--format", "{{.Name}}");
    assert.deepEqual(services.output.trim().split("\n").sort(), [
      "example_api",
      "example_data",
      "example_edge",
    ]);
    const shell = await clone.npm("ssh", "worker-1", "hostname");
    assert.deepEqual(shell, { code: 0, output: "worker-1\n" });
  });

  it("changes nothing when nothing changed", async () => {
    const again = await clone.npm("start", "--expect-no-changes");
    assert.equal(again.code, 0, again.output);
    assert.match(again.output, /^ +\d+ unchanged$/m);
    assert.match(again.output, /^Stack e2e is as the settings say: there is nothing to update$/m);
    assert.doesNotMatch(again.output, /\d+ (created|updated|replaced|deleted)|refresh/);
    // With --json, the update always runs.
    const update = await clone.npm("up", "--yes", "--json", "--expect-no-changes");
    assert.equal(update.code, 0, update.output);
    const preview = await clone.npm("preview", "--expect-no-changes");
    assert.equal(preview.code, 0, preview.output);
    assert.doesNotMatch(preview.output, /warning/);
  });

  it("has a small state: the backend writes all of it after each step", async () => {
    const { output } = await clone.npm("pulumi", "stack", "export");
    const state = JSON.parse(output);
    const isOfWorker = ({ urn }: StateResource) => /::[^:]*worker-1(-|$)/.test(urn);
    const ofWorker = resourcesOf(state).filter(isOfWorker);
    assert.equal(ofWorker.length, 7);
    state.deployment.resources = resourcesOf(state).filter((resource) => !isOfWorker(resource));
    const [all, others] = [storedIn(output), storedIn(JSON.stringify(state))];
    const sizes = {
      file: statSync(clone.path(`.state/.pulumi/stacks/swarm/${stack}.json.gz`)).size,
      worker: all.bytes - others.bytes,
      plain: all.plainBytes,
      plainWorker: all.plainBytes - others.plainBytes,
    };
    assert.ok(sizes.file < 42_000 && sizes.worker < 6_600, JSON.stringify(sizes));
    assert.ok(sizes.plain < 150_000 && sizes.plainWorker < 24_300, JSON.stringify(sizes));
  });

  it("allows a preview, but no update, with a read-only state", async () => {
    using state = new ReadOnlyState(clone);
    const file = `Pulumi.${stack}.yaml`;
    const { salt } = state;
    await clone.withEdit(
      file,
      (text) => `encryptionsalt: ${salt}\n${text}`,
      async () => {
        const same = await state.npm("preview", "--markdown");
        assert.equal(same.code, 0, same.output);
        assert.match(same.output, /^### Preview of `e2e`: no change$/m);
        await clone.withEdit(
          file,
          (text) => text.replace("swarm:workers: 2", "swarm:workers: 3"),
          async () => {
            const more = await state.npm("preview", "--markdown", "--output", "preview.md");
            assert.equal(more.code, 2, more.output);
            assert.match(clone.read("preview.md"), /^\| `worker-2` \| worker \| added \|$/m);
            const update = await state.npm("up", "--yes");
            assert.equal(update.code, 1, update.output);
            assert.match(update.output, /read-only file system|permission denied/);
          },
        );
      },
    );
  });

  it("keeps the counter when a replica dies", async () => {
    const { visits } = await json<Visit>(`${url}/api/visit`);
    onNode(stack, "worker-0", "docker", "kill", containerOn(stack, "worker-0", "example_api"));
    const after = await json<Visit>(`${url}/api/visit`);
    assert.ok(after.visits > visits, `${after.visits} after ${visits}`);
  });

  it("fails when the new version crashes, says why, and keeps the old version running", async () => {
    clone.edit("example/api/main.mjs", (text) => `throw new Error("broken on purpose");\n${text}`);
    const load = steadyLoad(`${url}/api/visit`);
    const watch = new ProcessWatch(stack);
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    processes += await watch.stop();
    const { failures } = await load.stop();
    assert.notEqual(code, 0);
    assert.match(output, /service api was rolled back/);
    assert.match(output, /broken on purpose/);
    assert.deepEqual(failures, {});
    assert.equal((await json<Visit>(`${url}/api/visit`)).version, "1.0.0");
    clone.edit("example/api/main.mjs", (text) => text.slice(text.indexOf("\n") + 1));
  });

  it("shows why an image cannot be built", async () => {
    const { code, output } = await clone.withEdit(
      "example/data/Dockerfile",
      (text) => `${text}RUN cat /no/such/file\n`,
      () => clone.npm("up", "--yes", "--skip-preview"),
    );
    assert.notEqual(code, 0);
    assert.match(output, /^example\/data: the image cannot be built from example\/data\/Dockerfile$/m);
    // The builder's own summary after it is sometimes cut off.
    assert.match(output, /^#\d+ \d+\.\d+ cat: \/no\/such\/file: No such file or directory$/m);
    assert.match(output, /^ {2}→ fix it, then run npm run up again$/m);
  });

  it("sends no request to a node that stops answering", async () => {
    docker("pause", machine(stack, "worker-1"));
    try {
      await new Promise((resolve) => setTimeout(resolve, 4000));
      const load = steadyLoad(`${url}/`);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.deepEqual((await load.stop()).failures, {});
    } finally {
      docker("unpause", machine(stack, "worker-1"));
    }
  });

  it("restarts a task with the registry stopped, from the image on the node", async () => {
    docker("stop", "swarm-e2e-registry");
    try {
      onManager("docker service update --force --quiet --detach=false example_api");
      await clone.assertHealthy();
    } finally {
      docker("start", "swarm-e2e-registry");
    }
  });

  it("shows no secret in the state, in any output or in any process list", async () => {
    const [dataPassword = ""] = clone.read("example/data-password.txt").split("\n");
    const args = {
      ...(await clusterSecrets(clone, "manager-0", ["manager-0", "worker-0", "worker-1"])),
      "the data's password": dataPassword,
    };
    assert.equal(Object.keys(args).length, 12);
    assert.ok(
      Object.values(args).every((word) => word.length > 10),
      Object.keys(args).join(),
    );
    // The lists contain the steps' own shells, so a secret in an argument would show; a short step can be
    // missed.
    const steps = new Set(
      processes.match(/swarm-(manager|worker)-0-(join|pull|member)|swarm-example-stack/g),
    );
    assert.ok(steps.has("swarm-example-stack") && steps.size >= 3, [...steps].join());
    const state = filesBelow(clone.path(".state/.pulumi"));
    assert.ok(Object.keys(state).length > 0);
    assert.deepEqual(seen(args, { ...state, output: clone.transcript, "a process list": processes }), []);
  });

  it("refuses a machine with another SSH host key", async () => {
    onNode(
      stack,
      "worker-0",
      "sh",
      "-c",
      "cp -p /run/swarm/ssh_host_ed25519_key /run/swarm/kept && rm /run/swarm/ssh_host_ed25519_key && ssh-keygen -q -t ed25519 -N '' -f /run/swarm/ssh_host_ed25519_key && pkill -o -x sshd",
    );
    clone.edit("example/api/version.mjs", (text) => text.replace("1.0.0", "2.0.0"));
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.match(output, /worker-0-pull/);
    assert.match(output, /host key/);
    assert.equal((await json<Visit>(`${url}/api/visit`)).version, "1.0.0");
    onNode(
      stack,
      "worker-0",
      "sh",
      "-c",
      "mv /run/swarm/kept /run/swarm/ssh_host_ed25519_key && pkill -o -x sshd",
    );
    const mended = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(mended.code, 0, mended.output);
  });

  it("leaves the engine as it was; a second destroy succeeds", async () => {
    const first = await clone.npm("destroy");
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(inventory(stack), before);
    const second = await clone.npm("destroy");
    assert.equal(second.code, 0, second.output);
  });
});
