import * as pulumi from "@pulumi/pulumi";

/**
 * The first diagnostic as the error that ends the program; Pulumi shows a RunError without a stack trace. At
 * this point only the cluster id and the keys are registered.
 */
export function refusal(...diagnostics: readonly (string | undefined)[]): pulumi.RunError | undefined {
  const diagnostic = diagnostics.find((one) => one !== undefined);
  return diagnostic === undefined ? undefined : new pulumi.RunError(diagnostic);
}
