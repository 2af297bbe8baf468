import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { lacks, node, preflight } from "../../../../support/preflightNode.ts";

const taken = (port: string, holder: string) => [
  `  shop/web: ${port} is taken on worker-0 by ${holder}`,
  "    → stop that, or publish another port",
];

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
    host.write("containers", "shop_web.1.x shop shop_web\nshop_old.1.y shop shop_old\n");
    assert.equal((await ports(host, "1/tcp")).code, 0);
  });

  it("names a container or a foreign service", async () => {
    const holders = {
      "db - -": "the container db",
      "x.1.y other other_web": "the service other_web",
      "x.1.y - lonely": "the service lonely",
    };
    for (const [container, holder] of Object.entries(holders)) {
      using host = node();
      host.write("containers", `${container}\n`);
      const { code, stdout } = await ports(host, "1/tcp");
      assert.deepEqual([code, stdout], [1, lacks(...taken("1/tcp", holder))]);
    }
  });

  it("waits until docker lists the container that holds a port", async () => {
    const proxy = spawn(process.execPath, [
      "--eval",
      "process.title = 'docker-proxy'; const s = net.createServer().listen(0, () => console.log(s.address().port))",
    ]);
    const [port] = await once(proxy.stdout, "data");
    using host = node({ sleep: `echo "shop_web.1.x shop shop_web" >"$HOST/containers"` });
    const { code, stdout } = await ports(host, `${String(port).trim()}/tcp`);
    proxy.kill();
    assert.deepEqual([code, stdout.includes("is taken")], [0, false], stdout);
  });
});
