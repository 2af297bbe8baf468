import assert from "node:assert/strict";
import { machineSpecs } from "../../../../../../components/settings/machineSpecs.ts";
import {
  commonArchitecture,
  machinePlan,
} from "../../../../../../components/targets/aws/machines/machinePlan.ts";
import { networkPlan } from "../../../../../../components/targets/aws/settings/networkPlan.ts";

const { publicSubnets, managerSubnets } = networkPlan("10.64.0.0/16", ["a", "b"]);
const subnets = { managerSubnets, workerSubnets: publicSubnets };
const managers = { type: "t4g.small", disk: 30 };

function plan(...pools: Parameters<typeof machinePlan>[1]) {
  return machinePlan(machineSpecs({ managers: 1, pools }), pools, managers, subnets);
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

  it("gives a worker the managers' values by default", () => {
    const [, web] = plan({ name: "web", count: 1, labels: {} });
    assert.deepEqual([web?.type, web?.rootDisk, web?.spot], ["t4g.small", 30, false]);
  });
});

describe("commonArchitecture", () => {
  const of = (type: string) => commonArchitecture({ managers: { type, disk: 20 } });

  it("is the managers' architecture", () => {
    assert.deepEqual([of("t4g.small"), of("t3.small")], ["arm64", "amd64"]);
  });

  it("refuses a type that does not run Linux", () => {
    assert.throws(() => of("mac2.metal"), {
      message: "mac2.metal is no EC2 instance type that runs Linux",
    });
  });
});
