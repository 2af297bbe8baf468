import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { Clone } from "../support/clone.ts";
import { docker, inventory, onNode } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { smallImage, smallStage } from "../support/smallImage.ts";

const stack = "retention";
const registry = `swarm-${stack}-registry`;
const keep = 3;
/** Megabytes that each version adds to the disk. */
const megabytes = 8;

const compose = (services: readonly string[], sideBuild = "") => `
services:
${services
  .map(
    (name) => `  ${name}:
    build: ${name === "side" ? sideBuild : "./app"}
    init: true
    deploy:
      endpoint_mode: dnsrr
      placement: {constraints: [node.role == worker]}
      update_config: {order: start-first, monitor: 2s}
`,
  )
  .join("")}secrets: {token: {environment: BUILD_TOKEN}}
`;

/** Common keys under build besides the context. */
const sideBuild = `
      context: ./side
      dockerfile_inline: |
        ${smallStage("debian", "small").join("\n        ")}
        FROM debian AS first
        ARG WORD
        RUN echo "$$WORD"
        RUN --mount=type=secret,id=npm sha256sum </run/secrets/npm | cut -c 1-64 >/told
        RUN grep -q "10.9.8.7.*elsewhere" /etc/hosts
        FROM small AS second
        ARG WORD
        COPY --from=first /told /told
        RUN echo "$$WORD" >>/told
        CMD ["sleep", "infinity"]
        FROM second
        RUN false
      target: second
      args: [WORD]
      labels: [team=shop]
      extra_hosts: ["elsewhere:10.9.8.7"]
      secrets: [{source: token, target: npm}]`;

/** References of the stack's images on a node, by digest. */
const imagesOn = (node: string) =>
  onNode(stack, node, "docker", "image", "ls", "--digests", "--format", "{{.Repository}}@{{.Digest}}")
    .filter((reference) => reference.startsWith("registry:5000/"))
    .sort();

const inRegistry = (...args: string[]) => docker("exec", registry, ...args);

/** Digests whose manifest the registry still has. */
const imagesInRegistry = () =>
  inRegistry(
    ...["find", "/var/lib/registry/docker/registry/v2/repositories/shop/_manifests/revisions/sha256"],
    ...["-name", "link", "-exec", "cat", "{}", ";", "-exec", "echo", ";"],
  )
    .map((digest) => `registry:5000/shop@${digest}`)
    .sort();

const registryKilobytes = () => Number(inRegistry("du", "-sk", "/var/lib/registry")[0]?.split("\t")[0]);

