import type { PulumiProject } from "./pulumiProject.ts";
import type { Times } from "./verbs.ts";

/**
 * Pulumi's own time for a program without resources; its `up` compares with a change of a running cluster.
 */
export async function playEmptyProgram(project: PulumiProject): Promise<Times> {
  const up = await project.up();
  const noop = await project.up();
  const destroy = await project.destroy();
  return { up, noop, addWorker: noop, rollout: noop, destroy };
}
