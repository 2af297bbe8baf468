import * as pulumi from "@pulumi/pulumi";

/**
 * The first fault as the error that ends the program; Pulumi shows a RunError without a stack trace. Nothing is
 * registered by then but the cluster's id and keys.
 */
export function refusal(...faults: readonly (string | undefined)[]): pulumi.RunError | undefined {
  const fault = faults.find((one) => one !== undefined);
  return fault === undefined ? undefined : new pulumi.RunError(fault);
}
