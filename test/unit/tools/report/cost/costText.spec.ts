import assert from "node:assert/strict";
import { estimate } from "../../../../../components/targets/aws/cost/estimate.ts";
import type { PriceQuery } from "../../../../../components/targets/aws/cost/priceList.ts";
import { awsCost } from "../../../../../components/targets/aws/cost.ts";
import type { ResourceState } from "../../../../../tools/pulumi/preview.ts";
import { costMarkdown, costSentence, costTable } from "../../../../../tools/report/cost/costText.ts";

const prices: Readonly<Record<string, number>> = {
  "BoxUsage:t3.medium": 0.048,
  "BoxUsage:t3.small": 0.024,
  "EBS:VolumeUsage.gp3": 0.0952,
  LoadBalancerUsage: 0.027,
  "PublicIPv4:InUseAddress": 0.005,
};
const list = { price: async ({ usage }: PriceQuery) => prices[usage] };

const machine = (instanceType: string, more = {}): ResourceState => ({
  type: "aws:ec2/instance:Instance",
  inputs: { instanceType, rootBlockDevice: { volumeType: "gp3", volumeSize: 20 }, ...more },
});
const spot = machine("t3.medium", { instanceMarketOptions: { marketType: "spot" } });
const balancer: ResourceState = {
  type: "aws:lb/loadBalancer:LoadBalancer",
  inputs: { loadBalancerType: "network", subnets: ["a", "b"] },
};

const before = [machine("t3.small"), balancer];
const after = [machine("t3.medium"), machine("t3.medium"), spot, balancer];

describe("the cost of a stack", () => {
  it("is a table with changes, a total and its conditions", async () => {
    assert.equal(
      costTable(await estimate({ before, after }, list), awsCost),
      `KIND                          COUNT            PRICE                   MONTHLY
EBS disk gp3                  20 GiB → 60 GiB  $0.0952 a GiB           $1.90 → $5.71
EC2 instance t3.medium        0 → 2            $0.048 an hour          $0.00 → $70.08
EC2 instance t3.medium, spot  0 → 1            at most $0.048 an hour  $0.00 → $35.04
EC2 instance t3.small         1 → 0            $0.024 an hour          $17.52 → $0.00
network load balancer         1                $0.027 an hour          $19.71
public IPv4 address           2                $0.005 an hour          $7.30
total                                                                  $46.43 → $137.84

730 hours a month at on-demand prices, without taxes, discounts and free tiers.
Spot instances usually cost less than this.
Not included, because it depends on use: traffic, images kept in ECR, logs, snapshots, files on EFS, the load balancer's capacity units, CPU credits.`,
    );
  });

  it("is one sum for a new stack, and if nothing changes", async () => {
    assert.equal(
      costSentence(await estimate({ before: [], after: before }, list), awsCost),
      "about $46.43 a month",
    );
    assert.equal(
      costSentence(await estimate({ before, after: before }, list), awsCost),
      "about $46.43 a month",
    );
    assert.equal(
      costSentence(await estimate({ before, after }, list), awsCost),
      "about $46.43 a month now, $137.84 after the update",
    );
    assert.match(
      costTable(await estimate({ before: [], after: [balancer] }, list), awsCost),
      /^total +\$27\.01$/m,
    );
  });

  it("says if it does not know a price", async () => {
    const lines = await estimate({ before: [], after: [machine("x9.huge")] }, list);
    assert.equal(costSentence(lines, awsCost), "about $1.90 a month, and what has no price in AWS's list");
    assert.match(costTable(lines, awsCost), /^EC2 instance x9\.huge +1 +unknown +unknown$/m);
  });

  it("is a folded table in a comment", async () => {
    assert.equal(
      costMarkdown(await estimate({ before: [], after: [balancer] }, list), awsCost),
      `**Monthly cost** about $27.01 a month

<details><summary>What it is made of</summary>

| Kind | Count | Price | Monthly |
| --- | --- | --- | --- |
| network load balancer | 1 | $0.027 an hour | $19.71 |
| public IPv4 address | 2 | $0.005 an hour | $7.30 |
| total |  |  | $27.01 |

730 hours a month at on-demand prices, without taxes, discounts and free tiers. Not included, because it depends on use: traffic, images kept in ECR, logs, snapshots, files on EFS, the load balancer's capacity units, CPU credits.

</details>`,
    );
  });
});
