import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "./machine.ts";

/** A hash of a set of machines; it changes when a machine is added, removed or replaced. */
export function machineSetHash(machines: readonly Pick<Machine, "id">[]): pulumi.Output<string> {
  return pulumi
    .all(machines.map(({ id }) => id))
    .apply((ids) => createHash("sha256").update(ids.sort().join()).digest("hex").slice(0, 12));
}
