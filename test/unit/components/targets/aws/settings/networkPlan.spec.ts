import assert from "node:assert/strict";
import fc from "fast-check";
import { addressAt, overlap, prefixOf } from "../../../../../../components/net/cidr.ts";
import {
  alternating,
  managerSubnet,
  networkPlan,
  type PlannedSubnet,
  workerSubnet,
} from "../../../../../../components/targets/aws/settings/networkPlan.ts";

const zonesOf = (count: number) => ["a", "b", "c", "d"].slice(0, count).map((zone) => `eu-central-1${zone}`);
const cidrs = fc
  .record({ byte: fc.integer({ min: 0, max: 255 }), prefix: fc.integer({ min: 16, max: 24 }) })
  .map(({ byte, prefix }) => `10.${byte}.0.0/${prefix}`);
const zoneCounts = fc.integer({ min: 1, max: 4 });
const managerCounts = fc.constantFrom(1, 3, 5, 7);

describe("networkPlan", () => {
  it("has a subnet of each kind in each zone", () => {
    assert.deepEqual(networkPlan("10.64.0.0/16", zonesOf(2)), {
      publicSubnets: [
        { zone: "eu-central-1a", cidr: "10.64.0.0/20" },
        { zone: "eu-central-1b", cidr: "10.64.16.0/20" },
      ],
      privateSubnets: [
        { zone: "eu-central-1a", cidr: "10.64.64.0/20" },
        { zone: "eu-central-1b", cidr: "10.64.80.0/20" },
      ],
      managerSubnets: [
        { zone: "eu-central-1a", cidr: "10.64.128.0/20" },
        { zone: "eu-central-1b", cidr: "10.64.144.0/20" },
      ],
    });
  });

  it("moves no subnet when a zone is added", () => {
    const [three, four] = [3, 4].map((count) => networkPlan("10.64.0.0/20", zonesOf(count)));
    for (const kind of ["publicSubnets", "privateSubnets", "managerSubnets"] as const)
      assert.deepEqual(four?.[kind].slice(0, 3), three?.[kind]);
  });

  it("returns subnets that do not overlap, inside the range and large enough for AWS", () => {
    fc.assert(
      fc.property(cidrs, zoneCounts, (cidr, count) => {
        const all = Object.values(networkPlan(cidr, zonesOf(count))).flat() as PlannedSubnet[];
        assert.equal(all.length, 3 * count);
        for (const [index, { cidr: one }] of all.entries()) {
          assert.ok(prefixOf(one) <= 28);
          assert.ok(overlap(one, cidr) && prefixOf(one) > prefixOf(cidr));
          for (const { cidr: other } of all.slice(index + 1)) assert.equal(overlap(one, other), false);
        }
      }),
    );
  });

  it("refuses a range that is too small, and too many zones or none", () => {
    assert.throws(() => networkPlan("10.64.0.0/25", zonesOf(1)), {
      message: "10.64.0.0/25 is too small: /24 at least",
    });
    assert.throws(() => networkPlan("10.64.0.0/16", []), {
      message: "0 zones, but 1 to 4 have room in 10.64.0.0/16",
    });
    assert.throws(() => networkPlan("10.64.0.0/16", ["a", "b", "c", "d", "e"]), {
      message: "5 zones, but 1 to 4 have room in 10.64.0.0/16",
    });
  });
});

describe("alternating", () => {
  const subnet = (zone: string, name: string) => ({ zone, name });
  const names = (...subnets: { zone: string; name: string }[]) =>
    alternating(subnets).map(({ name }) => name);

  it("alternates the zones, in the order of their names", () => {
    assert.deepEqual(names(subnet("b", "1"), subnet("a", "2"), subnet("a", "3"), subnet("b", "4")), [
      ..."2134",
    ]);
    assert.deepEqual(names(subnet("a", "1"), subnet("a", "2"), subnet("b", "3")), [..."132"]);
  });

  it("keeps an order that alternates already", () => {
    const { publicSubnets } = networkPlan("10.64.0.0/16", zonesOf(4));
    assert.deepEqual(alternating(publicSubnets), publicSubnets);
  });
});

describe("managerSubnet", () => {
  const addresses = (cidr: string, zones: number, managers: number) =>
    Array.from({ length: managers }, (_, index) =>
      managerSubnet(networkPlan(cidr, zonesOf(zones)).managerSubnets, index),
    );

  it("alternates the zones, at the first addresses that AWS gives", () => {
    assert.deepEqual(
      addresses("10.64.0.0/16", 3, 5).map(({ subnet, address }) => [subnet.zone.slice(-1), address]),
      [
        ["a", "10.64.128.4"],
        ["b", "10.64.144.5"],
        ["c", "10.64.160.6"],
        ["a", "10.64.128.7"],
        ["b", "10.64.144.8"],
      ],
    );
  });

  it("is unique, not reserved by AWS, and in another zone than its neighbours", () => {
    fc.assert(
      fc.property(cidrs, zoneCounts, managerCounts, (cidr, zones, managers) => {
        const all = addresses(cidr, zones, managers);
        assert.equal(new Set(all.map(({ address }) => address)).size, managers);
        for (const [index, { subnet, address }] of all.entries()) {
          const size = 2 ** (32 - prefixOf(subnet.cidr));
          const usable = Array.from({ length: 7 }, (_, path) => addressAt(subnet.cidr, 4 + path));
          assert.ok(usable.includes(address) && size - 2 >= 10);
          if (zones > 1 && index > 0) assert.notEqual(subnet.zone, all[index - 1]?.subnet.zone);
        }
      }),
    );
  });

  it("never clashes with a manager that was created with other zones", () => {
    fc.assert(
      fc.property(cidrs, zoneCounts, zoneCounts, fc.nat(7), (cidr, before, after, born) => {
        const old = addresses(cidr, before, 7).slice(0, born);
        const young = addresses(cidr, after, 7).slice(born);
        assert.equal(new Set([...old, ...young].map(({ address }) => address)).size, 7);
      }),
    );
  });

  it("spreads over the zones of existing subnets, one subnet in each", () => {
    const subnets = [
      { zone: "b", cidr: "10.1.0.0/24" },
      { zone: "a", cidr: "10.2.0.0/24" },
      { zone: "a", cidr: "10.3.0.0/24" },
    ];
    assert.deepEqual(
      [0, 1, 2].map((index) => managerSubnet(subnets, index).address),
      ["10.2.0.4", "10.1.0.5", "10.2.0.6"],
    );
  });
});

describe("workerSubnet", () => {
  const { publicSubnets } = networkPlan("10.64.0.0/16", zonesOf(3));
  const zones = (pool: string, count: number) =>
    Array.from({ length: count }, (_, index) => workerSubnet(publicSubnets, pool, index).zone.slice(-1));

  it("alternates the zones, from a start that depends on the pool", () => {
    assert.deepEqual(zones("worker", 4), ["c", "a", "b", "c"]);
    assert.deepEqual(zones("web", 4), ["b", "c", "a", "b"]);
  });

  it("stays when workers are added", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(20), fc.nat(20), (pool, few, more) => {
        assert.deepEqual(zones(pool, few + more).slice(0, few), zones(pool, few));
      }),
    );
  });
});
