import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { readScript } from "../../../../../components/steps/script.ts";
import { run } from "../../../../support/run.ts";
import { scriptFile } from "../../../../support/scripts.ts";

const functions = readScript(scriptFile("swarm/scripts/ports.sh"));

/** Addresses of this computer on which nothing else listens, not even another run of this test. */
const own = `127.${100 + ((process.pid >> 8) % 100)}.${process.pid % 256}`;
const [open, gossipOnly, none, full] = [`${own}.1`, `${own}.2`, `${own}.3`, `${own}.4`] as const;

async function listening(host: string, port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(port, host);
  await once(server, "listening");
  return server;
}

/** A server that accepts nothing: once its queue is full, a connection gets no answer, as behind a firewall. */
async function silent(host: string, port: number): Promise<Disposable> {
  const text = `use IO::Socket::INET; $s = IO::Socket::INET->new(LocalAddr => "${host}", LocalPort => ${port}, Listen => 1, ReuseAddr => 1) or die; $| = 1; print "ready\\n"; sleep 60`;
  const server = spawn("perl", ["-e", text], { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout, "data");
  const queue: Socket[] = [1, 2, 3, 4].map(() => connect(port, host).on("error", () => undefined));
  await Promise.all(queue.slice(0, 2).map((socket) => once(socket, "connect")));
  return {
    [Symbol.dispose]() {
      for (const socket of queue) socket.destroy();
      server.kill("SIGKILL");
    },
  };
}

const call = (text: string) => run("sh", ["-c", `${functions}${text}`]);

describe("ports.sh", () => {
  let servers: readonly Server[];

  before(async () => {
    servers = await Promise.all([
      listening(open, 2377),
      listening(open, 7946),
      listening(gossipOnly, 7946),
      listening(full, 7946),
    ]);
  });

  after(() => {
    for (const server of servers) server.close();
  });

  it("reports nothing for ports that accept connections", async () => {
    assert.deepEqual(await call(`closed_ports ${open}; ports_hint ${open}`), {
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("distinguishes refused connections from timeouts, and names the ports in the hint", async () => {
    using _ = await silent(full, 2377);
    const started = performance.now();
    const [states, oneHint, hints] = await Promise.all([
      call(`closed_ports ${open} ${gossipOnly} ${none} ${full}`),
      call(`ports_hint ${open} ${full}`),
      call(`ports_hint ${full} ${gossipOnly} ${none}`),
    ]);
    assert.ok(performance.now() - started < 4000);
    assert.deepEqual(states, {
      code: 0,
      stdout: `refused ${gossipOnly} 2377\nrefused ${none} 2377\nrefused ${none} 7946\nsilent ${full} 2377\n`,
      stderr: "",
    });
    assert.equal(oneHint.stdout, `open TCP 2377 of ${full} to this machine: no answer within 3 s`);
    assert.equal(
      hints.stdout,
      `open TCP 2377 of ${full} to this machine: no answer within 3 s; find out why TCP 2377 of ${gossipOnly}, TCP 2377 and 7946 of ${none} refused a connection: a firewall rejects it, or docker info there shows no active swarm`,
    );
  });
});
