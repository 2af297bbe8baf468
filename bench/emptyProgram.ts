import type { PulumiProject } from "./pulumiProject.ts";
import type { Times } from "./verbs.ts";

/** What Pulumi takes for a program without resources; a change of a running cluster is an `up` for it. */
export async function playEmptyProgram(project: PulumiProject): Promise<Times> {
  const up = await project.up();
  const noop = await project.up();
  const destroy = await project.destroy();
  return { up, noop, addWorker: noop, rollout: noop, destroy };
}
