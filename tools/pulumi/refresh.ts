import { resourceTypes } from "../../components/names.ts";
import type { Environment } from "../../setup/pulumiHome.ts";
import { findBackend } from "./backend.ts";
import { deploymentIn } from "./fileBackend.ts";
import { readRequest } from "./request.ts";
import { projectName } from "./selectedStack.ts";
import type { StateResource } from "./state.ts";
import { targetOf } from "./targetOf.ts";

const refreshing = new Set(["up", "preview", "destroy"]);

/**
 * `--refresh=false` if a refresh would find nothing: each run refreshes (Pulumi.yaml), which takes half the time of
 * an `up` without changes.
 *
 * Empty if the user decides about it, and if the state is not in a folder: to read it would take as long.
 */
export async function refreshOption(
  args: readonly string[],
  stack: string,
  root: string,
  environment: Environment = process.env,
): Promise<string[]> {
  const isDecided =
    environment.PULUMI_OPTION_REFRESH !== undefined ||
    args.some((word) => /^(--refresh(=|$)|-[a-z]*r)/.test(word));
  if (isDecided || !refreshing.has(readRequest(args).verb)) return [];
  const recorded = deploymentIn(findBackend(environment, root).url, projectName(root), stack);
  if (recorded === undefined || (recorded.pending_operations ?? []).length > 0) return [];
  const read = (recorded.resources ?? []).filter(isReadByRefresh);
  const isIdle = read.length === 0 || (await targetOf(stack, root).isAsRecorded?.(read)) === true;
  return isIdle ? ["--refresh=false"] : [];
}

/** Components, Pulumi's own resources and commands are never read, and an image only if its plugin pushed it. */
function isReadByRefresh({ custom, type, inputs }: StateResource): boolean {
  if (type === resourceTypes.builtImage) return inputs?.push === true;
  return custom !== false && !/^(pulumi|command):/.test(type);
}