/** One cluster's images over many versions; each test continues where the previous one ended. */
describe("image retention", () => {
  const before = inventory(stack);
  const environment = {
    BUILD_TOKEN: randomBytes(12).toString("hex"),
    // The builder ignores changed secrets, so without this it would reuse a step of an earlier run.
    WORD: randomBytes(12).toString("hex"),
  };
  const clone = new Clone(
    stack,
    {
      managers: 1,
      workers: 1,
      stacks: { shop: { file: "shop/compose.yaml" } },
      local: localAddresses(stack),
    },
    { environment },
  );
  /** The deployed reference of each version of app. */
  const versions: string[] = [];
  let side = "";

  const write = (file: string, text: string | Buffer) => {
    mkdirSync(clone.path("shop", file, ".."), { recursive: true });
    writeFileSync(clone.path("shop", file), text);
  };

  const app = (start: string) => {
    write("app/Dockerfile", smallImage("COPY . /app", "CMD sh /app/start.sh"));
    write("app/start.sh", start);
    // Random, so that no two versions share it and nothing compresses it.
    write("app/content", randomBytes(megabytes * 1024 * 1024));
  };

  const up = () => clone.npm("up", "--yes", "--skip-preview");

  const images = async (): Promise<Record<string, string>> =>
    JSON.parse((await clone.npm("pulumi", "stack", "output", "images", "--json")).output);

  /** Deploys another version of app. */
  const deploy = async () => {
    app("exec sleep infinity\n");
    const { code, output } = await up();
    assert.equal(code, 0, output);
    versions.push((await images()).app ?? "");
  };

  const running = (node: string) =>
    onNode(stack, node, "docker", "ps", "--no-trunc", "--filter", "name=shop_app", "--format", "{{.Image}}");

  after(async () => {
    await clone.end();
    assert.deepEqual(inventory(stack), before);
  });

  it("keeps all images while there are few", async () => {
    write("compose.yaml", compose(["app", "side"], sideBuild));
    write("side/file", "");
    await deploy();
    side = (await images()).side ?? "";
    assert.deepEqual(imagesOn("manager-0"), [versions[0], side].sort());
    assert.deepEqual(imagesInRegistry(), [versions[0], side].sort());
    // Swarm keeps five ended tasks of each replica, and their containers keep their images.
    onNode(stack, "manager-0", "docker", "swarm", "update", "--task-history-limit", "1");
  });

  it("finds images built as the file says, with no build secret in them", async () => {
    const told = onNode(stack, "worker-0", "docker", "run", "--rm", side, "cat", "/told");
    assert.deepEqual(told, [
      createHash("sha256").update(environment.BUILD_TOKEN).digest("hex"),
      environment.WORD,
    ]);
    const label = ["docker", "image", "inspect", "--format", "{{.Config.Labels.team}}", side];
    assert.deepEqual(onNode(stack, "worker-0", ...label), ["shop"]);
    const image = `docker save ${side} | tar -x -O | grep -c ${environment.BUILD_TOKEN} || :`;
    assert.deepEqual(onNode(stack, "worker-0", "sh", "-c", image), ["0"]);
    const places = { ...filesBelow(clone.path(".state/.pulumi")), output: clone.transcript };
    assert.deepEqual(seen({ "the build's token": environment.BUILD_TOKEN }, places), []);
    // A new token, such as one that changes daily, must not cause a build.
    environment.BUILD_TOKEN = randomBytes(12).toString("hex");
    const again = await clone.npm("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(again.code, 0, again.output);
  });

  it("removes the oldest images from the nodes and the registry, and nothing else", async () => {
    const [first = ""] = versions;
    // Things of other people on the nodes; on the manager also an ended container of the first version.
    for (const node of ["manager-0", "worker-0"]) {
      onNode(
        stack,
        node,
        "sh",
        "-c",
        "tar -c /etc/hostname 2>/dev/null | docker import --change 'CMD true' - own:1",
      );
      onNode(stack, node, "docker", "volume", "create", "own");
      onNode(stack, node, "sh", "-c", "echo kept >/var/lib/docker/volumes/own/_data/file");
    }
    onNode(stack, "manager-0", "docker", "create", "--name", "ended", first);
    const sizes = [];
    for (let version = 2; version <= 4; version++) {
      await deploy();
      sizes.push(registryKilobytes());
    }
    const last = versions.slice(-keep);
    assert.equal(new Set(versions).size, 4);
    assert.deepEqual(imagesOn("worker-0"), [...last, side].sort());
    assert.deepEqual(imagesOn("manager-0"), [first, ...last, side].sort());
    assert.deepEqual(imagesInRegistry(), [...last, side].sort());
    for (const node of ["manager-0", "worker-0"]) {
      assert.deepEqual(onNode(stack, node, "docker", "image", "ls", "--quiet", "own:1").length, 1);
      assert.deepEqual(onNode(stack, node, "cat", "/var/lib/docker/volumes/own/_data/file"), ["kept"]);
    }
    const [two = 0, three = 0, four = 0] = sizes;
    assert.ok(three - two > 0.9 * megabytes * 1024, `${two} KiB with two versions, ${three} KiB with three`);
    assert.ok(Math.abs(four - three) < 1024, `${three} KiB with three versions, ${four} KiB after four`);
    // This computer's engine keeps copies of what it pushed.
    const port = docker("port", registry, "5000")[0]?.split(":").at(-1);
    const pushed = docker("image", "ls", "--format", "{{.Tag}}", `127.0.0.1:${port}/shop`);
    assert.equal(pushed.filter((tag) => tag.startsWith("app-")).length, keep);
  });

  it("keeps an image that a service runs, however many newer ones failed", async () => {
    const [good = ""] = versions.slice(-1);
    onNode(stack, "manager-0", "docker", "rm", "ended");
    for (let attempt = 0; attempt < keep; attempt++) {
      app("echo broken on purpose; exit 1\n");
      const { code, output } = await up();
      assert.notEqual(code, 0, output);
    }
    assert.deepEqual(running("worker-0"), [good]);
    const kept = imagesOn("manager-0");
    assert.ok(kept.includes(good), `${good} is not among ${kept.join()}`);
    assert.ok(!kept.includes(versions[0] ?? ""), "the first version outlives its container");
    assert.equal(kept.length, keep + 2);
    assert.ok(imagesInRegistry().includes(good));
  });

  it("keeps an image for a rollback, on another node too, with the registry stopped", async () => {
    const [good = ""] = versions.slice(-1);
    write("compose.yaml", compose(["app"]));
    await deploy();
    docker("stop", registry);
    try {
      const update = (...args: string[]) =>
        onNode(
          stack,
          "manager-0",
          "docker",
          "service",
          "update",
          "--quiet",
          "--detach=false",
          ...args,
          "shop_app",
        );
      update("--rollback");
      assert.deepEqual(running("worker-0"), [good]);
      update("--constraint-rm", "node.role == worker", "--constraint-add", "node.role == manager");
      assert.deepEqual(running("manager-0"), [good]);
    } finally {
      docker("start", registry);
    }
  });

  it("removes the images of a service that left the file", async () => {
    // The last image was still in use when its service was removed.
    for (const node of ["manager-0", "worker-0"]) assert.ok(imagesOn(node).includes(side), node);
    await deploy();
    for (const node of ["manager-0", "worker-0"]) assert.ok(!imagesOn(node).includes(side), node);
    assert.ok(!imagesInRegistry().includes(side));
  });
});
