import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { Clone } from "../support/clone.ts";
import { CountingSocket } from "../support/countingSocket.ts";
import { docker, inventory } from "../support/engine.ts";
import { Folder } from "../support/folder.ts";
import { localAddresses } from "../support/localAddresses.ts";

const stack = "e2e-engine";
const usual = "172.31.0.0/24";
const { port, firstPort } = localAddresses(stack);
const occupied = "swarm-e2e-engine-occupied";

/** One small cluster on an engine that only a Docker context names, beside a network with the usual range. */
describe("the engine of this computer", () => {
  const found = inventory(stack);
  const configuration = new Folder();
  let socket: CountingSocket;
  let clone: Clone;

  const subnet = () =>
    docker(
      "network",
      "inspect",
      `swarm-${stack}`,
      "--format",
      "{{range .IPAM.Config}}{{.Subnet}}{{end}}",
    ).join();
  const rangesInUse = () =>
    docker("network", "ls", "--quiet").flatMap((id) => {
      try {
        return docker(
          "network",
          "inspect",
          id,
          "--format",
          "{{range .IPAM.Config}}{{println .Subnet}}{{end}}",
        );
      } catch {
        // Another spec has removed it in the meantime.
        return [];
      }
    });
  const up = (...args: string[]) => clone.npm("up", "--yes", "--skip-preview", ...args);

  before(async () => {
    socket = await CountingSocket.to();
    const env = { ...process.env, DOCKER_CONFIG: configuration.path, DOCKER_HOST: undefined };
    for (const args of [
      ["create", "elsewhere", "--docker", `host=unix://${socket.path}`],
      ["use", "elsewhere"],
    ])
      execFileSync("docker", ["context", ...args], { env, stdio: "pipe" });
    if (!rangesInUse().includes(usual))
      docker("network", "create", "--label", `swarm.test=${stack}`, "--subnet", usual, occupied);
    clone = new Clone(
      stack,
      {
        managers: 1,
        workers: 0,
        local: { port, firstPort },
        stacks: { hello: { file: "hello/compose.yaml" } },
      },
      { environment: { DOCKER_CONFIG: configuration.path, DOCKER_HOST: "", DOCKER_CONTEXT: "" } },
    );
    mkdirSync(clone.path("hello"));
    clone.write({
      "hello/compose.yaml": "services: {web: {build: ., deploy: {replicas: 0}}}\n",
      "hello/Dockerfile": "FROM scratch\nCOPY compose.yaml /\n",
    });
  });

  after(async () => {
    await clone?.npm("destroy");
    clone?.remove();
    if (docker("network", "ls", "--quiet", "--filter", `name=^${occupied}$`).length > 0)
      docker("network", "rm", occupied);
    socket?.[Symbol.dispose]();
    configuration[Symbol.dispose]();
    assert.deepEqual(inventory(stack), found);
  });

  it("is the one of the Docker context, for Pulumi's plugins and for builds", async () => {
    const { code, output } = await up();
    assert.equal(code, 0, output);
    const asked = (request: RegExp) => socket.requests.filter((line) => request.test(line)).length;
    assert.equal(asked(/^POST \S*\/containers\/create\?name=swarm-e2e-engine-manager-0$/), 1);
    assert.ok(asked(/^POST \/(\S*\/)?(session|grpc)/) > 0, socket.requests.join("\n"));
    assert.ok(asked(/^POST \S*\/networks\/create/) > 0);
  });

  it("gives the machines a range that hides no route, and keeps it", async () => {
    const first = subnet();
    assert.match(first, /^(172\.31|10\.213|192\.168)\.\d+\.0\/24$/);
    assert.notEqual(first, usual);
    if (docker("network", "ls", "--quiet", "--filter", `name=^${occupied}$`).length > 0)
      docker("network", "rm", occupied);
    const { code, output } = await up("--expect-no-changes");
    assert.equal(code, 0, output);
    assert.equal(subnet(), first);
  });

  it("refuses a range that hides a route, and names the route", async () => {
    const taken = subnet();
    clone.write({
      "Pulumi.other.yaml": JSON.stringify({
        config: { "swarm:local": { port: port + 1, firstPort, subnet: taken } },
      }),
    });
    const { code, output } = await clone.run("npm", ["run", "--silent", "preview", "--", "--stack", "other"]);
    assert.notEqual(code, 0);
    assert.match(
      output,
      new RegExp(`swarm:local\\.subnet: "${taken}" hides the route ${taken} dev br-\\w+ of this computer`),
    );
  });
});
