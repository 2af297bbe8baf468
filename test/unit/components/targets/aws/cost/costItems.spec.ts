import assert from "node:assert/strict";
import { Group } from "@pulumi/aws/autoscaling/group.js";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { Volume } from "@pulumi/aws/ebs/volume.js";
import { Eip } from "@pulumi/aws/ec2/eip.js";
import { Instance } from "@pulumi/aws/ec2/instance.js";
import { NatGateway } from "@pulumi/aws/ec2/natGateway.js";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint.js";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer.js";
import { costItems, costlyTypes } from "../../../../../../components/targets/aws/cost/costItems.ts";
import type { ResourceState } from "../../../../../../tools/pulumi/preview.ts";

type Inputs = Readonly<Record<string, unknown>>;

const of = (type: string, inputs: Inputs = {}): ResourceState => ({ type, inputs });
const tags = (node: string) => ({ tags: { "swarm.node": node } });
const machine = (node: string, instanceType: string, volumeSize: number, more: Inputs = {}) =>
  of("aws:ec2/instance:Instance", {
    instanceType,
    rootBlockDevice: { volumeType: "gp3", volumeSize, encrypted: true },
    ...tags(node),
    ...more,
  });
const disk = (node: string, size: number) =>
  of("aws:ebs/volume:Volume", { type: "gp3", size, ...tags(node) });
const address = (inputs: Inputs = {}) => of("aws:ec2/eip:Eip", { domain: "vpc", ...inputs });
const subnet = (mapPublicIpOnLaunch: boolean) => of("aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch });
const balancer = (inputs: Inputs = {}) =>
  of("aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network", internal: false, ...inputs });

const counts = (...resources: ResourceState[]) =>
  Object.fromEntries(costItems(resources).map(({ kind, count }) => [kind, count]));

describe("costItems", () => {
  it("match the provider's resource types", () => {
    const classes = [
      Instance,
      Volume,
      Eip,
      NatGateway,
      LoadBalancer,
      VpcEndpoint,
      MetricAlarm,
      Group,
    ] as unknown as {
      __pulumiType: string;
    }[];
    assert.deepEqual(
      [...costlyTypes],
      classes.map(({ __pulumiType }) => __pulumiType),
    );
  });

  it("are everything that costs money with public nodes", () => {
    const managers = ["manager-0", "manager-1", "manager-2"].flatMap((node) => [
      machine(node, "t3.small", 20),
      disk(node, 20),
      address(tags(node)),
    ]);
    assert.deepEqual(
      counts(
        of("aws:ec2/vpc:Vpc"),
        subnet(true),
        subnet(true),
        subnet(true),
        ...managers,
        machine("web-0", "t3.medium", 30),
        machine("web-1", "t3.medium", 30),
        machine("jobs-0", "t3.medium", 20, { instanceMarketOptions: { marketType: "spot" } }),
        balancer({ subnets: ["a", "b", "c"] }),
        of("aws:ecr/repository:Repository"),
        of("aws:route53/record:Record"),
      ),
      {
        "EBS disk gp3": 200,
        "EC2 instance t3.medium": 2,
        "EC2 instance t3.medium, spot": 1,
        "EC2 instance t3.small": 3,
        "network load balancer": 1,
        // Three fixed ones, three of workers, three of the load balancer.
        "public IPv4 address": 9,
      },
    );
  });

  it("have fewer addresses and a NAT gateway with private nodes", () => {
    const bastion = of("aws:ec2/instance:Instance", { instanceType: "t3.nano" });
    assert.deepEqual(
      counts(
        subnet(false),
        subnet(false),
        machine("manager-0", "t3.small", 20),
        bastion,
        address(),
        of("aws:ec2/natGateway:NatGateway"),
        address(),
        balancer({ internal: true, subnets: ["a"] }),
      ),
      {
        "EBS disk gp3": 28,
        "EC2 instance t3.nano": 1,
        "EC2 instance t3.small": 1,
        "NAT gateway": 1,
        "network load balancer": 1,
        "public IPv4 address": 2,
      },
    );
  });

  it("count the address that a machine requests in an existing network", () => {
    const asking = { associatePublicIpAddress: true };
    assert.equal(counts(machine("web-0", "t3.nano", 8, asking))["public IPv4 address"], 1);
    assert.equal(counts(machine("web-0", "t3.nano", 8))["public IPv4 address"], undefined);
  });

  it("count the load balancer's addresses by subnet if they are not known yet", () => {
    assert.equal(
      counts(balancer({ subnets: "04da6b54" }), subnet(true), subnet(true))["public IPv4 address"],
      2,
    );
    assert.equal(counts(balancer())["public IPv4 address"], 1);
    assert.deepEqual(counts(balancer({ loadBalancerType: "application" })), {});
  });

  it("count alarms by the month", () => {
    const [item] = costItems([of("aws:cloudwatch/metricAlarm:MetricAlarm"), of("aws:sns/topic:Topic")]);
    assert.deepEqual([item?.kind, item?.count, item?.unit], ["CloudWatch alarm", 1, "month"]);
  });

  it("count what a pool that scales always has, and beside it what it adds while it grows", () => {
    const group = of("aws:autoscaling/group:Group", { name: "swarm-prod-web", minSize: 2, maxSize: 10 });
    const template = of("aws:ec2/launchTemplate:LaunchTemplate", {
      instanceType: "t3.small",
      blockDeviceMappings: [{ ebs: { volumeSize: 30 } }],
      tags: { Name: "swarm-prod-web" },
    });
    assert.deepEqual(counts(group, template, subnet(true)), {
      "EBS disk gp3": 60,
      "EBS disk gp3, while pools grow": 240,
      "EC2 instance t3.small": 2,
      "EC2 instance t3.small, while pools grow": 8,
      "public IPv4 address": 2,
      "public IPv4 address, while pools grow": 8,
    });
    const items = costItems([group, template, subnet(false)]);
    assert.deepEqual(
      items.map(({ kind, upperBound }) => [kind, upperBound]),
      [
        ["EBS disk gp3", false],
        ["EBS disk gp3, while pools grow", true],
        ["EC2 instance t3.small", false],
        ["EC2 instance t3.small, while pools grow", true],
      ],
    );
  });

  it("count an interface endpoint in each of its subnets, and none for S3", () => {
    const endpoint = (vpcEndpointType: string, more: Inputs) =>
      of("aws:ec2/vpcEndpoint:VpcEndpoint", { vpcEndpointType, ...more });
    const gateway = endpoint("Gateway", { routeTableIds: ["rtb-1"] });
    assert.deepEqual(counts(gateway, endpoint("Interface", { subnetIds: ["a", "b"] })), {
      "interface endpoint": 2,
    });
    assert.deepEqual(counts(gateway, subnet(false)), {});
  });

  it("query one product each", () => {
    const [item] = costItems([machine("web-0", "t4g.small", 8)]).slice(1);
    assert.deepEqual(item, {
      kind: "EC2 instance t4g.small",
      count: 1,
      unit: "hour",
      upperBound: false,
      query: {
        service: "AmazonEC2",
        attributes: {
          instanceType: "t4g.small",
          operatingSystem: "Linux",
          tenancy: "Shared",
          preInstalledSw: "NA",
          capacitystatus: "Used",
        },
        usage: "BoxUsage:t4g.small",
      },
    });
  });

  it("are empty if nothing costs money", () => {
    assert.deepEqual(costItems([]), []);
    assert.deepEqual(costItems([{ type: "swarm:index:SwarmNode" }]), []);
  });
});
