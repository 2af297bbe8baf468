import { Group } from "@pulumi/aws/autoscaling/group.js";
import { Policy } from "@pulumi/aws/autoscaling/policy.js";
import { getAmiOutput } from "@pulumi/aws/ec2/getAmi.js";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";
import { Parameter } from "@pulumi/aws/ssm/parameter.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../../../../keys/clusterKeys.ts";
import { componentTypes } from "../../../../names.ts";
import { poolLimits } from "../../../../steps/times.ts";
import type { Ec2Network } from "../../network.ts";
import { type Owner, type Tags, tagsOf } from "../../resources/tags.ts";
import type { AwsSettings, ScalingPool as PoolSettings } from "../../settings/settings.ts";
import { machineUser } from "../bootData.ts";
import { hardened } from "../instanceDefaults.ts";
import type { LastingChoices } from "../lastingChoices.ts";
import type { NodeRole } from "../nodeRole.ts";
import { poolData } from "./poolData.ts";
import type { PoolNames } from "./poolNames.ts";

export interface ScalingPoolArgs {
  readonly owner: Owner;
  readonly pool: PoolSettings;
  readonly names: PoolNames;
  readonly settings: AwsSettings;
  readonly keys: ClusterKeys;
  readonly network: Ec2Network;
  readonly role: NodeRole;
  readonly choices: Pick<LastingChoices, "boot" | "poolScript">;
  readonly image: pulumi.Input<string>;
  /** Secret; what the machines read before they join (poolParameter.ts). */
  readonly parameter: pulumi.Output<string>;
  /** ARNs of the load balancer's target groups. */
  readonly targetGroups: pulumi.Input<string>[];
  /** What must exist before a machine starts. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Of the provider. A pool that is removed ends its machines as any that has too many, so each finishes its
 * connections and leaves the swarm before the group is deleted: what AWS waits for one at most, and some minutes more.
 */
const groupTimeouts = { create: "30m", update: "30m", delete: `${poolLimits.end / 60 + 15}m` };

/** An auto-scaling group whose machines join and leave the swarm by themselves. */
export class ScalingPool extends pulumi.ComponentResource {
  readonly parameter: pulumi.Resource;
  readonly group: pulumi.Resource;
  private readonly args: ScalingPoolArgs;
  private readonly pool: string;

  constructor(pool: string, args: ScalingPoolArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ScalingPool, pool, {}, options);
    this.args = args;
    this.pool = pool;
    const { owner, names, keys } = args;
    this.parameter = new Parameter(
      pool,
      {
        name: names.parameter,
        description: "What machines of the pool need to join the swarm",
        type: "SecureString",
        // Above 4 KB AWS makes it an advanced one, of up to 8 KB.
        tier: "Intelligent-Tiering",
        value: args.parameter,
        tags: tagsOf(owner, pool),
      },
      // The managers have the nodes' labels first.
      { parent: this, dependsOn: [...args.after] },
    );
    const group = this.makeGroup(this.template());
    this.group = group;
    this.scale(group);
    // tools/ connect with it.
    this.registerOutputs({ hostKey: pulumi.unsecret(keys.host(pool).apply(({ publicKey }) => publicKey)) });
  }

  private template(): LaunchTemplate {
    const { owner, pool, settings, network, role, image } = this.args;
    const found = getAmiOutput(
      { filters: [{ name: "image-id", values: [image] }], includeDeprecated: true, mostRecent: true },
      { parent: this },
    );
    const { kmsKey: kmsKeyId } = settings;
    const tags = tagsOf(owner, this.pool);
    const interfaces = { deviceIndex: 0, securityGroups: [network.nodeGroup], deleteOnTermination: "true" };
    const types = ["instance", "volume", ...(pool.spot ? ["spot-instances-request"] : [])];
    return new LaunchTemplate(
      this.pool,
      {
        imageId: image,
        ...(pool.type === undefined ? {} : { instanceType: pool.type }),
        ...(network.asksForAddresses
          ? { networkInterfaces: [{ ...interfaces, associatePublicIpAddress: "true" }] }
          : { vpcSecurityGroupIds: [network.nodeGroup] }),
        iamInstanceProfile: { name: role.profile },
        metadataOptions: hardened.metadataOptions,
        blockDeviceMappings: [
          {
            deviceName: found.rootDeviceName,
            ebs: {
              encrypted: "true",
              ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
              volumeType: "gp3",
              volumeSize: pool.disk ?? 20,
              deleteOnTermination: "true",
            },
          },
        ],
        ...(pool.spot ? { instanceMarketOptions: { marketType: "spot" } } : {}),
        tagSpecifications: types.map((resourceType) => ({ resourceType, tags })),
        updateDefaultVersion: true,
        userData: this.userData(),
        tags,
      },
      { parent: this, additionalSecretOutputs: ["userData"] },
    );
  }

  /** Secret: it contains the private host key of the pool. */
  private userData(): pulumi.Output<string> {
    const { settings, keys, names, choices } = this.args;
    return pulumi.all([keys.client, keys.host(this.pool)]).apply(([client, hostKey]) =>
      poolData(
        {
          ...names,
          pool: this.pool,
          user: machineUser,
          authorizedKey: client.publicKey,
          hostKey,
          engine: settings.machines.engine,
          region: settings.region,
        },
        choices.boot,
        choices.poolScript,
      ),
    );
  }

  private makeGroup(template: LaunchTemplate): Group {
    const { owner, pool, names, network, targetGroups, after } = this.args;
    const tags = Object.entries(tagsOf(owner, this.pool) satisfies Tags);
    const hook = (name: keyof typeof poolLimits, lifecycleTransition: string, defaultResult: string) => ({
      ...{ name, lifecycleTransition, defaultResult, heartbeatTimeout: poolLimits[name] },
    });
    return new Group(
      this.pool,
      {
        name: names.group,
        minSize: pool.min,
        maxSize: pool.max,
        vpcZoneIdentifiers: network.workerSubnets.map(({ id }) => id),
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        targetGroupArns: pool.entryPoint === false ? [] : targetGroups,
        defaultInstanceWarmup: 60,
        capacityRebalance: pool.spot === true,
        initialLifecycleHooks: [
          hook("launch", "autoscaling:EC2_INSTANCE_LAUNCHING", "ABANDON"),
          hook("end", "autoscaling:EC2_INSTANCE_TERMINATING", "CONTINUE"),
        ],
        // New machines first; the old ones leave once those have joined.
        instanceRefresh: {
          strategy: "Rolling",
          preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
        },
        waitForCapacityTimeout: "10m",
        tags: tags.map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
      },
      {
        parent: this,
        dependsOn: [network, this.parameter, ...after],
        // AWS changes how many there are.
        ignoreChanges: ["desiredCapacity", "initialLifecycleHooks"],
        customTimeouts: groupTimeouts,
      },
    );
  }

  private scale(group: Group): void {
    new Policy(
      this.pool,
      {
        name: "cpu",
        autoscalingGroupName: group.name,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
          targetValue: this.args.pool.cpu ?? 60,
        },
      },
      { parent: this },
    );
  }
}
