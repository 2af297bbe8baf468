import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "../machines/ec2/tags.ts";
import type { Machine } from "../machines/machine.ts";
import type { AwsSettings } from "../settings/awsSettings.ts";
import type { EntryPoint, NodePort } from "./entryPoint.ts";

export interface NetworkLoadBalancerArgs {
  readonly owner: Owner;
  readonly settings: AwsSettings["entryPoint"];
  readonly network: {
    readonly vpcId: pulumi.Input<string>;
    /** One in each zone. */
    readonly publicSubnets: readonly pulumi.Input<string>[];
    /** Security group of all nodes. */
    readonly nodeGroup: pulumi.Input<string>;
  };
  readonly ports: readonly NodePort[];
  readonly machines: readonly Machine[];
  /** The finished membership, by node. */
  readonly members: Readonly<Record<string, pulumi.Resource>>;
}

/** The one address in front of all nodes: a network load balancer. */
export class NetworkLoadBalancer extends pulumi.ComponentResource implements EntryPoint {
  readonly url: pulumi.Output<string>;
  readonly isServed: boolean;
  readonly patience = 300;

  constructor(name: string, args: NetworkLoadBalancerArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:NetworkLoadBalancer", name, {}, options);
    this.isServed = args.ports.length > 0;
    this.url = pulumi.output("");
    this.registerOutputs({ url: this.url });
  }
}
