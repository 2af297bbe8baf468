import * as pulumi from "@pulumi/pulumi";

/** True for a preview that no `up` follows (tools/update/update.ts). */
export function isPreview(): boolean {
  return pulumi.runtime.isDryRun() && process.env.SWARM_BEFORE_UP !== "true";
}
