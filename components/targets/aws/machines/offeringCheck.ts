import { getInstanceTypeOfferings } from "@pulumi/aws/ec2/getInstanceTypeOfferings.js";
import * as pulumi from "@pulumi/pulumi";
import { missingOffering, type PlacedInstance } from "./typeOfferings.ts";

/** Fails before anything is created if a zone does not offer the type of an instance in it. */
export async function checkOfferings(
  instances: readonly PlacedInstance[],
  options: pulumi.InvokeOptions,
): Promise<void> {
  const filters = [{ name: "instance-type", values: [...new Set(instances.map(({ type }) => type))] }];
  const { instanceTypes, locations } = await getInstanceTypeOfferings(
    { filters, locationType: "availability-zone" },
    options,
  );
  const offerings = instanceTypes.map((type, index) => ({ type, zone: locations[index] ?? "" }));
  const missing = missingOffering(instances, offerings);
  if (missing !== undefined) throw new pulumi.RunError(missing);
}
