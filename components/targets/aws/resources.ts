import { Provider, type ProviderArgs } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { resolveIfKnown } from "../../combine.ts";
import type { NodePort } from "../../entrypoint/entryPoint.ts";
import type { ClusterIdentity } from "../../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../../keys/clusterKeys.ts";
import { awayWorkers } from "../../live/awayWorkers.ts";
import { raftMembers } from "../../live/quorum.ts";
import type { Machine } from "../../machines/machine.ts";
import { machineSpecs } from "../../settings/machineSpecs.ts";
import { NodeRequests } from "../../swarm/nodeRequests.ts";
import type { ScaledCluster, TargetResources } from "../targetResources.ts";
import { isTarget } from "./entryPoint/targetNodes.ts";
import { NetworkLoadBalancer } from "./entryPoint.ts";
import { InstanceWatch } from "./machines/instanceWatch.ts";
import type { LastingChoices } from "./machines/lastingChoices.ts";
import { metricPermissions, metricScript } from "./machines/metrics.ts";
import { NodeRole } from "./machines/nodeRole.ts";
import type { Account } from "./machines/policyDocuments.ts";
import { makePools, poolKeys, poolRoles } from "./machines/pools/pools.ts";
import { bastionStart } from "./machines/power.ts";
import { snapshots } from "./machines/snapshots.ts";
import { Ec2Machines } from "./machines.ts";
import { accessProblem, adminRanges } from "./network/adminAccess.ts";
import { Ec2Network } from "./network.ts";
import { EcrRegistry } from "./registry.ts";
import { type Alarms, alarmsOf, machineAlarms } from "./resources/alarms.ts";
import { fileSystem } from "./resources/fileSystem.ts";
import { isPreview } from "./resources/isPreview.ts";
import { keptAccount } from "./resources/keptAccount.ts";
import { logGroup } from "./resources/logGroup.ts";
import { type ObservedAws, observe } from "./resources/observe.ts";
import { type Preparation, prepare } from "./resources/preparation.ts";
import { reportImpaired } from "./resources/reportImpaired.ts";
import type { Owner } from "./resources/tags.ts";
import { architectureOf } from "./settings/architecture.ts";
import { logPermissions } from "./settings/logs.ts";
import { scalingPools, tokenGeneration } from "./settings/scalingPools.ts";
import type { AwsClusterSettings, AwsSettings } from "./settings/settings.ts";

/** What exists before the machines are registered. */
interface Prepared {
  readonly owner: Owner;
  readonly providers: pulumi.ComponentResourceOptions;
  readonly preparation: Preparation;
  readonly network: Ec2Network;
  readonly observed: ObservedAws | undefined;
  readonly startBastion: ReturnType<typeof bastionStart>;
}

/**
 * How often the provider tries a call. Its default of 25 takes more than an hour where a zone has no capacity,
 * which it tries again like throttling: https://github.com/hashicorp/terraform-provider-aws/issues/43193.
 * The pauses double from at most a second, so that nine tries take at most four and a half minutes.
 */
const mostTries = 9;

/** EC2 instances, ECR repositories and a network load balancer. */
export class AwsResources implements TargetResources {
  readonly machines: readonly Machine[];
  readonly registry: EcrRegistry;
  readonly observed: ObservedAws | undefined;
  readonly needs: readonly pulumi.Resource[];
  readonly fileSystem: TargetResources["fileSystem"];
  private readonly settings: AwsSettings;
  private readonly keys: ClusterKeys;
  private readonly targets: AwsClusterSettings;
  private readonly poolRoles: ReadonlyMap<string, NodeRole>;
  private readonly choices: LastingChoices;
  private readonly image: pulumi.Output<string>;
  private requests: readonly pulumi.Resource[] = [];
  private balancer: NetworkLoadBalancer | undefined;
  private readonly owner: Owner;
  private readonly account: Account;
  private readonly alarms: Alarms | undefined;
  private readonly network: Ec2Network;
  private readonly providers: pulumi.ComponentResourceOptions;

  /** First looks up what decides how many resources there are. */
  static async create(
    settings: AwsClusterSettings,
    keys: ClusterKeys,
    identity: ClusterIdentity,
  ): Promise<AwsResources> {
    const { project, stack, own: aws } = settings;
    const account = await keptAccount(aws, stack);
    const region = aws.region as ProviderArgs["region"];
    const provider = new Provider("aws", { region, allowedAccountIds: [account], maxRetries: mostTries });
    const preparation = await prepare(settings, identity, account, provider);
    const { where, choices } = preparation;
    const admins = await adminRanges(aws).catch((error: Error) => {
      throw new pulumi.RunError(error.message);
    });
    const owner = { project, stack, cluster: { id: identity.id }, tags: aws.tags };
    const providers = { providers: [provider] };
    const hasPools = scalingPools(settings.pools).length > 0;
    const takesRequests = hasPools || settings.pools.some(({ spot }) => spot);
    const network = () =>
      new Ec2Network("network", { owner, settings: aws, where, admins, takesRequests, hasPools }, providers);

    // Managers answer only an address for which SSH is open.
    const opened = admins.own === undefined ? undefined : network();
    if (opened && (await resolveIfKnown(keys.clusterExists))) await resolveIfKnown(opened.open);
    const addressOf = (index: number) => choices.locations.get(`manager-${index}`)?.address ?? "";
    const tries = opened ? 5 : 1;
    const start = bastionStart(provider);
    const [observed] = await Promise.all([
      observe({
        ...{ settings, keys, identity, addressOf, options: { provider }, tries },
        // A preview starts nothing.
        ...(pulumi.runtime.isDryRun() ? {} : { startBastion: (id) => resolveIfKnown(start(id).id) }),
      }),
      reportImpaired(aws.region, identity.id, { provider }),
    ]);
    const isReached = Object.values(observed?.live.managers ?? {}).some(Boolean);
    const problem = isReached || isPreview(pulumi.runtime.isDryRun()) ? undefined : await accessProblem(aws);
    if (problem?.severity === "error") throw new pulumi.RunError(problem.text);
    if (problem) pulumi.log.warn(problem.text);
    return new AwsResources(settings, keys, {
      owner,
      providers,
      preparation,
      network: opened ?? network(),
      observed,
      startBastion: start,
    });
  }

