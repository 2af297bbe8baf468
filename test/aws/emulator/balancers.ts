import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AwsState } from "./awsApi.ts";
import { addHostName, removeHostName } from "./hostNames.ts";
import { internet } from "./places.ts";
import { run } from "./program.ts";

interface Target {
  readonly host: string;
  readonly port: number;
}

/** One load balancer: its own address, and a server for each listener. */
interface Balancer {
  readonly address: string;
  readonly servers: Map<number, Server>;
}

const firstHost = 10;

/** Network load balancers: TCP connections go to the registered targets in turn, past those that refuse. */
export class Balancers {
  private readonly balancers = new Map<string, Balancer>();
  /** By `address:port`. */
  private targets = new Map<string, readonly Target[]>();
  private turn = 0;

  async follow(state: AwsState): Promise<void> {
    for (const { name } of state.loadBalancers) if (!this.balancers.has(name)) await this.add(name);
    for (const name of this.balancers.keys())
      if (!state.loadBalancers.some((balancer) => balancer.name === name)) await this.remove(name);
    const addresses = new Map(state.instances.map(({ id, privateAddress }) => [id, privateAddress]));
    const targets = new Map<string, readonly Target[]>();
    for (const { name, listeners } of state.loadBalancers) {
      const { address, servers } = this.balancers.get(name) as Balancer;
      for (const listener of listeners) {
        targets.set(
          `${address}:${listener.port}`,
          listener.targets.map(({ id, port }) => ({ host: addresses.get(id) ?? id, port })),
        );
        if (!servers.has(listener.port))
          servers.set(listener.port, await this.listen(address, listener.port));
      }
      for (const [port, server] of servers) {
        if (listeners.some((listener) => listener.port === port)) continue;
        server.close();
        servers.delete(port);
      }
    }
    this.targets = targets;
  }

  async stop(): Promise<void> {
    for (const name of this.balancers.keys()) await this.remove(name);
  }

  private async add(name: string): Promise<void> {
    const used = new Set([...this.balancers.values()].map(({ address }) => address));
    let host = firstHost;
    while (used.has(`${internet.prefix}.${host}`)) host++;
    const address = `${internet.prefix}.${host}`;
    await run("ip", "address", "add", `${address}/32`, "dev", internet.bridge);
    addHostName(name, address);
    this.balancers.set(name, { address, servers: new Map() });
  }

  private async remove(name: string): Promise<void> {
    const { address, servers } = this.balancers.get(name) as Balancer;
    for (const server of servers.values()) server.close();
    removeHostName(name);
    await run("ip", "address", "del", `${address}/32`, "dev", internet.bridge);
    this.balancers.delete(name);
  }

  private async listen(address: string, port: number): Promise<Server> {
    const server = createServer((client) => {
      client.on("error", () => client.destroy());
      this.forward(client, `${address}:${port}`).catch(() => client.destroy());
    });
    server.listen(port, address);
    await once(server, "listening");
    return server;
  }

  private async forward(client: Socket, listener: string): Promise<void> {
    const targets = this.targets.get(listener) ?? [];
    const first = this.turn++;
    for (let tries = 0; tries < targets.length; tries++) {
      const server = await open(targets[(first + tries) % targets.length] as Target);
      if (!server) continue;
      server.on("error", () => client.destroy());
      client.once("close", () => server.destroy());
      client.pipe(server).pipe(client);
      return;
    }
    client.resetAndDestroy();
  }
}

function open(target: Target): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ ...target, timeout: 1000 });
    const fail = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.once("timeout", fail);
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.off("timeout", fail);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}
