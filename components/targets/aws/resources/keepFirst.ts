import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../../combine.ts";

/** The value that the first `up` computed. Every run computes one; the state keeps the first under this name. */
export async function keepFirst<T>(
  name: string,
  input: T,
  options?: pulumi.CustomResourceOptions,
): Promise<T> {
  const stash = new pulumi.Stash(name, { input }, { ...options, ignoreChanges: ["input"] });
  return (await resolveIfKnown(stash.output as pulumi.Output<T>)) ?? input;
}
