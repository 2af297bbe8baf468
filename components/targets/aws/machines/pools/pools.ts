import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../../../../keys/clusterKeys.ts";
import { goingWith } from "../../../../machines/machine.ts";
import { clusterStepNames } from "../../../../names.ts";
import { remoteStep } from "../../../../steps/remoteStep.ts";
import { deadlines } from "../../../../steps/times.ts";
import { knownManagers, type RequestKey } from "../../../../swarm/nodeRequests.ts";
import type { ScaledCluster } from "../../../targetResources.ts";
import type { Ec2Network } from "../../network.ts";
import type { Owner } from "../../resources/tags.ts";
import { scalingPools } from "../../settings/scalingPools.ts";
import type { AwsClusterSettings } from "../../settings/settings.ts";
import type { LastingChoices } from "../lastingChoices.ts";
import { NodeRole, type NodeRoleArgs } from "../nodeRole.ts";
import { poolNames, poolPermissions } from "./poolNames.ts";
import { parameterProblem, poolDigest, poolParameter } from "./poolParameter.ts";
import { ScalingPool } from "./scalingPool.ts";

/** A role for the machines of each pool that scales: its own parameter and group, and what all nodes may. */
export function poolRoles(
  { pools }: Pick<AwsClusterSettings, "pools">,
  role: NodeRoleArgs,
  options: pulumi.ComponentResourceOptions,
): Map<string, NodeRole> {
  const { owner, account, permissions = [] } = role;
  return new Map(
    scalingPools(pools).map(({ name }) => {
      const own = poolPermissions(poolNames(owner, name), account);
      return [
        name,
        new NodeRole(`pool-${name}`, { ...role, permissions: [...permissions, ...own] }, options),
      ];
    }),
  );
}

/** A key for the machines of each pool that scales. */
export function poolKeys(
  { pools }: Pick<AwsClusterSettings, "pools">,
  keys: Pick<ClusterKeys, "nodeRequests">,
): RequestKey[] {
  return scalingPools(pools).map(({ name, labels }) => ({
    key: keys.nodeRequests(name),
    pool: { name, labels },
  }));
}

export interface PoolsArgs {
  readonly owner: Owner;
  readonly settings: AwsClusterSettings;
  readonly keys: ClusterKeys;
  readonly network: Ec2Network;
  readonly roles: ReadonlyMap<string, NodeRole>;
  readonly choices: LastingChoices;
  readonly image: pulumi.Output<string>;
  readonly targetGroups: pulumi.Input<string>[];
  readonly requests: readonly pulumi.Resource[];
}

const script = new URL("../../../../swarm/scripts/poolImages.sh", import.meta.url);

/** The pools that scale; returns what must be done before services are deployed. */
export function makePools(
  args: PoolsArgs,
  { cluster, machines, images }: ScaledCluster,
  options: pulumi.ComponentResourceOptions,
) {
  const { owner, settings, keys, roles, requests } = args;
  const pools = scalingPools(settings.pools);
  if (pools.length === 0) return [];
  const managers = machines.filter(({ role }) => role === "manager");
  const known = knownManagers(managers, keys);
  const { references, configuration } = images;
  const labels = Object.fromEntries(pools.map((pool) => [pool.name, pool.labels]));
  const made = pools.map((pool) => {
    const parameter = pulumi
      .all([cluster.workerToken, known, keys.nodeRequests(pool.name), configuration, references])
      .apply(([token, managers, { privateKey }, client, images]) => {
        const text = poolParameter({ token, managers, key: privateKey, client, images, labels });
        const problem = parameterProblem(pool.name, text, images);
        if (problem !== undefined) throw new pulumi.RunError(problem);
        return text;
      });
    return new ScalingPool(
      pool.name,
      {
        ...args,
        pool,
        names: poolNames(owner, pool.name),
        settings: settings.own,
        role: roles.get(pool.name) as NodeRole,
        parameter: pulumi.secret(parameter),
        after: [...requests, ...Object.values(cluster.members)],
      },
      options,
    );
  });
  const digest = references.apply((images) => poolDigest({ images, labels }));
  const waiting = remoteStep(
    clusterStepNames.poolImages,
    {
      machine: cluster.seed,
      run: {
        scope: "ours",
        script,
        args: [digest, ...pools.map(({ name }) => name)],
        deadline: deadlines.poolImages,
      },
      progress: true,
    },
    { dependsOn: made.flatMap(({ parameter, group }) => [parameter, group]), ...goingWith(cluster.seed) },
  );
  return [waiting];
}
