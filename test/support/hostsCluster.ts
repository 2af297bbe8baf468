import assert from "node:assert/strict";
import { Clone, type Ran } from "./clone.ts";
import { inventory } from "./engine.ts";
import { Hosts, type HostsArgs } from "./hosts.ts";

export const machineNames = ["one", "two", "three", "four"] as const;
export type MachineName = (typeof machineNames)[number];

/** A service for kernels without ip_vs: one task on each node, no ports. */
export const globalService = (image: string) => ({
  services: {
    web: {
      image,
      command: ["sleep", "1d"],
      init: true,
      deploy: { mode: "global", endpoint_mode: "dnsrr" },
    },
  },
});

type Worker = MachineName | ReturnType<Hosts["entry"]>;

/**
 * Four existing machines, and a clone of the project whose cluster uses some of them. `one` is its manager.
 */
export class HostsCluster {
  hosts!: Hosts;
  clone!: Clone;
  private readonly stack: string;

  /** Call it inside a suite: it creates and removes everything. */
  constructor(stack: string, args: HostsArgs) {
    this.stack = stack;
    const found = inventory(stack);
    before(() => {
      this.hosts = new Hosts(machineNames, args);
      for (const name of machineNames) this.hosts.loadImage(name);
      this.clone = this.newClone();
    });
    after(() => {
      this.clone?.remove();
      this.hosts?.[Symbol.dispose]();
      assert.deepEqual(inventory(stack), found);
    });
  }

  /** Another clone of the same project and stack, with its own state. */
  newClone(): Clone {
    const clone = new Clone(this.stack, {});
    clone.write({
      key: this.hosts.privateKey,
      "hello.yaml": JSON.stringify(globalService(this.hosts.image)),
    });
    return clone;
  }

  entry(name: MachineName, role: "manager" | "worker" = "worker", more: object = {}) {
    return this.hosts.entry(name, role, machineNames.indexOf(name), more);
  }

  settings(workers: readonly Worker[], more: object = {}, manager: object = {}): Record<string, unknown> {
    return {
      target: "hosts",
      hosts: [
        this.entry("one", "manager", manager),
        ...workers.map((worker) => (typeof worker === "string" ? this.entry(worker) : worker)),
      ],
      sshKey: "key",
      // The machines have the image already, and there is no registry.
      images: { mirror: false },
      stacks: { hello: { file: "hello.yaml" } },
      ...more,
    };
  }

  configure(...args: Parameters<HostsCluster["settings"]>): void {
    this.clone.configure(this.settings(...args));
  }

  up(clone = this.clone, ...args: string[]): Promise<Ran> {
    return clone.npm("up", "--yes", "--skip-preview", ...args);
  }

  async upWell(...args: string[]): Promise<string> {
    const { code, output } = await this.up(this.clone, ...args);
    assert.equal(code, 0, output);
    return output;
  }

  docker(name: MachineName, ...args: string[]): string[] {
    return this.hosts.on(name, "docker", ...args);
  }

  shell(name: MachineName, script: string): string[] {
    return this.hosts.on(name, "sh", "-c", script);
  }

  /** Waits for a condition on a machine, for a minute at most. */
  until(name: MachineName, condition: string): void {
    this.hosts.on(name, "timeout", "60", "sh", "-c", `until ${condition}; do sleep 0.3; done`);
  }

  /** Waits until the manager reports a node of this cluster as Down. */
  untilDown(): void {
    this.until("one", "docker node ls --format '{{.Status}}' | grep -q ^Down");
  }

  nodes(): string[] {
    return this.docker("one", "node", "ls", "--format", "{{.Hostname}} {{.Status}}").sort();
  }

  nodeId(name: MachineName, manager: MachineName = "one"): string {
    return this.docker(manager, "node", "ls", "--filter", `name=${name}`, "--quiet").join();
  }

  swarmOf(name: MachineName): string {
    return this.docker(name, "info", "--format", "{{.Swarm.Cluster.ID}}").join();
  }

  /** Creates a swarm by hand on one machine, with one object of each kind in it. */
  makeForeign(name: MachineName): void {
    this.docker(name, "swarm", "init", "--advertise-addr", this.hosts.address(machineNames.indexOf(name)));
    this.docker(name, "network", "create", "--driver", "overlay", "theirs");
    this.docker(name, "volume", "create", "theirs");
    this.shell(name, "echo a | docker config create theirs - && echo b | docker secret create theirs -");
    this.docker(
      ...([name, "service", "create", "--name", "theirs", "--no-resolve-image", "--detach"] as const),
      ...["--endpoint-mode", "dnsrr", "--network", "theirs"],
      ...["--mount", "type=volume,source=theirs,target=/data", this.hosts.image, "sleep", "1d"],
    );
    this.until(name, "docker service ps theirs --format '{{.CurrentState}}' | grep -q ^Running");
  }

  /** All of it still exists and runs. */
  assertForeign(name: MachineName): void {
    for (const kind of ["service", "config", "secret", "volume", "network"])
      assert.deepEqual(
        this.docker(name, kind, "ls", "--format", "{{.Name}}", "--filter", "name=theirs"),
        ["theirs"],
        kind,
      );
    this.until(name, "docker service ps theirs --format '{{.CurrentState}}' | head -n 1 | grep -q ^Running");
  }
}

/** It failed with a reason, and proposed nothing that would destroy a swarm. */
export function assertRefused({ code, output }: Ran, ...texts: (string | RegExp)[]): void {
  assert.notEqual(code, 0, output);
  for (const text of texts) {
    if (typeof text === "string") assert.ok(output.includes(text), `${text}\n\n${output}`);
    else assert.match(output, text);
  }
  assert.doesNotMatch(output, /swarm leave --force/);
}
