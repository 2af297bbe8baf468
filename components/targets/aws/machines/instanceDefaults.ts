import type * as inputs from "@pulumi/aws/types/input.js";
import type { Tags } from "../resources/tags.ts";

/** Settings of every instance. */
export const hardened = {
  // IMDSv2 only, and out of reach for containers, which are one hop further away.
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
  userDataReplaceOnChange: true,
} as const;

/** The root disk; deleted with the instance. */
export function rootDisk(size: number, tags: Tags): inputs.ec2.InstanceRootBlockDevice {
  return { encrypted: true, volumeType: "gp3", volumeSize: size, deleteOnTermination: true, tags };
}
