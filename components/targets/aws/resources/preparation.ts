import type { Provider } from "@pulumi/aws/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { repositoryPrefix } from "../../../images/repositoryName.ts";
import type { ClusterIdentity } from "../../../keys/clusterIdentity.ts";
import { resolveIfKnown } from "../../../live/resolveIfKnown.ts";
import { machineSpecs } from "../../../settings/machineSpecs.ts";
import { keepChoices, type LastingChoices } from "../machines/lastingChoices.ts";
import { bastionTypes, commonArchitecture, machinePlan } from "../machines/machinePlan.ts";
import { checkOfferings } from "../machines/offeringCheck.ts";
import { placedInstances } from "../machines/typeOfferings.ts";
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
  const choices = await keepChoices(
    specs,
    aws,
    found.where,
    subnets,
    scalingPools(settings.pools).length > 0,
  );
  const { publicSubnets, workerSubnets, all: managerSubnets } = subnets;
  const plans = machinePlan(specs, settings.pools, aws.managers, { managerSubnets, workerSubnets }, choices);
  const bastions = aws.network.private ? publicSubnets.slice(0, 1) : [];
  const instances = [
    ...placedInstances(plans),
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
