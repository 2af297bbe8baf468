import type { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Listener } from "@pulumi/aws/lb/listener.js";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer.js";
import type { TargetGroup } from "@pulumi/aws/lb/targetGroup.js";
import * as pulumi from "@pulumi/pulumi";
import type { EntryPoint, NodePort } from "../../entrypoint/entryPoint.ts";
import type { Machine } from "../../machines/machine.ts";
import { componentTypes } from "../../names.ts";
import { answerLimits } from "../../steps/times.ts";
import { accessLogs } from "./entryPoint/accessLogs.ts";
import { balancerGroup } from "./entryPoint/balancerGroup.ts";
import { domainRecord } from "./entryPoint/domainRecord.ts";
import { frontUrl, listenerPlan, type PlannedListener } from "./entryPoint/listenerPlan.ts";
import { attachNodes, type NodeTargets, nodeTargets } from "./entryPoint/nodeTargets.ts";
import { deregistered, served, type TargetStepArgs } from "./entryPoint/targetSteps.ts";
import type { Account } from "./machines/policyDocuments.ts";
import { type Alarms, targetAlarm } from "./resources/alarms.ts";
import { type Owner, tagsOf } from "./resources/tags.ts";
import type { AwsSettings } from "./settings/settings.ts";

export interface NetworkLoadBalancerArgs {
  readonly owner: Owner;
  readonly account: Account;
  readonly alarms?: Alarms | undefined;
  readonly settings: AwsSettings["entryPoint"];
  /** True: nobody can delete it, neither by hand nor with `destroy`. */
  readonly protect: boolean;
  readonly network: {
    readonly vpcId: pulumi.Input<string>;
    /** Only the first one in each zone is used: AWS refuses two per zone. */
    readonly publicSubnets: readonly { readonly id: pulumi.Input<string>; readonly zone: string }[];
    /** For an internal load balancer. */
    readonly nodeSubnets: readonly { readonly id: pulumi.Input<string>; readonly zone: string }[];
    readonly nodeGroup: pulumi.Input<string>;
  };
  readonly ports: readonly NodePort[];
  /** The nodes that get requests. */
  readonly machines: readonly Machine[];
  /** Names of nodes that are Down: nothing waits for them. */
  readonly away?: readonly string[];
}

/** A network load balancer as the entry point; nothing if no port is published. */
export class NetworkLoadBalancer extends pulumi.ComponentResource implements EntryPoint {
  readonly url: pulumi.Output<string>;
  readonly isServed: boolean;
  /** Within some minutes DNS knows a new one, and its targets are healthy. */
  readonly timeout = answerLimits.inCloud;
  private readonly machines: readonly Machine[];
  private readonly away: readonly string[];
  private readonly groups: NodeTargets[] = [];
  private readonly listeners: pulumi.Resource[] = [];
  private readonly attached: pulumi.Resource[] = [];
  private readonly name: string;
  private readonly region: string;
  private readonly deregistrationDelay: number;
  private balancer: LoadBalancer | undefined;

