import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { BackupPolicy } from "@pulumi/aws/efs/backupPolicy.js";
import { FileSystem } from "@pulumi/aws/efs/fileSystem.js";
import { MountTarget } from "@pulumi/aws/efs/mountTarget.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import * as pulumi from "@pulumi/pulumi";
import type { FileSystem as Mounted } from "../../../compose/sharedVolumes.ts";
import type { Ec2Network } from "../network.ts";
import type { AwsSettings } from "../settings/settings.ts";
import { type Owner, tagsOf } from "./tags.ts";

export interface FileSystemArgs {
  readonly owner: Owner;
  readonly settings: Pick<AwsSettings, "kmsKey" | "protect">;
  readonly network: Pick<Ec2Network, "vpcId" | "workerSubnets" | "managerSubnets" | "nodeGroup">;
}

/** An EFS file system with a mount target in each zone that has nodes; known once all nodes can mount it. */
export function fileSystem(
  { owner, settings, network }: FileSystemArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<Mounted> {
  const { kmsKey, protect } = settings;
  const files = new FileSystem(
    "efs",
    {
      encrypted: true,
      ...(kmsKey === undefined ? {} : { kmsKeyId: kmsKey }),
      // Others slow down once a small file system has used its credits:
      // https://docs.aws.amazon.com/efs/latest/ug/performance.html
      throughputMode: "elastic",
      tags: tagsOf(owner, "efs"),
    },
    // Another key would mean another file system.
    { ...options, ignoreChanges: ["kmsKeyId"], protect },
  );
  new BackupPolicy("efs", { fileSystemId: files.id, backupPolicy: { status: "ENABLED" } }, options);
  const { group, rule } = nodesOnly(owner, network, options);
  const targets = mountPlaces(network).map(
    ({ zone, id }) =>
      new MountTarget(
        `efs-${zone}`,
        { fileSystemId: files.id, subnetId: id, securityGroups: [group.id] },
        options,
      ),
  );
  const mountable = pulumi.all([rule.id, ...targets.map((target) => target.id)]);
  return pulumi.all([files.id, files.dnsName, mountable]).apply(([id, address]) => ({ id, address }));
}

function nodesOnly(
  owner: Owner,
  { vpcId, nodeGroup }: FileSystemArgs["network"],
  options: pulumi.CustomResourceOptions,
) {
  const group = new SecurityGroup(
    "efs",
    { vpcId, description: "The file system, for nodes of the swarm", tags: tagsOf(owner, "efs") },
    options,
  );
  const rule = new SecurityGroupIngressRule(
    "efs-nfs",
    {
      securityGroupId: group.id,
      description: "Nodes of the swarm",
      ipProtocol: "tcp",
      fromPort: 2049,
      toPort: 2049,
      referencedSecurityGroupId: nodeGroup,
      tags: tagsOf(owner, "efs-nfs"),
    },
    options,
  );
  return { group, rule };
}

/**
 * One subnet for each zone, which is all that EFS takes. Managers' subnets come last: AWS could give a mount
 * target there the address of a manager.
 */
function mountPlaces({ workerSubnets, managerSubnets }: FileSystemArgs["network"]) {
  const all = [...workerSubnets, ...managerSubnets];
  return all.filter(({ zone }, index) => all.findIndex((other) => other.zone === zone) === index);
}
