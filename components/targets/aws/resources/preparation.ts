import { getInstanceTypeOfferings } from "@pulumi/aws/ec2/getInstanceTypeOfferings.js";
import type { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../../combine.ts";
import { repositoryPrefix } from "../../../images/repositoryName.ts";
import type { ClusterIdentity } from "../../../keys/clusterIdentity.ts";
import { machineSpecs } from "../../../settings/machineSpecs.ts";
import { keepChoices, type LastingChoices } from "../machines/lastingChoices.ts";
import { bastionTypes, commonArchitecture, machinePlan } from "../machines/machinePlan.ts";
import {
  missingOffering,
  type PlacedInstance,
  placedInstances,
  placedPools,
} from "../machines/typeOfferings.ts";
import { nodeSubnets } from "../network/nodeSubnets.ts";
import { findRepositories } from "../registry/existingRepositories.ts";
import type { ExistingRepository } from "../registry/repositoryOwner.ts";
import { scalingPools } from "../settings/scalingPools.ts";
import type { AwsClusterSettings } from "../settings/settings.ts";
import { type AwsAccount, lookUpAccount } from "./awsAccount.ts";

/** What must be known before the first resource. */
export interface Preparation extends AwsAccount {
  /** Cluster id. */
  readonly id: string;
  readonly choices: LastingChoices;
  /** By name. */
  readonly repositories: ReadonlyMap<string, ExistingRepository>;
}

/** Looks up what decides how many resources there are, and refuses what AWS would refuse halfway. */
export async function prepare(
  settings: AwsClusterSettings,
  cluster: ClusterIdentity,
  account: string,
  provider: Provider,
): Promise<Preparation> {
  const { project, stack, own: aws } = settings;
  const options: pulumi.InvokeOptions = { provider };
  const [id, found] = await Promise.all([
    resolveIfKnown(cluster.id),
    lookUpAccount(aws, settings.addressPool, account, provider),
  ]);
  const specs = machineSpecs(settings);
  const subnets = nodeSubnets(found.where, aws.network);
  const scaling = scalingPools(settings.pools);
  const choices = await keepChoices(specs, aws, found.where, subnets, scaling.length > 0);
  const { publicSubnets, workerSubnets, all: managerSubnets } = subnets;
  const plans = machinePlan(specs, settings.pools, aws.managers, { managerSubnets, workerSubnets }, choices);
  const bastions = aws.network.private ? publicSubnets.slice(0, 1) : [];
  const instances = [
    ...placedInstances(plans),
    ...placedPools(scaling, aws.managers.type, workerSubnets),
    ...bastions.map(({ zone }) => ({
      ...{ name: "bastion", type: bastionTypes[commonArchitecture(aws)], zone },
      setting: "swarm:aws.network.private",
    })),
  ];
  const [repositories] = await Promise.all([
    findRepositories(repositoryPrefix(project, stack), id ?? "", options),
    checkOfferings(instances, options),
  ]);
  return { ...found, id: id ?? "", choices, repositories };
}

/** Fails before anything is created if a zone does not offer the type of an instance in it. */
async function checkOfferings(
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
