import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { containerOn, docker, inventory, machine, onNode } from "../support/engine.ts";
import { json, steadyLoad } from "../support/load.ts";
import { localAddresses } from "../support/localAddresses.ts";

const stack = "rollout";
const url = `http://127.0.0.1:${localAddresses(stack).port}`;

/** The example with a secret and a variable that only its api has. */
const override = `services:
  api:
    environment:
      COLOUR: blue
    secrets: [api-key]
secrets:
  api-key:
    file: ./api-key.txt
`;

type Service = "api" | "data" | "edge";

/** Ids of the tasks with desired state running, by service. */
function tasks(): Record<Service, string[]> {
  const ids = (service: Service) =>
    onNode(
      stack,
      "manager-0",
      "docker",
      "service",
      "ps",
      "--quiet",
      "--no-trunc",
      "--filter",
      "desired-state=running",
      `example_${service}`,
    ).sort();
  return { api: ids("api"), data: ids("data"), edge: ids("edge") };
}

/** The image of each running task. */
function imagesOf(service: Service): string[] {
  const running = ["--no-trunc", "--filter", "desired-state=running", "--format", "{{.Image}}"];
  return onNode(stack, "manager-0", "docker", "service", "ps", `example_${service}`, ...running);
}

function names(kind: "config" | "secret"): string[] {
  return onNode(stack, "manager-0", "docker", kind, "ls", "--format", "{{.Name}}").sort();
}

/** Sends a request whose body takes `seconds`; returns the response's status, or the error's code. */
function slowRequest(url: string, seconds: number): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: "POST", agent: false });
    outgoing.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    outgoing.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.write("x");
    setTimeout(() => outgoing.end("x"), seconds * 1000);
  });
}

/** Starts a slow request every half second until stopped. */
function slowRequests() {
  const answers: Promise<number | string>[] = [];
  const timer = setInterval(() => answers.push(slowRequest(`${url}/api/visit`, 2)), 500);
  return {
    stop() {
      clearInterval(timer);
      return Promise.all(answers);
    },
  };
}

/** The logging of a service and of one of its containers. */
function loggingOf(service: Service): unknown[] {
  const inspect = (kind: "service" | "container", id: string, format: string) =>
    JSON.parse(
      onNode(stack, "manager-0", "docker", kind, "inspect", "--format", `{{json ${format}}}`, id).join(""),
    );
  return [
    inspect("service", `example_${service}`, ".Spec.TaskTemplate.LogDriver"),
    inspect("container", containerOn(stack, "manager-0", `example_${service}`), ".HostConfig.LogConfig"),
  ];
}

