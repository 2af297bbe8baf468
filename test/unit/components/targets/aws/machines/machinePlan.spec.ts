import assert from "node:assert/strict";
import { machineSpecs } from "../../../../../../components/settings/machineSpecs.ts";
import {
  changeOrder,
  commonArchitecture,
  machinePlan,
} from "../../../../../../components/targets/aws/machines/machinePlan.ts";
import {
  lostLocation,
  managerLocation,
} from "../../../../../../components/targets/aws/machines/managerLocations.ts";
import { networkPlan } from "../../../../../../components/targets/aws/settings/networkPlan.ts";

const { publicSubnets, managerSubnets } = networkPlan("10.64.0.0/16", ["a", "b"]);
const subnets = { managerSubnets, workerSubnets: publicSubnets };
const managers = { type: "t4g.small", disk: 30, entryPoint: true };

function plan(...pools: Parameters<typeof machinePlan>[1]) {
  const locations = new Map([["manager-0", managerLocation(managerSubnets, 0)]]);
  const workerSubnets = new Map<string, string>();
  return machinePlan(machineSpecs({ managers: 1, pools }), pools, managers, subnets, {
    locations,
    workerSubnets,
  });
}

describe("machinePlan", () => {
  it("gives a manager an identity and a permanent disk", () => {
    assert.deepEqual(plan(), [
      {
        spec: { name: "manager-0", role: "manager", index: 0, labels: {} },
        type: "t4g.small",
        subnet: managerSubnets[0],
        rootDisk: 10,
        spot: false,
        identity: { address: "10.64.128.4", dataDisk: 30 },
      },
    ]);
  });

  it("gives a worker the settings of its pool", () => {
    const [, web] = plan({ name: "web", count: 1, labels: {}, type: "c7i.large", disk: 50, spot: true });
    assert.deepEqual(web, {
      spec: { name: "web-0", role: "worker", index: 0, labels: {}, pool: "web" },
      type: "c7i.large",
      subnet: publicSubnets[0],
      rootDisk: 50,
      spot: true,
    });
  });

  it("keeps a worker in its subnet, if the settings still have it", () => {
    const pools = [{ name: "web", count: 1, labels: {} }];
    const zoneOf = (kept: string) => {
      const locations = new Map([["manager-0", managerLocation(managerSubnets, 0)]]);
      const workerSubnets = new Map([["web-0", kept]]);
      const specs = machineSpecs({ managers: 1, pools });
      return machinePlan(specs, pools, managers, subnets, { locations, workerSubnets })[1]?.subnet.zone;
    };
    assert.deepEqual(["10.64.0.0/20", "10.64.16.0/20", "10.64.32.0/20"].map(zoneOf), ["a", "b", "a"]);
  });

  it("gives a worker the managers' values by default", () => {
    const [, web] = plan({ name: "web", count: 1, labels: {} });
    assert.deepEqual([web?.type, web?.rootDisk, web?.spot], ["t4g.small", 30, false]);
  });
});

describe("managerLocation", () => {
  const location = { zone: "b", cidr: "10.64.144.0/20", address: "10.64.144.5" };
  const subnetsOf = (...zones: (string | undefined)[]) => networkPlan("10.64.0.0/16", zones).managerSubnets;

  it("is a zone, a subnet and an address", () => {
    assert.deepEqual(managerLocation(subnetsOf("a", "b"), 1), location);
  });

  it("stays what it is when zones are added, and decides where the manager is", () => {
    const three = subnetsOf("a", "b", "c");
    const specs = machineSpecs({ managers: 3, pools: [] });
    const locations = new Map(
      [0, 1, 2].map((index) => [`manager-${index}`, managerLocation(managerSubnets, index)]),
    );
    const kept = { locations, workerSubnets: new Map() };
    const placed = machinePlan(specs, [], managers, { managerSubnets: three, workerSubnets: [] }, kept);
    assert.deepEqual(
      placed.map(({ subnet, identity }) => [subnet.zone, identity?.address]),
      [
        ["a", "10.64.128.4"],
        ["b", "10.64.144.5"],
        ["a", "10.64.128.6"],
      ],
    );
  });

  it("is lost if the settings no longer have its subnet", () => {
    assert.equal(lostLocation("manager-1", location, subnetsOf("a", "b"), false), undefined);
    assert.equal(
      lostLocation("manager-1", location, subnetsOf("a", undefined, "c"), false),
      "swarm:aws.network.zones: manager-1 is in b, where its disk stays\n  → keep this zone, or remove the manager first (swarm:managers)",
    );
    assert.equal(
      lostLocation("manager-1", location, subnetsOf("a"), true),
      "swarm:aws.network.existing: manager-1 is in the subnet 10.64.144.0/20 (b), where its disk stays\n  → name this subnet again, or remove the manager first (swarm:managers)",
    );
  });
});

describe("changeOrder", () => {
  const plans = machinePlan(
    machineSpecs({ managers: 3, pools: [{ name: "web", count: 1, labels: {} }] }),
    [{ name: "web", count: 1, labels: {} }],
    managers,
    subnets,
    {
      locations: new Map(
        [0, 1, 2].map((index) => [`manager-${index}`, managerLocation(managerSubnets, index)]),
      ),
      workerSubnets: new Map(),
    },
  );
  const turns = (...args: Parameters<typeof changeOrder> extends [unknown, ...infer R] ? R : never) =>
    changeOrder(plans, ...args).map(
      ({ plan: { spec }, waits, isMember }) =>
        `${spec.name}${waits ? " waits" : ""}${isMember ? ", others wait for it" : ""}`,
    );

  it("follows the numbers if the swarm is not known", () => {
    assert.deepEqual(turns(), [
      "manager-0 waits, others wait for it",
      "manager-1 waits, others wait for it",
      "manager-2 waits, others wait for it",
      "web-0",
    ]);
  });

  it("begins with managers that are missing, and ends with the leader", () => {
    const members = [
      { name: "manager-2", isReachable: false },
      { name: "manager-1", isReachable: true },
      { name: "manager-0", isReachable: true },
    ];
    assert.deepEqual(turns(members), [
      "manager-2, others wait for it",
      "manager-1 waits, others wait for it",
      "manager-0 waits, others wait for it",
      "web-0",
    ]);
  });

  it("lets a new manager wait for nobody, and nobody for it", () => {
    assert.deepEqual(turns([{ name: "manager-0", isReachable: true }]), [
      "manager-0 waits, others wait for it",
      "manager-1",
      "manager-2",
      "web-0",
    ]);
  });
});

describe("commonArchitecture", () => {
  const of = (type: string) => commonArchitecture({ managers: { type, disk: 20, entryPoint: true } });

  it("is the managers' architecture", () => {
    assert.deepEqual([of("t4g.small"), of("t3.small")], ["arm64", "amd64"]);
  });

  it("refuses a type that does not run Linux", () => {
    assert.throws(() => of("mac2.metal"), {
      message: "mac2.metal is no EC2 instance type that runs Linux",
    });
  });
});
