import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { deadHosts, withoutInverses } from "../../../../tools/cluster/deadHosts.ts";
import { leftText } from "../../../../tools/cluster/passOver.ts";
import type { StateFile } from "../../../../tools/pulumi/state.ts";

const parent = "urn:pulumi:prod::swarm::swarm:index:SshMachines$command:remote:Command";
const member = "urn:pulumi:prod::swarm::swarm:index:SwarmNode$command:remote:Command";
const step = (name: string, port: number, from = parent) => ({
  urn: `${from}::${name}`,
  type: "command:remote:Command",
  inputs: { connection: { host: "127.0.0.1", port }, create: "true", delete: "leave" },
  outputs: { delete: "leave", stdout: "" },
});

const soon = 10;

describe("deadHosts", () => {
  const servers: Server[] = [];
  /** The port of a server that handles each connection like this; the next ones in another way, if there are more. */
  const server = async (...handle: readonly ((socket: Socket) => void)[]): Promise<number> => {
    let count = 0;
    const one = createServer((socket) => {
      socket.on("error", () => undefined);
      handle[Math.min(count++, handle.length - 1)]?.(socket);
    });
    servers.push(one);
    await new Promise<void>((resolve) => one.listen({ port: 0, host: "127.0.0.1" }, resolve));
    return (one.address() as AddressInfo).port;
  };
  const greet = (socket: Socket) => socket.end("SSH-2.0-test\r\n");
  const hangUp = (socket: Socket) => socket.end();
  const reset = (socket: Socket) => socket.resetAndDestroy();
  /** Where nothing listens. */
  const nowhere = async () => {
    const port = await server(hangUp);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    return port;
  };
  after(() => {
    for (const one of servers) one.close();
  });

  it("finds hosts whose SSH server does not answer two tries", async () => {
    const [alive, silent, closed, refused] = [
      await server(greet),
      await server(hangUp),
      await server(reset),
      await nowhere(),
    ];
    const state: StateFile = {
      deployment: {
        resources: [
          step("one-host", alive),
          step("two-host", silent),
          step("two-member", silent, member),
          step("three-host", closed),
          step("four-host", refused),
        ],
      },
    };
    const lines: string[] = [];
    const dead = (name: string, port: number, behaviour: string) => ({
      server: `127.0.0.1:${port}`,
      behaviour,
      host: { name, urn: `${parent}::${name}-host` },
    });
    assert.deepEqual(await deadHosts(state, (line) => lines.push(line), soon), [
      dead("two", silent, "closes each connection at once"),
      dead("three", closed, "closes each connection at once"),
      dead("four", refused, "refuses connections"),
    ]);
    assert.deepEqual(lines, [
      `two (127.0.0.1:${silent}) closes each connection at once; trying again in 0.01 s`,
      `three (127.0.0.1:${closed}) closes each connection at once; trying again in 0.01 s`,
      `four (127.0.0.1:${refused}) refuses connections; trying again in 0.01 s`,
    ]);
  });

  it("omits hosts that answer the second try, as behind a connection limit", async () => {
    const limited = await server(hangUp, greet);
    const state = { deployment: { resources: [step("one-host", limited)] } };
    assert.deepEqual(await deadHosts(state, undefined, soon), []);
  });

  it("includes removed machines, if a step has an undo there and no proxy is in between", async () => {
    const [alive, silent] = [await server(greet), await server(hangUp)];
    const plain = step("manager-0-join", silent, member);
    const { delete: _inverse, ...inputs } = plain.inputs;
    const behind = step("worker-2-member", silent, member);
    const proxy = { host: "127.0.0.1", port: alive };
    const state = (...resources: StateFile["deployment"]["resources"] & object): StateFile => ({
      deployment: { resources },
    });
    assert.deepEqual(
      await deadHosts(
        state(step("worker-0-member", alive, member), step("worker-1-member", silent, member)),
        undefined,
        soon,
      ),
      [{ server: `127.0.0.1:${silent}`, behaviour: "closes each connection at once" }],
    );
    assert.deepEqual(await deadHosts(state({ ...plain, inputs })), []);
    const connection = { ...behind.inputs.connection, proxy };
    assert.deepEqual(await deadHosts(state({ ...behind, inputs: { ...behind.inputs, connection } })), []);
  });

  it("lets withoutInverses drop every undo on them, except the host's own", () => {
    const state = (port: number): StateFile => ({
      deployment: {
        resources: [step("one-host", 1), step("two-host", port), step("two-join", port, member)],
      },
    });
    const urn = `${parent}::two-host`;
    const after = withoutInverses(state(2), state(2), [
      { server: "127.0.0.1:2", behaviour: "does not answer", host: { name: "two", urn } },
    ]);
    const [one, two, join] = after.deployment.resources ?? [];
    assert.deepEqual([one, two], [step("one-host", 1), step("two-host", 2)]);
    assert.deepEqual(join?.inputs, { connection: { host: "127.0.0.1", port: 2 }, create: "true" });
    assert.deepEqual(join?.outputs, { stdout: "" });
  });
});

describe("leftText", () => {
  it("says which machine stays, why, and how to remove it", () => {
    const host = { name: "two", urn: `${parent}::two-host` };
    assert.equal(
      leftText({ server: "203.0.113.7:22", behaviour: "refuses connections", host }, "prod"),
      `two (203.0.113.7:22) stays unchanged: it refuses connections, tried twice with half a minute between; what runs there runs on, and it may still be in the swarm
  → when it is back: docker info there shows the swarm it is in; npm run destroy -- --stack prod takes it out.
    If it never comes back: npm run pulumi -- state delete '${parent}::two-host' --stack prod`,
    );
  });
});
