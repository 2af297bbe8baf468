import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../names.ts";
import { addressAt, upperHalf } from "../../net/cidr.ts";
import type { ContainerOwner } from "./resources/containerOwner.ts";
import { engineStep } from "./resources/engineStep.ts";

export interface ContainerNetworkArgs {
  readonly owner: ContainerOwner;
  /** IPv4 range: `172.31.0.0/24`. */
  readonly subnet: string;
}

/** The network of one cluster on this computer: fixed addresses for managers; the rest use the upper half. */
export class ContainerNetwork extends pulumi.ComponentResource {
  readonly name: string;
  /** Must exist before a container joins the network. */
  readonly resource: pulumi.Resource;

  constructor(name: string, args: ContainerNetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ContainerNetwork, name, {}, options);
    const { owner, subnet } = args;
    this.name = `swarm-${owner.stack}`;
    this.resource = engineStep(
      name,
      {
        kind: "network",
        name: this.name,
        owner,
        args: [subnet, addressAt(subnet, 1), upperHalf(subnet)],
      },
      { parent: this },
    );
    this.registerOutputs({ name: this.name });
  }
}
