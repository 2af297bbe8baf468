import { gzipSync } from "node:zlib";
import type { StateFile } from "../../tools/pulumi/state.ts";
import { nameOf } from "../../tools/pulumi/urn.ts";

/** Bytes that a bucket holds of a state with 50 nodes, computed from one with five, among them `worker-1`. */
export function bytesOfFiftyNodes(state: StateFile): number {
  const { resources = [], ...rest } = state.deployment;
  const others = resources.filter(({ urn }) => !`-${nameOf(urn)}-`.replace("@", "-").includes("-worker-1-"));
  const all = stored(state);
  return all + 45 * (all - stored({ deployment: { ...rest, resources: others } }));
}

/** Pulumi compresses a state in a bucket: tools/pulumi/environment.ts. */
function stored(state: StateFile): number {
  return gzipSync(JSON.stringify(state)).length;
}
