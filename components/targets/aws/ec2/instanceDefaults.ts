import type * as inputs from "@pulumi/aws/types/input.js";
import type { Tags } from "./tags.ts";

/** What every instance has, whatever it is for. */
export const hardened = {
  // IMDSv2 only, and not from inside containers: these are one hop further away.
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
  userDataReplaceOnChange: true,
} as const;

/** The first disk; goes with the instance. */
export function rootDisk(size: number, tags: Tags): inputs.ec2.InstanceRootBlockDevice {
  return { encrypted: true, volumeType: "gp3", volumeSize: size, deleteOnTermination: true, tags };
}
