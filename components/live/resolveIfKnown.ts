import type * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output; undefined where a preview cannot know it, for then its `apply` is never called.
 *
 * Both are there at run time and used by Pulumi's own packages:
 * https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/output.ts
 */
export async function resolveIfKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = output as unknown as { readonly isKnown: Promise<boolean>; promise(): Promise<T> };
  return (await inner.isKnown) ? inner.promise() : undefined;
}
