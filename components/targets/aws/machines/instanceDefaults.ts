import type * as inputs from "@pulumi/aws/types/input.js";

/** Settings of every instance. */
export const hardened = {
  // IMDSv2 only, and out of reach for containers, which are one hop further away.
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
  userDataReplaceOnChange: true,
} as const;

/**
 * The root disk; deleted with the instance.
 *
 * Its tags are the instance's `volumeTags`, which AWS sets while it creates the disk. The provider would set
 * the tags of this block afterwards, so the deployer would need the right to tag any volume of the account.
 */
export function rootDisk(size: number, kmsKeyId?: string): inputs.ec2.InstanceRootBlockDevice {
  return {
    encrypted: true,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    volumeType: "gp3",
    volumeSize: size,
    deleteOnTermination: true,
  };
}
