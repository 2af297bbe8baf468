import { Container } from "@pulumi/docker/container.js";
import * as pulumi from "@pulumi/pulumi";
import type { EntryPoint } from "../../entrypoint/entryPoint.ts";
import type { TrafficGate } from "../../machines/machine.ts";
import { componentTypes } from "../../names.ts";
import { answerLimits } from "../../steps/times.ts";
import {
  type BalancedPort,
  balancerConfiguration,
  balancerKernelSettings,
} from "./entryPoint/balancerConfiguration.ts";
import { nodeTraffic } from "./entryPoint/nodeTraffic.ts";
import { machinesAlias } from "./machines.ts";
import type { ContainerNetwork } from "./network.ts";
import { containerImage } from "./resources/containerImage.ts";
import { type ContainerOwner, labelsOf } from "./resources/containerOwner.ts";

export interface ContainerEntryPointArgs {
  readonly owner: ContainerOwner;
  readonly network: ContainerNetwork;
  readonly ports: readonly BalancedPort[];
  readonly inTurn: boolean;
}

/** The load balancer that serves the nodes. */
interface Gates {
  /** Name of its container. */
  readonly balancer: string;
  readonly container: Container;
}

/** A load balancer in a container on 127.0.0.1 as the entry point. */
export class ContainerEntryPoint extends pulumi.ComponentResource implements EntryPoint {
  readonly url: string;
  readonly isServed: boolean;
  readonly timeout = answerLimits.onNodes;
  readonly inTurn: boolean;
  private readonly gates: Gates | undefined;

  constructor(name: string, args: ContainerEntryPointArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ContainerEntryPoint, name, {}, options);
    const [first] = args.ports;
    this.isServed = first !== undefined;
    this.inTurn = args.inTurn;
    this.gates = first && { balancer: balancerName(args.owner.stack), container: this.balancer(name, args) };
    this.url = first ? `${first.http ? "http" : "tcp"}://127.0.0.1:${first.front}` : "";
    this.registerOutputs({ url: this.url });
  }

  readonly trafficGate: TrafficGate = (machine, member, after) => {
    if (!this.gates) return undefined;
    const { balancer, container } = this.gates;
    // Deleted with the load balancer's container.
    return nodeTraffic({ balancer, machine, member, after }, { parent: this, deletedWith: container });
  };

  private balancer(name: string, args: ContainerEntryPointArgs): Container {
    const image = containerImage(
      "balancer",
      new URL("./entryPoint/balancerImage/", import.meta.url),
      args.owner,
      {
        parent: this,
      },
    );
    return new Container(
      name,
      {
        name: balancerName(args.owner.stack),
        hostname: "balancer",
        image: image.reference,
        mustRun: false,
        restart: "unless-stopped",
        sysctls: balancerKernelSettings,
        labels: labelsOf(args.owner),
        networksAdvanced: [{ name: args.network.name }],
        ports: args.ports.map(({ front }) => ({ internal: front, external: front, ip: "127.0.0.1" })),
        uploads: [
          { file: "/etc/swarm/haproxy.cfg", content: balancerConfiguration(args.ports, machinesAlias) },
        ],
      },
      {
        parent: this,
        dependsOn: [image.resource, args.network.resource],
        deleteBeforeReplace: true,
      },
    );
  }
}

function balancerName(stack: string): string {
  return `swarm-${stack}-balancer`;
}
