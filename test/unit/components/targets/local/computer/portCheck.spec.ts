import assert from "node:assert/strict";
import { createServer } from "node:net";
import {
  checkPorts,
  parseHolders,
  wantedPorts,
} from "../../../../../../components/targets/local/computer/portCheck.ts";
import type { LocalSettings } from "../../../../../../components/targets/local/settings/settings.ts";
import { parseSettings } from "../../../../../support/settings.ts";

const port = (published: number, protocol: "tcp" | "udp") => ({
  service: "web",
  published,
  protocol,
  http: false,
});

describe("the loopback ports of the local target", () => {
  const { settings } = parseSettings<LocalSettings>(
    { managers: 3, local: { port: 8080, firstPort: 20000 } },
    { project: "swarm", stack: "dev", root: "/project" },
  );
  const wanted = wantedPorts(settings, [
    { ports: [port(80, "tcp"), port(53, "udp")] },
    { ports: [port(443, "tcp")] },
  ]);

  it("cover each published TCP port, each manager and the registry", () => {
    assert.deepEqual(wanted, [
      { port: 8080, purpose: "the published port 80", setting: "port" },
      { port: 8081, purpose: "the published port 443", setting: "port" },
      { port: 20000, purpose: "SSH to manager-0", setting: "firstPort" },
      { port: 20001, purpose: "SSH to manager-1", setting: "firstPort" },
      { port: 20002, purpose: "SSH to manager-2", setting: "firstPort" },
      { port: 20009, purpose: "the registry", setting: "firstPort" },
    ]);
  });

  it("may be in use by this stack's own containers only", async () => {
    const diagnostics = await checkPorts(wanted, "dev", {
      isTaken: async (number) => number !== 20001,
      holders: async () => [
        { from: 8080, to: 8080, container: "swarm-dev-balancer", stack: "dev" },
        { from: 8081, to: 8090, container: "swarm-test-balancer", stack: "test" },
        { from: 19_000, to: 20_000, container: "database", stack: "" },
        { from: 20_002, to: 20_002, container: "swarm-dev-manager-2", stack: "dev" },
      ],
    });
    assert.deepEqual(diagnostics, [
      {
        path: "swarm:local.port",
        problem: "127.0.0.1:8081, for the published port 443, is taken by the container swarm-test-balancer",
        hint: "stop it, or set swarm:local.port to another number",
      },
      {
        path: "swarm:local.firstPort",
        problem: "127.0.0.1:20000, for SSH to manager-0, is taken by the container database",
        hint: "stop it, or set swarm:local.firstPort to another number",
      },
      {
        path: "swarm:local.firstPort",
        problem: "127.0.0.1:20009, for the registry, is taken by another program",
        hint: "stop it, or set swarm:local.firstPort to another number",
      },
    ]);
  });

  it("need no docker while all are free", async () => {
    const office = {
      isTaken: async () => false,
      holders: () => assert.fail("docker was asked"),
    };
    assert.deepEqual(await checkPorts(wanted, "dev", office), []);
  });

  it("are found in use on this computer", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(typeof address === "object" && address);
    const one = [{ port: address.port, purpose: "a test", setting: "port" as const }];
    const held = await checkPorts(one, "dev");
    await new Promise((resolve) => server.close(resolve));
    const free = await checkPorts(one, "dev");
    assert.deepEqual(
      [held.map(({ problem }) => problem), free],
      [[`127.0.0.1:${address.port}, for a test, is taken by another program`], []],
    );
  });

  it("are parsed from docker's list", () => {
    const listing = [
      "swarm-dev-balancer\tdev\t127.0.0.1:8080-8081->8080-8081/tcp",
      "database\t\t0.0.0.0:5432->5432/tcp, :::5432->5432/tcp, 9000/tcp",
      "quiet\t\t",
      "",
    ].join("\n");
    assert.deepEqual(parseHolders(listing), [
      { from: 8080, to: 8081, container: "swarm-dev-balancer", stack: "dev" },
      { from: 5432, to: 5432, container: "database", stack: "" },
      { from: 5432, to: 5432, container: "database", stack: "" },
    ]);
  });

  it("are parsed fast, however large a range is", () => {
    assert.deepEqual(parseHolders("a\t\t:80-99999999999999999999->80/tcp"), [
      { from: 80, to: 1e20, container: "a", stack: "" },
    ]);
  });
});