  constructor(name: string, args: NetworkLoadBalancerArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.NetworkLoadBalancer, name, {}, options);
    const listeners = listenerPlan(args.ports, args.settings);
    this.machines = args.machines;
    this.away = args.away ?? [];
    this.name = name;
    this.region = args.account.region;
    this.deregistrationDelay = args.settings.deregistrationDelay;
    const [first] = args.ports.filter(({ protocol }) => protocol !== "sctp");
    this.isServed = first?.protocol === "tcp" && isOpenToAll(args.settings);
    this.url = listeners.length > 0 ? this.serve(name, args, listeners) : pulumi.output("");
    this.registerOutputs({ url: this.url });
  }

  registerTargets(members: Readonly<Record<string, pulumi.Resource>>): void {
    const { balancer, machines } = this;
    if (!balancer) return;
    const after = machines.map(({ name, ...machine }) => {
      const member = members[name];
      if (!member) throw new Error(`${name} is behind the load balancer, but is no member`);
      const options = { parent: this, deletedWith: balancer };
      return [name, [member, deregistered({ name, ...machine }, member, this.steps, options)]] as const;
    });
    for (const { group, name } of this.groups)
      this.attached.push(
        ...attachNodes(name, { group, machines, after: Object.fromEntries(after) }, { parent: this }),
      );
  }

  /** ARNs of the target groups. */
  get targetGroups(): pulumi.Output<string>[] {
    return this.groups.map(({ group }) => group.arn);
  }

  awaitTargets(deployed: readonly pulumi.Resource[]): void {
    if (this.attached.length === 0) return;
    const after = [...this.listeners, ...this.attached, ...deployed];
    const machines = this.machines.filter(({ name }) => !this.away.includes(name));
    served(this.name, machines, after, this.steps, { parent: this });
  }

  private get steps(): TargetStepArgs {
    const groups = this.groups.map(({ group, port, isEverywhere }) => ({
      arn: group.arn,
      port,
      isEverywhere,
    }));
    return { region: this.region, deregistrationDelay: this.deregistrationDelay, groups };
  }

  private serve(name: string, args: NetworkLoadBalancerArgs, listeners: readonly PlannedListener[]) {
    const { owner, settings, network, ports } = args;
    const { vpcId, nodeGroup } = network;
    const { domain, hostedZone, deregistrationDelay, preserveClientIp, cidrs } = settings;
    const options = { parent: this };
    const group = balancerGroup(name, { owner, vpcId, nodeGroup, listeners, cidrs }, options);
    const balancer = this.makeBalancer(name, args, group);
    this.balancer = balancer;
    for (const listener of listeners) {
      const targets = nodeTargets(
        name,
        { owner, vpcId, listener, deregistrationDelay, preserveClientIp },
        options,
      );
      this.groups.push(targets);
      if (args.alarms)
        targetAlarm(
          args.alarms,
          { ...targets, group: targets.group.arnSuffix, balancer: balancer.arnSuffix },
          options,
        );
      this.listeners.push(this.listener(name, args, listener, balancer, targets.group));
    }
    const host =
      domain === undefined
        ? balancer.dnsName
        : domainRecord(name, { domain, hostedZone, target: balancer }, this).name;
    return host.apply((known) => frontUrl(ports, settings, known));
  }

  private makeBalancer(name: string, args: NetworkLoadBalancerArgs, group: SecurityGroup) {
    const { owner, account, network, settings, protect } = args;
    const { internal, accessLogs: days } = settings;
    const logs = days > 0 ? accessLogs({ owner, account, days }, { parent: this }) : undefined;
    const subnets = internal ? network.nodeSubnets : network.publicSubnets;
    return new LoadBalancer(
      name,
      {
        loadBalancerType: "network",
        internal,
        securityGroups: [group.id],
        subnets: firstInEachZone(subnets).map(({ id }) => id),
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: protect,
        ...(logs ? { accessLogs: { bucket: logs.bucket, enabled: true } } : {}),
        tags: tagsOf(owner, name),
      },
      { parent: this, protect, ...(logs ? { dependsOn: logs.policy } : {}) },
    );
  }

  private listener(
    name: string,
    { owner, settings }: NetworkLoadBalancerArgs,
    { front, protocol }: PlannedListener,
    balancer: LoadBalancer,
    targets: TargetGroup,
  ): Listener {
    const listenerName = `${name}-${front}`;
    return new Listener(
      listenerName,
      {
        loadBalancerArn: balancer.arn,
        port: front,
        protocol,
        ...(protocol === "TLS" && settings.certificate !== undefined
          ? { certificateArn: settings.certificate, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }
          : {}),
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        tags: tagsOf(owner, listenerName),
      },
      // Where a new load balancer replaces the old one: a target group can be on one of them only.
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html
      { parent: this, deleteBeforeReplace: true },
    );
  }
}

/** Otherwise this computer may not reach it, so `up` cannot request it. */
function isOpenToAll({ internal, cidrs }: AwsSettings["entryPoint"]): boolean {
  return !internal && cidrs.includes("0.0.0.0/0");
}

function firstInEachZone<T extends { readonly zone: string }>(subnets: readonly T[]): T[] {
  return subnets.filter(({ zone }, index) => subnets.findIndex((subnet) => subnet.zone === zone) === index);
}
