import { Container } from "@pulumi/docker/container.js";
import * as pulumi from "@pulumi/pulumi";
import { combine } from "../../combine.ts";
import type { ClusterKeys } from "../../keys/clusterKeys.ts";
import type { Machine, MachineSpec } from "../../machines/machine.ts";
import { managerReadyGate } from "../../machines/managerReadyGate.ts";
import { componentTypes, stepNames } from "../../names.ts";
import type { Connection } from "../../steps/connection.ts";
import { managerAddress } from "./machines/managerIdentity.ts";
import { shortId, type Whereabouts } from "./machines/stoppedContainers.ts";
import type { ContainerNetwork } from "./network.ts";
import { containerImage } from "./resources/containerImage.ts";
import { type ContainerOwner, labelsOf } from "./resources/containerOwner.ts";
import { engineStep } from "./resources/engineStep.ts";

export interface ContainerMachinesArgs {
  readonly owner: ContainerOwner;
  readonly specs: readonly MachineSpec[];
  readonly keys: ClusterKeys;
  readonly network: ContainerNetwork;
  readonly subnet: string;
  /** Loopback port of manager-0's sshd; the other managers use the ports after it. */
  readonly firstPort: number;
  /** The members of raft, in the order in which their machines change. */
  readonly members?: readonly { readonly name: string; readonly isReachable: boolean }[];
  /** Addresses of machines that this run has just started, by node: the state has older ones. */
  readonly started?: Readonly<Record<string, Whereabouts>>;
}

/** The network alias that all machines share. */
export const machinesAlias = "machines";

/** Machines as privileged containers on this computer, each with its own dockerd and sshd. */
export class ContainerMachines extends pulumi.ComponentResource {
  readonly machines: readonly Machine[];

  constructor(name: string, args: ContainerMachinesArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ContainerMachines, name, {}, options);
    const image = containerImage(
      "machine",
      new URL("./machines/machineImage/", import.meta.url),
      args.owner,
      {
        parent: this,
      },
    );
    const managers: pulumi.Resource[] = [];
    const made = inOrder(args).map((spec) => {
      const member = args.members?.find(({ name: known }) => known === spec.name);
      // Existing managers change one at a time; a new or missing one waits for nobody.
      const machine = this.machine(spec, args, image, member?.isReachable ? [...managers] : []);
      // A single manager waits for nobody.
      const manager =
        spec.role === "manager" && args.specs[1]?.role === "manager" ? [this.waitUntilReady(machine)] : [];
      if (member) managers.push(...manager);
      return machine;
    });
    this.machines = args.specs.map(({ name }) => made.find((machine) => machine.name === name) as Machine);
    this.registerOutputs();
  }

  private machine(
    spec: MachineSpec,
    args: ContainerMachinesArgs,
    image: BuiltImage,
    gates: readonly pulumi.Resource[],
  ): Machine {
    const container = this.container(spec, args, image, gates);
    const { port, address } = whereaboutsOf(container, args.started?.[spec.name]);
    return {
      ...spec,
      id: combine([container.id], shortId),
      // When a stopped worker starts again, its address may be taken.
      moves: spec.role === "worker",
      address,
      connection: connectionTo(spec.name, port, args.keys),
      cluster: args.owner.cluster,
      resource: container,
    };
  }

  private waitUntilReady(host: Machine): pulumi.Resource {
    return managerReadyGate(host.name, { host, args: [host.id], after: [host.resource] }, { parent: this });
  }

  private container(
    spec: MachineSpec,
    args: ContainerMachinesArgs,
    image: BuiltImage,
    gates: readonly pulumi.Resource[],
  ): Container {
    const identity = spec.role === "manager" ? this.identity(spec, args) : undefined;
    return new Container(
      `swarm-${args.owner.stack}-${spec.name}`,
      {
        ...(identity ? { name: identity.containerName } : {}),
        hostname: spec.name,
        image: image.reference,
        privileged: true,
        mustRun: false,
        restart: "unless-stopped",
        labels: labelsOf(args.owner, spec.name),
        networksAdvanced: [
          {
            name: args.network.name,
            aliases: [machinesAlias],
            ...(identity ? { ipv4Address: identity.address } : {}),
          },
        ],
        ports: [{ internal: 22, ip: "127.0.0.1", ...(identity ? { external: identity.port } : {}) }],
        uploads: [
          {
            file: "/etc/swarm/ssh_host_ed25519_key",
            content: combine([args.keys.host(spec.name)], ({ compactKey }) => compactKey),
          },
          {
            file: "/etc/swarm/authorized_keys",
            content: combine([args.keys.client], ({ publicKey }) => `${publicKey}\n`),
          },
        ],
        volumes: identity ? [{ volumeName: identity.containerName, containerPath: "/var/lib/docker" }] : [],
      },
      {
        parent: this,
        dependsOn: [image.resource, args.network.resource, ...(identity ? [identity.volume] : []), ...gates],
        // A worker's new machine runs before the old one is deleted, so its name and address are not fixed.
        deleteBeforeReplace: identity !== undefined,
      },
    );
  }

  /** The identity that a manager keeps when its container is replaced: name, address, port, disk. */
  private identity(spec: MachineSpec, args: ContainerMachinesArgs) {
    const name = `swarm-${args.owner.stack}-${spec.name}`;
    const volume = engineStep(
      stepNames.volume.of(name),
      { kind: "volume", name, owner: args.owner },
      { parent: this },
    );
    return {
      volume,
      containerName: name,
      address: managerAddress(args.subnet, spec.index),
      port: args.firstPort + spec.index,
    };
  }
}

type BuiltImage = ReturnType<typeof containerImage>;

/** Members of raft in the given order, then all other machines. */
function inOrder({ specs, members = [] }: ContainerMachinesArgs): MachineSpec[] {
  const first = members.flatMap(({ name }) => specs.filter((spec) => spec.name === name));
  return [...first, ...specs.filter((spec) => !first.includes(spec))];
}

/** @param started the address after this run started it; the state's is older */
function whereaboutsOf(container: Container, started: Whereabouts | undefined) {
  const { id, ports, networkDatas } = container;
  return {
    port: combine([id, ports], (id, ports) =>
      id === started?.id ? started.port : (ports?.find((port) => port.internal === 22)?.external ?? 22),
    ),
    address: combine([id, networkDatas], (id, networks) =>
      id === started?.id ? started.address : (networks?.[0]?.ipAddress ?? ""),
    ),
  };
}

/** The SSH connection to a machine in a container. */
export function connectionTo(
  node: string,
  port: pulumi.Input<number>,
  keys: ClusterKeys,
): pulumi.Output<Connection> {
  return combine([port, keys.client, keys.host(node)], (port, client, host) => ({
    host: "127.0.0.1",
    port,
    user: "root",
    privateKey: client.compactKey,
    hostKey: host.publicKey,
  }));
}
