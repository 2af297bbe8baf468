import assert from "node:assert/strict";
import {
  missingOffering,
  placedPools,
} from "../../../../../../components/targets/aws/machines/typeOfferings.ts";

const instance = (name: string, type: string, zone: string) => ({
  ...{ name, type, zone },
  setting: name.startsWith("web") ? "swarm:workers.web" : "swarm:aws.managers",
});
const offerings = [
  { type: "t3.small", zone: "us-east-1a" },
  { type: "t3.small", zone: "us-east-1b" },
];

describe("missingOffering", () => {
  it("is nothing if every zone offers the types of its machines", () => {
    const all = [
      instance("manager-0", "t3.small", "us-east-1a"),
      instance("web-0", "t3.small", "us-east-1b"),
    ];
    assert.equal(missingOffering(all, offerings), undefined);
  });

  it("names the setting, the zone, the machine, the type and the zones that offer it", () => {
    assert.equal(
      missingOffering([instance("web-1", "t3.small", "us-east-1e")], offerings),
      "swarm:workers.web: us-east-1e, the zone of web-1, does not offer t3.small\n  → use another type, or the zones that offer it (swarm:aws.network.zones): us-east-1a, us-east-1b",
    );
    assert.equal(
      missingOffering([instance("manager-0", "m9x.tiny", "us-east-1a")], offerings),
      "swarm:aws.managers: us-east-1a, the zone of manager-0, does not offer m9x.tiny\n  → use a type that this region offers",
    );
  });

  it("needs the type of a pool that scales in each zone", () => {
    const subnets = ["us-east-1a", "us-east-1e"].map((zone) => ({ zone, cidr: "10.64.0.0/24" }));
    const pools = [{ name: "web", type: "t3.small", min: 1, max: 2, count: 0, labels: {} }];
    assert.equal(
      missingOffering(placedPools(pools, "t3.small", subnets), offerings),
      "swarm:workers.web: us-east-1e, a zone of the pool web, does not offer t3.small\n  → use another type, or the zones that offer it (swarm:aws.network.zones): us-east-1a, us-east-1b",
    );
  });
});
