import { Eip } from "@pulumi/aws/ec2/eip.js";
import { EipAssociation } from "@pulumi/aws/ec2/eipAssociation.js";
import type { Instance } from "@pulumi/aws/ec2/instance.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../resources/tags.ts";

export interface FixedAddressArgs {
  readonly instance: Instance;
  readonly tags: Tags;
  readonly parent: pulumi.Resource;
  /** What the address needs to reach the internet. */
  readonly network: pulumi.Resource;
}

/** Keeps the public address of a manager's SSH when its machine is replaced. */
export function fixedAddress(name: string, { instance, tags, parent, network }: FixedAddressArgs) {
  const address = new Eip(name, { domain: "vpc", tags }, { parent, dependsOn: network });
  const association = new EipAssociation(
    name,
    { allocationId: address.id, instanceId: instance.id },
    { parent, deleteBeforeReplace: true, deletedWith: instance },
  );
  return { host: address.publicIp, association };
}
