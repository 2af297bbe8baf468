import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { docker, inventory, onNode } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { smallImage } from "../support/smallImage.ts";
import { SourceRegistry } from "../support/sourceRegistry.ts";

const stack = "images";
const registry = `swarm-${stack}-registry`;

const dockerfile = (version: string) =>
  smallImage(`RUN echo ${version} >/version`, "STOPSIGNAL SIGKILL", 'CMD ["sleep", "infinity"]');

interface Task {
  readonly id: string;
  readonly node: string;
  readonly container: string;
}

/** The running tasks of a service. */
function tasks(service: string): Task[] {
  const ids = onNode(
    ...[stack, "manager-0", "docker", "service", "ps", service, "--quiet"],
    ...["--no-trunc", "--filter", "desired-state=running"],
  );
  return ids.flatMap((id) => {
    const [line = ""] = onNode(
      ...[stack, "manager-0", "docker", "inspect", id, "--format"],
      "{{.Status.State}} {{.NodeID}} {{with .Status.ContainerStatus}}{{.ContainerID}}{{end}}",
    );
    const [state, node = "", container = ""] = line.split(" ");
    const [name = ""] = node
      ? onNode(stack, "manager-0", "docker", "node", "inspect", node, "--format", "{{.Description.Hostname}}")
      : [];
    return state === "running" ? [{ id, node: name, container }] : [];
  });
}

/** Waits until the service's only task runs and is not the previous one. */
async function nextTask(service: string, before: string): Promise<Task> {
  for (let tries = 0; tries < 120; tries++) {
    const [task] = tasks(service);
    if (task && task.id !== before) return task;
    await sleep(250);
  }
  throw new Error(
    `no new task of ${service} runs: ${onNode(stack, "manager-0", "docker", "service", "ps", service, "--no-trunc").join("\n")}`,
  );
}

/** Kills the task, then drains its node: it must restart twice, the second time on the other node. */
async function runsOn(service: string): Promise<void> {
  const [first] = tasks(service);
  assert.ok(first);
  onNode(stack, first.node, "docker", "kill", first.container);
  const second = await nextTask(service, first.id);
  const availability = (node: string, word: string) =>
    onNode(stack, "manager-0", "docker", "node", "update", "--availability", word, node);
  availability(second.node, "drain");
  try {
    const third = await nextTask(service, second.id);
    assert.notEqual(third.node, second.node);
  } finally {
    availability(second.node, "active");
  }
}

/**
 * One cluster, and a registry with a password elsewhere; each test continues where the previous one ended.
 */
