import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { lacks, node, preflight } from "../../../../support/preflightNode.ts";
import { container } from "../../../../support/swarmHost/daemon.ts";

const taken = (port: string, holder: string) => [
  `  shop/web: ${port} is taken on worker-0 by ${holder}`,
  "    → stop that, or publish another port",
];

/** The container of a task that publishes a port. */
const task = (name: string, stack: string | undefined, service: string, port = "1/tcp") =>
  container(name, {
    ports: [port],
    labels: {
      "com.docker.swarm.service.name": service,
      ...(stack && { "com.docker.stack.namespace": stack }),
    },
  });

describe("preflight.sh and ports", () => {
  const ports = (host: ReturnType<typeof node>, ...all: string[]) =>
    preflight(host, "stack|shop|shop", ...all.map((port) => `port|shop/web|${port}`));

  it("names the process that listens on a port, at any address", async () => {
    for (const address of ["127.0.0.1", "0.0.0.0", undefined]) {
      const server = createServer().listen(0, address);
      await once(server, "listening");
      const { port } = server.address() as { port: number };
      using host = node();
      const { code, stdout } = await ports(host, `${port}/tcp`, `${port}/udp`);
      server.close();
      assert.equal(code, 1);
      assert.match(stdout, new RegExp(`\\(process ${process.pid}\\)`));
      assert.equal(
        stdout.replace(/by \S+ \(process/, "by x (process"),
        lacks(...taken(`${port}/tcp`, `x (process ${process.pid})`)),
      );
    }
  });

  it("names the process that listens on a UDP port", async () => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    const { port } = socket.address();
    using host = node();
    const { stdout } = await ports(host, `${port}/tcp`, `${port}/udp`);
    socket.close();
    assert.match(
      stdout,
      new RegExp(`: ${port}/udp is taken on worker-0 by \\S+ \\(process ${process.pid}\\)`),
    );
    assert.equal(stdout.includes(`${port}/tcp`), false);
  });

  it("ignores the tasks of its own stacks", async () => {
    using host = node();
    host.daemon.containers = [
      task("shop_web.1.x", "shop", "shop_web"),
      task("shop_old.1.y", "shop", "shop_old"),
    ];
    assert.equal((await ports(host, "1/tcp")).code, 0);
  });

  for (const [what, holder] of [
    [container("db", { ports: ["1/tcp"] }), "the container db"],
    [task("x.1.y", "other", "other_web"), "the service other_web"],
    [task("x.1.y", undefined, "lonely"), "the service lonely"],
  ] as const)
    it(`names ${holder}`, async () => {
      using host = node();
      host.daemon.containers = [container("another", { ports: ["2/tcp"] }), what];
      const { code, stdout } = await ports(host, "1/tcp");
      assert.deepEqual([code, stdout], [1, lacks(...taken("1/tcp", holder))]);
    });

  it("waits until docker lists the container that holds a port", async () => {
    const proxy = spawn(process.execPath, [
      "--eval",
      "process.title = 'docker-proxy'; const s = net.createServer().listen(0, () => console.log(s.address().port))",
    ]);
    const [port] = await once(proxy.stdout, "data");
    using host = node();
    const published = `${String(port).trim()}/tcp`;
    host.replace("sleep", () => {
      host.daemon.containers = [task("shop_web.1.x", "shop", "shop_web", published)];
      return {};
    });
    const { code, stdout } = await ports(host, published);
    proxy.kill();
    assert.deepEqual([code, stdout.includes("is taken")], [0, false], stdout);
  });
});
