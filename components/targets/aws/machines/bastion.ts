import { Eip } from "@pulumi/aws/ec2/eip.js";
import { EipAssociation } from "@pulumi/aws/ec2/eipAssociation.js";
import { Instance } from "@pulumi/aws/ec2/instance.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../../../keys/clusterKeys.ts";
import { componentTypes } from "../../../names.ts";
import type { Endpoint } from "../../../steps/connection.ts";
import type { Ec2Network } from "../network.ts";
import { type Owner, type Tags, tagsOf } from "../resources/tags.ts";
import type { Architecture } from "../settings/architecture.ts";
import { bastionData } from "./bastionData.ts";
import { machineUser } from "./bootData.ts";
import { hardened, rootDisk } from "./instanceDefaults.ts";
import { bastionTypes } from "./machinePlan.ts";

export interface BastionArgs {
  readonly owner: Owner;
  readonly keys: ClusterKeys;
  readonly network: Ec2Network;
  readonly group: pulumi.Input<string>;
  readonly architecture: Architecture;
  /** ARN of a KMS key for its disk; default: a key of AWS. */
  readonly kmsKey?: string | undefined;
  /** `ami-…` */
  readonly image: pulumi.Input<string>;
  /** Starts it if it was stopped. */
  readonly start: (instanceId: pulumi.Output<string>) => pulumi.CustomResource;
}

/** The SSH jump host for nodes without public addresses. */
export class Bastion extends pulumi.ComponentResource {
  /** Secret. */
  readonly endpoint: pulumi.Output<Endpoint>;

  constructor(name: string, args: BastionArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.Bastion, name, {}, options);
    const tags = tagsOf(args.owner, name);
    const hostKey = args.keys.host(name);
    const instance = this.instance(name, args, tags);
    const address = new Eip(name, { domain: "vpc", tags }, { parent: this, dependsOn: args.network });
    const association = new EipAssociation(
      name,
      { allocationId: address.id, instanceId: instance.id },
      { parent: this, deleteBeforeReplace: true, deletedWith: instance },
    );
    const running = args.start(instance.id);
    // In a new cluster it was not stopped, and AWS takes a while to say so.
    const started = args.keys.clusterExists.apply((exists) => (exists ? running.id : instance.id));

    this.endpoint = pulumi
      .all([address.publicIp, args.keys.client, hostKey, association.id, started])
      .apply(([host, client, { publicKey }]) => ({
        host,
        port: 22,
        user: machineUser,
        privateKey: client.compactKey,
        hostKey: publicKey,
      }));
    this.registerOutputs();
  }

  private instance(name: string, args: BastionArgs, tags: Tags): Instance {
    const userData = pulumi
      .all([args.keys.client, args.keys.host(name)])
      .apply(([client, hostKey]) =>
        bastionData({ user: machineUser, authorizedKey: client.publicKey, hostKey }),
      );
    return new Instance(
      name,
      {
        ...hardened,
        ami: args.image,
        instanceType: bastionTypes[args.architecture],
        subnetId: pulumi.output(args.network.publicSubnets).apply(([first]) => first?.id ?? ""),
        vpcSecurityGroupIds: [args.group],
        rootBlockDevice: rootDisk(8, args.kmsKey),
        volumeTags: tags,
        userData,
        tags,
      },
      {
        parent: this,
        dependsOn: args.network,
        deleteBeforeReplace: true,
        additionalSecretOutputs: ["userData"],
      },
    );
  }
}