describe("images from another registry", () => {
  const atFirst = inventory(stack);
  const passwords = { right: randomBytes(12).toString("hex"), wrong: randomBytes(12).toString("hex") };
  const source = new SourceRegistry(`swarm-e2e-${stack}-source`, 18690, passwords.right);
  const clone = new Clone(stack, {
    managers: 1,
    workers: 1,
    stacks: { shop: { file: "shop/compose.yaml" } },
    images: { sources: { [source.address]: { username: source.user, password: "written-in-clear" } } },
    local: localAddresses(stack),
  });
  const image = `${source.address}/acme/web`;
  const login = `swarm:images.sources["${source.address}"]`;
  const copy = `**:Command::shop/${image}:2`;
  /** The first digest of tag 1. */
  let digest = "";

  const write = (tag: number) => {
    const service = `{image: "${image}:${tag}", deploy: {endpoint_mode: dnsrr, update_config: {monitor: 1s}}}`;
    mkdirSync(clone.path("shop"), { recursive: true });
    writeFileSync(clone.path("shop/compose.yaml"), `services: {web: ${service}, twin: ${service}}\n`);
  };
  const setPassword = async (password: string) => {
    const { code, output } = await clone.npm(
      "pulumi",
      ...["config", "set", "--secret", "--path", `${login}.password`, password],
    );
    assert.equal(code, 0, output);
  };
  const up = async (...args: string[]) => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview", ...args);
    assert.equal(code, 0, output);
    return output;
  };
  const deployed = (service: string) =>
    onNode(
      ...[stack, "manager-0", "docker", "service", "inspect", `shop_${service}`],
      ...["--format", "{{.Spec.TaskTemplate.ContainerSpec.Image}}"],
    )[0];
  /** By hand, in the running registry: the nodes' password is then invalid. */
  const changeRegistryPassword = () =>
    docker("exec", registry, "htpasswd", "-b", "-B", "-C", "5", "/run/htpasswd", "swarm", passwords.wrong);

  before(() => {
    source.start();
    digest = source.push("acme/web", "1", dockerfile("1"));
    write(1);
  });

  after(async () => {
    await clone.end();
    source.remove();
  });

  it("are refused if the password is in clear", async () => {
    const { code, output } = await clone.npm("preview");
    assert.notEqual(code, 0);
    assert.match(output, /swarm:images\.sources\["127\.0\.0\.1:18690"\]\.password: is written in clear/);
  });

  it("fail with the services, the image and a hint if the password is wrong", async () => {
    await setPassword(passwords.wrong);
    const { code, output } = await clone.npm("up");
    assert.notEqual(code, 0);
    assert.match(output, new RegExp(`shop/twin, shop/web: the image ${image}:1 cannot be copied: .*401`));
    assert.match(
      output,
      /→ see that swarm:images\.sources\["127\.0\.0\.1:18690"\] has a username and a password/,
    );
  });

  it("are copied once for all services, and deployed by the digest of the source", async () => {
    await setPassword(passwords.right);
    const output = await up();
    const copies = /command:local:Command shop\/127\.0\.0\.1:18690\/acme\/web:1 created/g;
    assert.equal(output.match(copies)?.length, 1, output);
    for (const service of ["web", "twin"]) assert.equal(deployed(service), `registry:5000/shop@${digest}`);
    const { output: images } = await clone.npm("pulumi", "stack", "output", "--json", "images");
    assert.deepEqual(JSON.parse(images), {
      web: `registry:5000/shop@${digest}`,
      twin: `registry:5000/shop@${digest}`,
    });
  });

  it("appear with their digest before they are deployed", async () => {
    const { output } = await clone.npm("stack", "show", "shop");
    assert.match(output, new RegExp(`image: "registry:5000/shop@${digest}"`));
  });

  it("change nothing when nothing changed, even while the source is stopped", async () => {
    source.stop();
    await up("--expect-no-changes");
    source.start();
  });

  it("restart on every node while the registry is stopped, which up starts again", async () => {
    docker("stop", "--time", "1", registry);
    await runsOn("shop_web");
    await up();
    assert.deepEqual(docker("inspect", registry, "--format", "{{.State.Running}}"), ["true"]);
  });

  it("restart on every node after the registry's password changed", async () => {
    changeRegistryPassword();
    await runsOn("shop_web");
  });

  it("fail with a hint that works if the password is no longer valid", async () => {
    const next = source.push("acme/web", "2", dockerfile("2"));
    write(2);
    const { code, output } = await clone.npm("up");
    assert.notEqual(code, 0);
    assert.match(output, /shop\/twin, shop\/web: the image .*acme\/web:2 cannot be copied: .*401/);
    const [, pattern = ""] = /--replace '([^']+)'/.exec(output) ?? [];
    assert.equal(deployed("web"), `registry:5000/shop@${digest}`);
    await up("--replace", pattern);
    assert.equal(deployed("web"), `registry:5000/shop@${next}`);
  });

  it("change under the same tag only when the copy is replaced", async () => {
    const before = deployed("web");
    const newer = source.push("acme/web", "2", dockerfile("newer"));
    await up("--expect-no-changes");
    assert.equal(deployed("web"), before);
    assert.notEqual(before, `registry:5000/shop@${newer}`);
    await up("--replace", copy);
    assert.equal(deployed("web"), `registry:5000/shop@${newer}`);
    assert.equal(deployed("twin"), `registry:5000/shop@${newer}`);
  });

  it("show no password in any output, file or state", () => {
    const places = { transcript: clone.transcript, ...filesBelow(clone.folder) };
    const encoded = Object.entries(passwords).map(([name, password]) => [
      `${name}, encoded`,
      Buffer.from(`swarm:${password}`).toString("base64"),
    ]);
    assert.deepEqual(seen({ ...passwords, ...Object.fromEntries(encoded) }, places), []);
  });

  it("leave nothing behind", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    source.remove();
    assert.deepEqual(inventory(stack), atFirst);
  });
});
