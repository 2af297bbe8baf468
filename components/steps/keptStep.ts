import type * as pulumi from "@pulumi/pulumi";

/** All inputs of a command. */
const inputs = [
  "addPreviousOutputInEnv",
  "connection",
  "create",
  "delete",
  "interpreter",
  "logging",
  "stdin",
];

/**
 * Options of a step on a machine that does not answer: the step stays as it last ran. The next run sees what has
 * changed meanwhile, and runs it again.
 */
export function keptIf(isAway = false): pulumi.CustomResourceOptions {
  return isAway ? { ignoreChanges: [...inputs, "triggers"] } : {};
}
