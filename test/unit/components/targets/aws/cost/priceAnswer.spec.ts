import assert from "node:assert/strict";
import { costItems } from "../../../../../../components/targets/aws/cost/costItems.ts";
import { priceIn } from "../../../../../../components/targets/aws/cost/priceAnswer.ts";
import { products } from "./products.ts";

const queries = Object.fromEntries(
  costItems([
    { type: "aws:ec2/instance:Instance", inputs: { instanceType: "t3.medium" } },
    { type: "aws:ec2/natGateway:NatGateway" },
    { type: "aws:lb/loadBalancer:LoadBalancer", inputs: { loadBalancerType: "network" } },
  ]).map(({ kind, query }) => [kind, query]),
);

const price = (kind: string, answer: readonly string[]) => {
  const query = queries[kind];
  assert.ok(query, kind);
  return priceIn(answer, query);
};

describe("priceIn", () => {
  it("finds the one matching product of its family", () => {
    assert.equal(price("EC2 instance t3.medium", products.instance), 0.048);
    assert.equal(price("EBS disk gp3", products.disk), 0.0952);
    assert.equal(price("NAT gateway", products.natGateway), 0.052);
    assert.equal(price("public IPv4 address", products.address), 0.005);
    assert.equal(price("network load balancer", products.loadBalancer), 0.027);
  });

  it("matches usage types with and without a region prefix, and no others", () => {
    const renamed = (usage: string) => products.instance.map((text) => text.replace("EUC1-BoxUsage", usage));
    for (const usage of ["BoxUsage", "EU-BoxUsage", "APS10-BoxUsage"])
      assert.equal(price("EC2 instance t3.medium", renamed(usage)), 0.048, usage);
    for (const usage of ["USW2-LAX1-BoxUsage", "EUC1-DedicatedUsage", "EUC1-xBoxUsage"])
      assert.equal(price("EC2 instance t3.medium", renamed(usage)), undefined, usage);
  });

  it("returns the price of the first unit", () => {
    const text = JSON.stringify({
      product: { attributes: { usagetype: "EUC1-NatGateway-Hours" } },
      terms: {
        OnDemand: {
          a: {
            priceDimensions: {
              free: { beginRange: "0", pricePerUnit: { USD: "0.0000000000" } },
              first: { beginRange: "0", pricePerUnit: { USD: "0.0400000000" } },
              rest: { beginRange: "1000", pricePerUnit: { USD: "0.0300000000" } },
            },
          },
        },
      },
    });
    assert.equal(price("NAT gateway", [text]), 0.04);
  });

  it("returns nothing without a product or a price, or with several", () => {
    assert.equal(price("NAT gateway", []), undefined);
    assert.equal(price("NAT gateway", products.disk), undefined);
    assert.equal(price("NAT gateway", ["{}"]), undefined);
    const dearer = products.natGateway.map((text) => text.replaceAll("0.0520000000", "0.0990000000"));
    assert.equal(price("NAT gateway", [...products.natGateway, ...dearer]), undefined);
  });
});