  private constructor(
    settings: AwsClusterSettings,
    keys: ClusterKeys,
    { owner, providers, preparation, network, observed, startBastion }: Prepared,
  ) {
    const { own: aws } = settings;
    const { id: cluster, account, choices, repositories } = preparation;
    this.settings = aws;
    this.keys = keys;
    this.targets = settings;
    this.observed = observed;
    this.account = account;
    this.owner = owner;
    this.providers = providers;
    this.network = network;
    const swarm = observed?.live.swarm;
    const permitted = {
      owner,
      account,
      permissionsBoundary: aws.permissionsBoundary,
      sessionManager: aws.machines.sessionManager,
      policies: aws.policies,
      permissions: [...logPermissions(settings, account), ...metricPermissions(aws.alarms, cluster)],
    };
    const role = new NodeRole("nodes", permitted, providers);
    this.poolRoles = poolRoles(settings, permitted, providers);
    this.choices = choices;
    this.needs = [role.policy, ...logGroup(settings, owner, { parent: role })];
    this.fileSystem = aws.efs ? fileSystem({ owner, settings: aws, network }, { parent: role }) : undefined;
    snapshots({ owner, account, settings: aws.snapshots }, { parent: role });
    const made = new Ec2Machines(
      "machines",
      {
        owner,
        specs: machineSpecs(settings),
        pools: settings.pools,
        settings: aws,
        keys,
        network: this.network,
        role,
        members: swarm ? raftMembers(swarm) : observed?.isNew ? [] : undefined,
        choices,
        startBastion,
      },
      providers,
    );
    this.image = made.image;
    this.machines = made.machines.map((machine) => ({ ...machine, ownChecks: [metricScript(aws.alarms)] }));
    this.alarms = alarmsOf(aws.alarms, owner, { parent: role });
    if (this.alarms) machineAlarms(this.alarms, this.machines, { parent: role });
    this.registry = new EcrRegistry(
      "registry",
      {
        owner,
        keep: settings.images.keep,
        forceDelete: aws.registry.forceDelete,
        platform: `linux/${architectureOf(aws.managers.type)}`,
        pullers: [role, ...this.poolRoles.values()].map(({ arn }) => arn),
        existing: repositories,
        cluster,
        kmsKey: aws.kmsKey,
      },
      providers,
    );
  }

  watchNodes(machines: readonly Machine[]): void {
    const spot = this.targets.pools.filter((pool) => pool.spot).map(({ name }) => name);
    const watched = machines.filter(({ pool = "" }) => spot.includes(pool));
    const { keys } = this;
    const all = [...(spot.length > 0 ? [{ key: keys.nodeRequests() }] : []), ...poolKeys(this.targets, keys)];
    if (all.length === 0) return;
    const managers = machines.filter(({ role }) => role === "manager");
    this.requests = new NodeRequests("requests", { managers, keys: all }).steps;
    if (watched.length > 0) new InstanceWatch("watch", { watched, managers, keys });
  }

  get tokenGeneration(): string | undefined {
    return tokenGeneration(this.targets);
  }

  get scalingPools(): string[] {
    return scalingPools(this.targets.pools).map(({ name }) => name);
  }

  scalePools(cluster: ScaledCluster): pulumi.Resource[] {
    const { targets: settings, poolRoles: roles, balancer } = this;
    const { owner, keys, network, choices, image, requests } = this;
    const targetGroups = balancer?.targetGroups ?? [];
    return makePools(
      { owner, keys, network, choices, image, requests, settings, roles, targetGroups },
      cluster,
      this.providers,
    );
  }

  entryPoint(ports: readonly NodePort[]): NetworkLoadBalancer {
    const { vpcId, publicSubnets, workerSubnets: nodeSubnets, nodeGroup } = this.network;
    this.balancer = new NetworkLoadBalancer(
      "entrypoint",
      {
        owner: this.owner,
        account: this.account,
        alarms: this.alarms,
        settings: this.settings.entryPoint,
        protect: this.settings.protect,
        network: { vpcId, publicSubnets, nodeSubnets, nodeGroup },
        ports,
        machines: this.machines.filter((machine) => isTarget(machine, this.targets)),
        away: awayWorkers(this.observed, this.machines),
      },
      this.providers,
    );
    return this.balancer;
  }
}