describe("a rollout under 50 requests a second", () => {
  const held = inventory(stack);
  const settings = (workers: number) => ({
    managers: 1,
    workers,
    stacks: { example: { files: ["example/compose.yaml", "example/override.yaml"] } },
    local: localAddresses(stack),
  });
  const clone = new Clone(stack, settings(2));

  before(async () => {
    writeFileSync(clone.path("example/override.yaml"), override);
    writeFileSync(clone.path("example/api-key.txt"), "a key");
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
  });

  after(async () => {
    const { code, output } = await clone.npm("destroy");
    clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), held);
  });

  /** Runs `up` under load; returns the services whose tasks were replaced. */
  async function rolled(): Promise<Service[]> {
    const old = tasks();
    const load = steadyLoad(`${url}/api/visit`);
    const page = steadyLoad(`${url}/`);
    const slow = slowRequests();
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    const statuses = await slow.stop();
    const results = [await load.stop(), await page.stop()];
    assert.equal(code, 0, output);
    for (const { answered, rate, failures } of results) {
      assert.deepEqual(failures, {});
      assert.ok(rate >= 50, `${rate} requests a second`);
      assert.ok(answered > 200, `${answered} requests`);
    }
    // The api rejects POST, which proves that it received and answered the request.
    assert.ok(statuses.length > 5, `${statuses.length} slow requests`);
    assert.deepEqual([...new Set(statuses)], [405]);
    const fresh = tasks();
    const isNew = (service: Service) => fresh[service].every((id) => !old[service].includes(id));
    const isSame = (service: Service) => fresh[service].join() === old[service].join();
    const services: Service[] = ["api", "data", "edge"];
    for (const service of services)
      assert.ok(isNew(service) || isSame(service), `${service}: half of its tasks are new`);
    return services.filter(isNew);
  }

  it("rotates the logs of services that say nothing about them", () => {
    const options = { "max-file": "3", "max-size": "10m" };
    assert.deepEqual(loggingOf("api"), [
      { Name: "json-file", Options: options },
      { Type: "json-file", Config: options },
    ]);
  });

  it("drops no request when two services get new images while a worker leaves, which lacks them", async () => {
    clone.configure(settings(1));
    clone.edit("example/api/version.mjs", (text) => text.replace("1.0.0", "2.0.0"));
    clone.edit("example/edge/haproxy.cfg", (text) => `# another image\n${text}`);
    const [old] = imagesOf("api");
    assert.deepEqual(await rolled(), ["api", "edge"]);
    const [fresh = ""] = imagesOf("api");
    assert.notEqual(fresh, old);
    assert.deepEqual(imagesOf("api"), Array(4).fill(fresh));
    for (let i = 0; i < 12; i++)
      assert.equal((await json<{ version: string }>(`${url}/api/visit`)).version, "2.0.0");
  });

  it("drops no request when a secret and a config change, and restarts only the services that use them", async () => {
    const [old] = names("secret").filter((name) => name.startsWith("example_api-key-"));
    writeFileSync(clone.path("example/api-key.txt"), "another key");
    clone.edit("example/page.json", (text) => text.replace("Swarm, live", "Swarm, changed"));
    assert.deepEqual(await rolled(), ["api", "edge"]);
    const left = names("secret").filter((name) => name.startsWith("example_api-key-"));
    assert.equal(left.length, 1);
    assert.notEqual(left[0], old);
    const task = containerOn(stack, "manager-0", "example_api");
    assert.deepEqual(onNode(stack, "manager-0", "docker", "exec", task, "cat", "/run/secrets/api-key"), [
      "another key",
    ]);
    assert.equal(names("config").length, 1);
    const page = await (await fetch(`${url}/page.json`)).text();
    assert.match(page, /Swarm, changed/);
  });

  it("drops no request when a variable changes, and restarts only the service that uses it", async () => {
    clone.edit("example/override.yaml", (text) => text.replace("blue", "red"));
    assert.deepEqual(await rolled(), ["api"]);
  });

  it("restarts no task when the number of replicas changes", async () => {
    const old = tasks();
    clone.edit("example/compose.yaml", (text) => text.replace("replicas: 4", "replicas: 3"));
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    const fresh = tasks();
    assert.equal(fresh.api.length, 3);
    assert.deepEqual(
      fresh.api.filter((id) => !old.api.includes(id)),
      [],
    );
    assert.deepEqual([fresh.data, fresh.edge], [old.data, old.edge]);
  });

  it("deploys without a worker that is Down, fails, and lets the worker catch up", async () => {
    const format = "{{.Hostname}} {{.Status}} {{.Availability}}";
    const worker = () => {
      const nodes = onNode(stack, "manager-0", "docker", "node", "ls", "--format", format);
      return nodes.find((line) => line.startsWith("worker-0 "))?.replace("worker-0 ", "");
    };
    const until = async (state: string) => {
      const end = Date.now() + 90_000;
      while (worker() !== state && Date.now() < end) await sleep(500);
      assert.equal(worker(), state);
    };
    docker("pause", machine(stack, "worker-0"));
    try {
      await until("Down Active");
      clone.edit("example/api/version.mjs", (text) => text.replace(/\d\.0\.0/, "3.0.0"));
      const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
      assert.notEqual(code, 0, output);
      assert.match(output, /node worker-0 is Down: deployed without it; it gets no tasks until/);
      assert.match(output, /worker-0 is Down: everything else is done without it\n/);
      assert.equal(worker(), "Down Pause");
      assert.equal((await json<{ version: string }>(`${url}/api/visit`)).version, "3.0.0");
    } finally {
      docker("unpause", machine(stack, "worker-0"));
    }
    const [image = ""] = imagesOf("api");
    assert.deepEqual(new Set(imagesOf("api")), new Set([image]));
    await until("Ready Pause");
    assert.throws(() => onNode(stack, "worker-0", "docker", "image", "inspect", image));
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    assert.equal(worker(), "Ready Active");
    onNode(stack, "worker-0", "docker", "image", "inspect", image);
  });
});
