import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { derivePassword, deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { FakeDocker } from "../support/fakeDocker.ts";
import { cluster } from "../support/fakeHost.ts";
import { Folder } from "../support/folder.ts";
import { freePorts } from "../support/freePorts.ts";
import {
  type Recording,
  type RecordingOptions,
  type Registration,
  record,
  resolved,
} from "../support/recordedProgram.ts";
import { digestOf, joinTokens, keptSecret, nodeIdOf, swarmId } from "../support/resourceAnswers.ts";

/** The compose project of these tests: two services that are built, one that is not. */
const shop = {
  "compose.yaml": `
services:
  web:
    build: ./web
    ports: [{target: 80, published: 8000, mode: host, app_protocol: http}]
    configs: [page]
  api:
    build: ./api
    secrets: [password]
  data: {image: redis}
configs: {page: {file: ./page.json}}
secrets: {password: {file: ./password.txt}}
`,
  "web/Dockerfile": "FROM scratch\n",
  "api/Dockerfile": "FROM scratch\n",
  "page.json": "{}\n",
  "password.txt": "the-shop's-password",
};

interface Outputs {
  readonly endpoint: unknown;
  readonly nodes: unknown;
  readonly swarmId: unknown;
  readonly images: unknown;
}

/** What the first manager answers when it is asked what the cluster is right now. */
const healthy = `cat >/dev/null; cat <<'ANSWER'
swarm-output-begin
info ${JSON.stringify({
  Swarm: {
    LocalNodeState: "active",
    NodeID: nodeIdOf("seed"),
    NodeAddr: "172.31.0.10",
    Cluster: { ID: swarmId, Spec: { Labels: { "swarm.cluster": cluster } } },
  },
})}
nodes ${JSON.stringify([
  {
    ID: nodeIdOf("seed"),
    Spec: { Labels: { "swarm.node": "manager-0" }, Role: "manager", Availability: "active" },
    Status: { State: "ready", Addr: "172.31.0.10" },
    ManagerStatus: { Leader: true, Reachability: "reachable" },
  },
])}

swarm-output-end
ANSWER`;

let runs = 0;

/** What stands in base64 in a text, as the fields of a payload do. */
const decoded = (text: string) =>
  (text.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? []).map((word) => Buffer.from(word, "base64").toString());

describe("the program", () => {
  const folder = new Folder().write(shop);
  let firstPort = 0;
  // This computer's engine has the network already, and holds no port; the manager's swarm is in order.
  let docker: FakeDocker;
  before(async () => {
    firstPort = await freePorts(20);
    docker = new FakeDocker("").add("ssh", healthy);
  });
  after(() => {
    folder[Symbol.dispose]();
    docker[Symbol.dispose]();
  });

  /** Runs index.ts with these settings, as `Pulumi.<stack>.yaml` would give them. */
  function run(settings: Readonly<Record<string, unknown>> = {}, options: RecordingOptions = {}) {
    const all = {
      stacks: { shop: { file: folder.at("compose.yaml") } },
      local: { firstPort, port: firstPort + 10 },
      ...settings,
    };
    const config = Object.entries(all).map(([name, value]) => [
      `swarm:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    // Each address is a module of its own, so the program runs anew.
    const program = () => import(`../../index.ts?run=${runs++}`) as Promise<Outputs>;
    return record(program, { ...options, config: Object.fromEntries(config) });
  }

  /** One manager and two workers; one run for all tests that only look at it. */
  let usualRun: ReturnType<typeof run> | undefined;
  function usual(): ReturnType<typeof run> {
    usualRun ??= run();
    return usualRun;
  }

  /** The same with three managers. */
  let highlyAvailableRun: ReturnType<typeof run> | undefined;
  function highlyAvailable(): ReturnType<typeof run> {
    highlyAvailableRun ??= run({ managers: 3 });
    return highlyAvailableRun;
  }

  const inputsOf = (recording: Recording, label: string) => recording.find(label).inputs;

  /** Labels of what is not the same in two runs. */
  function changed(one: Recording, other: Recording): string[] {
    const text = ({ inputs, ignoreChanges }: Registration) =>
      JSON.stringify(Object.entries(inputs).filter(([name]) => !ignoreChanges.includes(name)));
    const labels = one.registrations
      .filter(({ label }) => other.registrations.some((candidate) => candidate.label === label))
      .filter((registration) => text(registration) !== text(other.find(registration.label)));
    return labels.map(({ label }) => label).sort();
  }

  /** Labels of what only the second run has. */
  function added(one: Recording, other: Recording): string[] {
    const labels = one.registrations.map(({ label }) => label);
    return other.registrations
      .map(({ label }) => label)
      .filter((label) => !labels.includes(label))
      .sort();
  }

  it("makes exactly this for one manager and two workers", async () => {
    assert.deepEqual((await usual()).recording.tree(), [
      "command:local:Command answer < AnsweringEntryPoint answer",
      "command:local:Command manager-0-traffic < ContainerEntryPoint entrypoint",
      "command:local:Command network < ContainerNetwork network",
      "command:local:Command registry-retention < ContainerRegistry registry",
      "command:local:Command shop/redis:latest < MirroredImage shop/redis:latest",
      "command:local:Command swarm-test-manager-0-volume < ContainerMachines machines",
      "command:local:Command swarm-test-registry-volume < ContainerRegistry registry",
      "command:local:Command worker-0-traffic < ContainerEntryPoint entrypoint",
      "command:local:Command worker-1-traffic < ContainerEntryPoint entrypoint",
      "command:remote:Command images-used < NodeImages images",
      "command:remote:Command manager-0-member < SwarmNode manager-0",
      "command:remote:Command manager-0-preflight < Preflight preflight",
      "command:remote:Command manager-0-pull < NodeImages images",
      "command:remote:Command shop-attempt < ComposeStack shop-stack",
      "command:remote:Command shop-stack < ComposeStack shop-stack",
      "command:remote:Command swarm-bootstrap < SwarmCluster swarm",
      "command:remote:Command swarm-join-token < SwarmCluster swarm",
      "command:remote:Command swarm-ready < SwarmCluster swarm",
      "command:remote:Command worker-0-join < SwarmNode worker-0",
      "command:remote:Command worker-0-member < SwarmNode worker-0",
      "command:remote:Command worker-0-preflight < Preflight preflight",
      "command:remote:Command worker-0-pull < NodeImages images",
      "command:remote:Command worker-1-join < SwarmNode worker-1",
      "command:remote:Command worker-1-member < SwarmNode worker-1",
      "command:remote:Command worker-1-preflight < Preflight preflight",
      "command:remote:Command worker-1-pull < NodeImages images",
      "docker-build:index:Image shop/api < ServiceImage shop/api",
      "docker-build:index:Image shop/web < ServiceImage shop/web",
      "docker:index/container:Container entrypoint < ContainerEntryPoint entrypoint",
      "docker:index/container:Container registry < ContainerRegistry registry",
      "docker:index/container:Container swarm-test-manager-0 < ContainerMachines machines",
      "docker:index/container:Container swarm-test-worker-0 < ContainerMachines machines",
      "docker:index/container:Container swarm-test-worker-1 < ContainerMachines machines",
      "docker:index/remoteImage:RemoteImage balancer-image < ContainerEntryPoint entrypoint",
      "docker:index/remoteImage:RemoteImage machine-image < ContainerMachines machines",
      "docker:index/remoteImage:RemoteImage registry-image < ContainerRegistry registry",
      "pulumi:index:Stash cluster < ClusterIdentity cluster",
      "pulumi:index:Stash keys < ClusterKeys keys",
      "pulumi:index:Stash repairs < Repairs repairs",
      "pulumi:index:Stash swarm-birth < SwarmCluster swarm",
      "swarm:index:AnsweringEntryPoint answer",
      "swarm:index:ClusterIdentity cluster",
      "swarm:index:ClusterKeys keys",
      "swarm:index:ComposeStack shop-stack",
      "swarm:index:ContainerEntryPoint entrypoint",
      "swarm:index:ContainerMachines machines",
      "swarm:index:ContainerNetwork network",
      "swarm:index:ContainerRegistry registry",
      "swarm:index:MirroredImage shop/redis:latest < StackImages shop",
      "swarm:index:NodeImages images",
      "swarm:index:Preflight preflight",
      "swarm:index:Repairs repairs",
      "swarm:index:ServiceImage shop/api < StackImages shop",
      "swarm:index:ServiceImage shop/web < StackImages shop",
      "swarm:index:StackImages shop",
      "swarm:index:SwarmCluster swarm",
      "swarm:index:SwarmNode manager-0 < SwarmCluster swarm",
      "swarm:index:SwarmNode worker-0 < SwarmCluster swarm",
      "swarm:index:SwarmNode worker-1 < SwarmCluster swarm",
    ]);
  });

  it("makes a seat for each manager and a node for each worker of a pool", async () => {
    const { recording } = await run({ managers: 3, workers: { web: { count: 1 }, batch: { count: 2 } } });
    const of = (type: string) =>
      recording
        .all(type)
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(of("swarm:index:SwarmNode"), [
      "batch-0",
      "batch-1",
      "manager-0",
      "manager-1",
      "manager-2",
      "web-0",
    ]);
    assert.deepEqual(of("docker:index/container:Container"), [
      "entrypoint",
      "registry",
      "swarm-test-batch-0",
      "swarm-test-batch-1",
      "swarm-test-manager-0",
      "swarm-test-manager-1",
      "swarm-test-manager-2",
      "swarm-test-web-0",
    ]);
    assert.deepEqual(of("command:remote:Command"), [
      "batch-0-join",
      "batch-0-member",
      "batch-0-preflight",
      "batch-0-pull",
      "batch-1-join",
      "batch-1-member",
      "batch-1-preflight",
      "batch-1-pull",
      "images-used",
      "manager-0-member",
      "manager-0-preflight",
      "manager-0-pull",
      "manager-0-seat",
      "manager-1-join",
      "manager-1-member",
      "manager-1-preflight",
      "manager-1-pull",
      "manager-1-seat",
      "manager-2-join",
      "manager-2-member",
      "manager-2-preflight",
      "manager-2-pull",
      "manager-2-seat",
      "shop-attempt",
      "shop-stack",
      "swarm-bootstrap",
      "swarm-join-token",
      "swarm-ready",
      "web-0-join",
      "web-0-member",
      "web-0-preflight",
      "web-0-pull",
    ]);
  });

  it("keeps the images of two stacks apart, whatever their names", async () => {
    const service = (name: string) => `services: {${name}: {build: ./web}}\n`;
    using other = new Folder().write({
      ...shop,
      "one.yaml": service("api-web"),
      "two.yaml": service("web"),
    });
    const stacks = { shop: { file: other.at("one.yaml") }, "shop-api": { file: other.at("two.yaml") } };
    const { recording } = await run({ stacks });
    assert.deepEqual(
      recording
        .all("docker-build:index:Image")
        .map(({ name }) => name)
        .sort(),
      ["shop-api/web", "shop/api-web"],
    );
  });

  it("makes the same in a preview, where nothing is known yet", async () => {
    const { recording } = await highlyAvailable();
    assert.deepEqual((await run({ managers: 3 }, { preview: true })).recording.tree(), recording.tree());
  });

  it("asks for the same when it runs again", async () => {
    const [one, other] = [await usual(), await run()];
    assert.deepEqual(other.recording.tree(), one.recording.tree());
    assert.deepEqual(changed(one.recording, other.recording), []);
  });

  it("tells the contract's outputs, in clear", async () => {
    const { recording, result } = await run({ workers: { web: { count: 1, labels: { tier: "web" } } } });
    const outputs = pulumi.output({ ...result });
    const reference = (service: string) =>
      `registry:5000/shop@${digestOf(inputsOf(recording, `Image shop/${service}`).tags)}`;
    assert.deepEqual(await resolved(outputs), {
      endpoint: `http://127.0.0.1:${firstPort + 10}`,
      nodes: [
        { name: "manager-0", role: "manager", address: "172.31.0.10" },
        { name: "web-0", role: "worker", address: "address-of-swarm-test-web-0" },
      ],
      swarmId,
      images: {
        web: reference("web"),
        api: reference("api"),
        data: `registry:5000/shop@${digestOf(inputsOf(recording, "Command shop/redis:latest").create)}`,
      },
    });
    assert.equal(await pulumi.isSecret(outputs), false);
  });

  it("waits for the services again when a worker is added, and leaves the rest as it is", async () => {
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

  it("looks at the seed and waits for the services again when managers are added", async () => {
    const [one, three] = [await usual(), await highlyAvailable()];
    assert.deepEqual(changed(one.recording, three.recording), [
      "Command shop-stack",
      "Command swarm-bootstrap",
      "Command swarm-ready",
    ]);
  });

  it("builds, pulls and deploys a changed source file, and leaves the rest as it is", async () => {
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

  it("changes nothing on a machine that was not looked over, and deploys when all were", async () => {
    const { recording } = await usual();
    const checksBefore = (step: string) =>
      [...recording.before(`Command ${step}`)].filter((label) => label.endsWith("-preflight")).sort();
    const check = (node: string) => `Command ${node}-preflight`;
    for (const node of ["manager-0", "worker-0", "worker-1"])
      assert.ok(checksBefore(`${node}-pull`).includes(check(node)), node);
    assert.deepEqual(checksBefore("swarm-bootstrap"), [check("manager-0")]);
    assert.ok(checksBefore("worker-1-join").includes(check("worker-1")));
    assert.deepEqual(checksBefore("shop-stack"), ["manager-0", "worker-0", "worker-1"].map(check));
  });

  it("deploys when every node is ready and has its images, and asks the entry point last", async () => {
    const { recording } = await highlyAvailable();
    const nodes = ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"];
    const before = recording.before("Command shop-stack");
    for (const node of nodes)
      for (const step of ["member", "pull"])
        assert.ok(before.has(`Command ${node}-${step}`), `${node} ${step}`);
    assert.ok(recording.before("Command answer").has("Command shop-stack"));
  });

  it("pulls on a node when images are pushed, which takes a registry that runs", async () => {
    const { recording } = await usual();
    for (const node of ["manager-0", "worker-0", "worker-1"]) {
      const before = recording.before(`Command ${node}-pull`);
      for (const label of ["Image shop/web", "Image shop/api", "Container registry"])
        assert.ok(before.has(label), `${node}: ${label}`);
      assert.ok(recording.before(`Command ${node}-member`).has(`Command ${node}-pull`));
    }
  });

  it("boots machines without waiting for images, and builds images without waiting for the swarm", async () => {
    const { recording } = await highlyAvailable();
    for (const { label } of recording.all("docker:index/container:Container"))
      assert.deepEqual(
        [...recording.before(label)].filter((at) => /^(Image|Container) /.test(at)),
        [],
        label,
      );
    for (const { label } of recording.all("docker-build:index:Image"))
      assert.deepEqual(
        [...recording.before(label)].filter((at) => /swarm-|worker|manager/.test(at)),
        ["Command swarm-test-registry-volume"],
      );
  });

  it("takes every node out of the swarm before its machine goes, and talks to no machine that goes", async () => {
    const { recording } = await highlyAvailable();
    const undone = recording.all("command:remote:Command").filter(({ inputs }) => "delete" in inputs);
    assert.equal(undone.length, 6);
    for (const { label, name, deletedWith } of undone) {
      assert.equal(deletedWith, "Container swarm-test-manager-0", label);
      if (name.endsWith("-member")) {
        const machine = `Container swarm-test-${name.slice(0, -"-member".length)}`;
        assert.ok(recording.find(label).dependencies.includes(machine), label);
      }
    }
  });

  it("shows no secret anywhere but in values that are secret", async () => {
    const { recording } = await highlyAvailable();
    const nodes = ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"];
    const password = derivePassword(keptSecret, "registry");
    const words = {
      "kept secret": keptSecret,
      "client's key": bodyOf(deriveSshKeyPair(keptSecret, "ssh client").privateKey),
      ...Object.fromEntries(
        nodes.map((node) => [node, bodyOf(deriveSshKeyPair(keptSecret, `ssh host ${node}`).privateKey)]),
      ),
      "registry's password": password,
      "registry's login": Buffer.from(`swarm:${password}`).toString("base64"),
      "key of names": derivePassword(keptSecret, "stack objects"),
      "worker's token": joinTokens.worker,
      "manager's token": joinTokens.manager,
      "shop's password": shop["password.txt"],
      "shop's password as it is sent": Buffer.from(shop["password.txt"]).toString("base64"),
    };
    const found = Object.fromEntries(Object.keys(words).map((name) => [name, 0]));
    for (const { label, inputs, secrets } of recording.registrations) {
      for (const [path, text] of textsOf(inputs)) {
        for (const [name, word] of Object.entries(words)) {
          if (![text, ...decoded(text)].some((shown) => shown.includes(word))) continue;
          found[name] = (found[name] ?? 0) + 1;
          const kept = secrets.some((secret) => path === secret || path.startsWith(`${secret}.`));
          assert.ok(kept, `${name} in clear in ${label}, ${path}`);
        }
      }
    }
    // A word that is found nowhere would prove nothing; these stay inside the program.
    const nowhere = Object.keys(found).filter((name) => found[name] === 0);
    assert.deepEqual(nowhere, ["kept secret", "key of names"]);
  });

  it("shows nothing secret in the text of any command", async () => {
    const { recording } = await highlyAvailable();
    const steps = [...recording.all("command:remote:Command"), ...recording.all("command:local:Command")];
    assert.ok(steps.length > 20);
    for (const { label, secrets, inputs } of steps) {
      const texts = ["create", "update", "delete", "triggers", "environment"];
      const secret = secrets.filter((path) => texts.includes(path.split(".")[0] ?? ""));
      assert.deepEqual(secret, [], label);
      assert.equal(inputs.addPreviousOutputInEnv, false, label);
    }
  });

  it("tells in one warning what a compose file says in vain, in preview and in up, and goes on", async () => {
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
          "warning: [runtime] 2 notes on the compose files; the swarm does the rest as written",
          `  ${at}.container_name: is left out; tasks are called <stack>_<service>.<number>`,
          "    → remove it; others reach the service by its key, or by aliases under networks",
          `  ${at}.cpus: says 2, but deploy.resources.limits.cpus says 1, which counts`,
          "    → remove one of the two",
        ].join("\n"),
      ]);
    }
  });

  it("tells every mistake at once, before there is any resource", async () => {
    const settings = { managers: "2", wrokers: "3", stacks: { shop: { file: folder.at("none.yaml") } } };
    const failed: unknown[] = [];
    const config = Object.entries(settings).map(([name, value]) => [
      `swarm:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const { recording } = await record(
      () => import(`../../index.ts?run=${runs++}`).catch((error) => failed.push(error)),
      { config: Object.fromEntries(config) },
    );
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
});

/** A line from the middle of a private key. */
function bodyOf(privateKey: string): string {
  return privateKey.split("\n")[3] ?? "";
}

/** Every text in a value, by its path. */
function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, path ? `${path}.${key}` : key));
}
