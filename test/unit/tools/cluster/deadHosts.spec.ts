import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Server } from "node:net";
import { deadHosts, withoutInverses } from "../../../../tools/cluster/deadHosts.ts";
import type { StateFile } from "../../../../tools/cluster/stackState.ts";

const parent = "urn:pulumi:prod::swarm::swarm:index:SshMachines$command:remote:Command";
const step = (name: string, port: number, from = parent) => ({
  urn: `${from}::${name}`,
  type: "command:remote:Command",
  inputs: { connection: { host: "127.0.0.1", port }, create: "true", delete: "leave" },
  outputs: { delete: "leave", stdout: "" },
});

describe("deadHosts", () => {
  const servers: Server[] = [];
  /** The port of a server that greets, or not. */
  const server = async (greeting?: string): Promise<number> => {
    const one = createServer((socket) => (greeting ? socket.end(greeting) : socket.destroy()));
    servers.push(one);
    await new Promise<void>((resolve) => one.listen({ port: 0, host: "127.0.0.1" }, resolve));
    return (one.address() as AddressInfo).port;
  };
  after(() => {
    for (const one of servers) one.close();
  });

  it("are those whose SSH server says nothing", async () => {
    const [alive, silent] = [await server("SSH-2.0-test\r\n"), await server()];
    const state: StateFile = {
      deployment: {
        resources: [
          step("one-host", alive),
          step("two-host", silent),
          step("two-member", silent, "urn:pulumi:prod::swarm::swarm:index:SwarmNode$command:remote:Command"),
        ],
      },
    };
    assert.deepEqual(await deadHosts(state), [{ name: "two", server: `127.0.0.1:${silent}` }]);
  });

  it("are machines that go anyway as well, where something would be undone on them and no proxy is between", async () => {
    const [alive, silent] = [await server("SSH-2.0-test\r\n"), await server()];
    const urn = "urn:pulumi:prod::swarm::swarm:index:SwarmNode$command:remote:Command";
    const plain = step("manager-0-join", silent, urn);
    const { delete: _inverse, ...inputs } = plain.inputs;
    const behind = step("worker-2-member", silent, urn);
    const proxy = { host: "127.0.0.1", port: alive };
    const state = (...resources: StateFile["deployment"]["resources"] & object): StateFile => ({
      deployment: { resources },
    });
    assert.deepEqual(
      await deadHosts(state(step("worker-0-member", alive, urn), step("worker-1-member", silent, urn))),
      [{ name: "", server: `127.0.0.1:${silent}` }],
    );
    assert.deepEqual(await deadHosts(state({ ...plain, inputs })), []);
    const connection = { ...behind.inputs.connection, proxy };
    assert.deepEqual(await deadHosts(state({ ...behind, inputs: { ...behind.inputs, connection } })), []);
  });

  it("are forgotten without a connection: their steps alone have no inverse any more", () => {
    const state = (port: number): StateFile => ({
      deployment: { resources: [step("one-host", 1), step("two-host", port)] },
    });
    const after = withoutInverses(state(2), state(2), [{ name: "two", server: "127.0.0.1:2" }]);
    const [one, two] = after.deployment.resources ?? [];
    assert.deepEqual(one, step("one-host", 1));
    assert.deepEqual(two?.inputs, { connection: { host: "127.0.0.1", port: 2 }, create: "true" });
    assert.deepEqual(two?.outputs, { stdout: "" });
  });
});
