import { Network } from "@pulumi/docker/network.js";
import * as pulumi from "@pulumi/pulumi";
import { addressAt, upperHalf } from "./subnet.ts";

export interface ContainerNetworkArgs {
  /** Pulumi stack. */
  readonly stack: string;
  /** IPv4 range: `172.31.0.0/24`. */
  readonly subnet: string;
  /** Deleted after everything that is attached to the network. */
  readonly after: pulumi.Resource;
}

/** The network of one cluster on this computer: managers have fixed addresses, all else comes from the upper half. */
export class ContainerNetwork extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: ContainerNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:ContainerNetwork", name, {}, options);
    const network = new Network(
      name,
      {
        name: `swarm-${args.stack}`,
        labels: [{ label: "swarm.stack", value: args.stack }],
        ipamConfigs: [
          { subnet: args.subnet, gateway: addressAt(args.subnet, 1), ipRange: upperHalf(args.subnet) },
        ],
      },
      { parent: this, dependsOn: args.after },
    );
    this.name = network.name;
    this.registerOutputs({ name: this.name });
  }
}

/** Managers keep their address for life: .10 to .16. */
export function managerAddress(subnet: string, index: number): string {
  return addressAt(subnet, 10 + index);
}
