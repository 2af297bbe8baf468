import type * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output; undefined if it is unknown in a preview, because then Pulumi never calls `apply`.
 *
 * Both members exist at run time, and Pulumi's own packages use them:
 * https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/output.ts
 */
export async function resolveIfKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = output as unknown as { readonly isKnown: Promise<boolean>; promise(): Promise<T> };
  return (await inner.isKnown) ? inner.promise() : undefined;
}
