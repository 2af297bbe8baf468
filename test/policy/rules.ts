import { crossZone, modernTls } from "./balancers.ts";
import { bucketsByTls, closedBuckets } from "./buckets.ts";
import { disks } from "./disks.ts";
import { closedDefaultGroup, describedGroups } from "./groups.ts";
import { metadata } from "./metadata.ts";
import { openPorts } from "./openPorts.ts";
import { immutableImages, privateImages, scannedImages } from "./repositories.ts";
import { narrowRoles } from "./roles.ts";
import type { Rule } from "./rule.ts";
import { tags } from "./tags.ts";

/** The rules about single resources. */
export const rules: readonly Rule[] = [
  openPorts,
  closedDefaultGroup,
  describedGroups,
  disks,
  metadata,
  immutableImages,
  privateImages,
  scannedImages,
  modernTls,
  crossZone,
  narrowRoles,
  closedBuckets,
  bucketsByTls,
  tags,
];
