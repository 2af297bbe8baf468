import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import type { AwsState, Listener } from "./awsApi.ts";
import { addHostName, removeHostName } from "./hostNames.ts";
import { internet } from "./places.ts";
import { run } from "./program.ts";
import { open, TargetHealth } from "./targetHealth.ts";

/** One load balancer: its own address, and a server for each listener. */
interface Balancer {
  readonly address: string;
  readonly servers: Map<number, Server>;
}

const firstHost = 10;

/** Network load balancers: each TCP connection goes to the next healthy target, and fails if that one refuses it. */
export class Balancers {
  private readonly balancers = new Map<string, Balancer>();
  /** Names in hosted zones, and the addresses that they have here. */
  private readonly aliases = new Map<string, string>();
  /** By `address:port`. */
  private readonly targets = new Map<string, TargetHealth>();

  async follow(state: AwsState): Promise<void> {
    for (const { name } of state.loadBalancers) if (!this.balancers.has(name)) await this.add(name);
    for (const name of this.balancers.keys())
      if (!state.loadBalancers.some((balancer) => balancer.name === name)) await this.remove(name);
    this.followNames(state);
    const addresses = new Map(state.instances.map(({ id, privateAddress }) => [id, privateAddress]));
    const used = new Set<string>();
    for (const { name, listeners } of state.loadBalancers) {
      const { address, servers } = this.balancers.get(name) as Balancer;
      for (const listener of listeners) {
        const key = `${address}:${listener.port}`;
        used.add(key);
        const health = this.targets.get(key) ?? new TargetHealth();
        this.targets.set(key, health);
        health.follow(listener.targets.map(({ id, port }) => ({ host: addresses.get(id) ?? id, port })));
        if (!servers.has(listener.port)) servers.set(listener.port, await this.listen(address, listener));
      }
      for (const [port, server] of servers) {
        if (listeners.some((listener) => listener.port === port)) continue;
        server.close();
        servers.delete(port);
      }
    }
    for (const [key, health] of this.targets) {
      if (used.has(key)) continue;
      health.stop();
      this.targets.delete(key);
    }
  }

  /** In the place of a name server. */
  private followNames({ names }: AwsState): void {
    const found = new Map(names.map(({ name, target }) => [name, this.balancers.get(target)?.address]));
    for (const [name, address] of this.aliases) {
      if (found.get(name) === address) continue;
      removeHostName(name);
      this.aliases.delete(name);
    }
    for (const [name, address] of found) {
      if (address === undefined || this.aliases.has(name)) continue;
      addHostName(name, address);
      this.aliases.set(name, address);
    }
  }

  async stop(): Promise<void> {
    for (const name of this.aliases.keys()) removeHostName(name);
    this.aliases.clear();
    for (const name of this.balancers.keys()) await this.remove(name);
    for (const health of this.targets.values()) health.stop();
    this.targets.clear();
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

  private async listen(address: string, { port, tls }: Listener): Promise<Server> {
    const take = (client: Socket) => {
      client.on("error", () => client.destroy());
      this.forward(client, `${address}:${port}`).catch(() => client.destroy());
    };
    // Towards the targets it speaks plain TCP, as their target group says.
    const server = tls ? createTlsServer({ cert: tls.certificate, key: tls.key }, take) : createServer(take);
    server.listen(port, address);
    await once(server, "listening");
    return server;
  }

  private async forward(client: Socket, listener: string): Promise<void> {
    const target = this.targets.get(listener)?.next();
    const server = target && (await open(target));
    if (!server) return void (client instanceof TLSSocket ? client.destroy() : client.resetAndDestroy());
    server.on("error", () => client.destroy());
    client.once("close", () => server.destroy());
    client.pipe(server).pipe(client);
  }
}
