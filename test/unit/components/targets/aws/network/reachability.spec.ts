import assert from "node:assert/strict";
import { awsProgram, existingSubnets, forms, recordedForm } from "../../../../../support/awsProgram.ts";
import { type Flows, flowsOf } from "../../../../../support/reachability/flows.ts";
import { type GivenSubnets, vpcOf } from "../../../../../support/reachability/vpc.ts";

const [publicA = "", publicB = "", privateA = "", privateB = ""] = Object.keys(existingSubnets);

/** docs/aws.md demands these routes. */
const given: GivenSubnets = {
  cidr: "10.9.0.0/16",
  ways: { [publicA]: "gateway", [publicB]: "gateway", [privateA]: "nat", [privateB]: "nat" },
};

async function flows(name: string): Promise<Flows> {
  return flowsOf(vpcOf(await recordedForm(name), given));
}

const amongNodes = ["esp", "tcp 7946", "udp 4789", "udp 7946"];
const toManagers = ["esp", "tcp 2377", "tcp 7946", "udp 4789", "udp 7946"];
const tooBig = "icmp 3/4";

/** The swarm's own traffic, and what nodes send to the world. */
function swarm(...pools: readonly string[]): Flows {
  const nodes = ["manager", ...pools];
  return Object.fromEntries(
    nodes.flatMap((from) => [
      ...nodes.map((to) => [`${from} → ${to}`, to === "manager" ? toManagers : amongNodes] as const),
      [`${from} → internet`, ["all"]] as const,
    ]),
  );
}

/** The load balancer's traffic; the addresses of nodes are among those of everybody. */
function balanced(fronts: readonly string[], backs: readonly string[], ...nodes: readonly string[]): Flows {
  return {
    "0.0.0.0/0 → balancer": [tooBig, ...fronts],
    ...Object.fromEntries(
      nodes.flatMap((node) => [
        [`balancer → ${node}`, [tooBig, ...backs]],
        [`${node} → balancer`, [tooBig, ...fronts]],
      ]),
    ),
  };
}

const admin = "203.0.113.7/32";
/** Spot workers ask managers to drain them. */
function requests(flows: Flows, ...pools: readonly string[]): Flows {
  const ways = ["manager", ...pools].map((from) => `${from} → manager`);
  return Object.fromEntries(
    Object.entries(flows).map(([way, seen]) => [way, ways.includes(way) ? [...seen, "tcp 22"].sort() : seen]),
  );
}
/** The way of an administrator to private nodes. */
const byBastion = (...nodes: readonly string[]): Flows => ({
  [`${admin} → bastion`]: ["tcp 22"],
  "bastion → internet": ["all"],
  ...Object.fromEntries(nodes.map((node) => [`bastion → ${node}`, ["tcp 22"]])),
});
/** The way of an administrator to public nodes. */
const direct = (...nodes: readonly string[]): Flows =>
  Object.fromEntries(nodes.map((node) => [`${admin} → ${node}`, ["tcp 22"]]));

describe("who reaches whom on AWS", () => {
  it("with public addresses", async () => {
    const nodes = ["manager", "web", "batch"];
    assert.deepEqual(await flows("public"), {
      ...requests(swarm("web", "batch"), "web", "batch"),
      ...direct(...nodes),
      ...balanced(["tcp 5432", "tcp 8000"], ["tcp 5432", "tcp 8000"], ...nodes),
    });
  });

  it("with private nodes", async () => {
    assert.deepEqual(await flows("private"), {
      ...swarm("worker"),
      ...byBastion("manager", "worker"),
      // Nodes behind a UDP port are probed at TCP 7946.
      ...balanced(["tcp 8000", "udp 5353"], ["tcp 7946", "tcp 8000", "udp 5353"], "manager", "worker"),
      "bastion → balancer": [tooBig, "tcp 8000", "udp 5353"],
    });
  });

  it("with a NAT gateway per zone, endpoints, a file system, TLS, and clients from one range", async () => {
    const nodes = ["manager", "web", "batch"];
    assert.deepEqual(await flows("a NAT gateway per zone"), {
      ...requests(swarm("web", "batch"), "web", "batch"),
      ...byBastion(...nodes),
      ...balanced([], ["tcp 8000"], ...nodes),
      "198.51.100.0/24 → balancer": ["tcp 443"],
      "bastion → balancer": [tooBig],
      ...Object.fromEntries(nodes.map((node) => [`${node} → endpoint`, ["tcp 443"]])),
      ...Object.fromEntries(nodes.map((node) => [`${node} → efs`, ["tcp 2049"]])),
    });
  });

  it("with a pool that scales, whose machines ask managers, and are reached through them", async () => {
    const found = await flows("a pool that scales");
    assert.deepEqual(found["web → manager"], [...toManagers, "tcp 22"].sort());
    assert.deepEqual(found["manager → web"], [...amongNodes, "tcp 22"].sort());
    assert.deepEqual(found["web → web"], amongNodes);
    assert.deepEqual(found[`${admin} → web`], ["tcp 22"]);
  });

  it("in an existing VPC", async () => {
    assert.deepEqual(await flows("an existing VPC"), {
      ...swarm("worker"),
      ...direct("manager", "worker"),
      ...balanced(["tcp 8000"], ["tcp 8000"], "manager", "worker"),
    });
  });

  it("in private subnets of an existing VPC", async () => {
    assert.deepEqual(await flows("an existing VPC with private subnets"), {
      ...swarm("worker"),
      ...byBastion("manager", "worker"),
      ...balanced(["tcp 8000"], ["tcp 8000"], "manager", "worker"),
      "bastion → balancer": [tooBig, "tcp 8000"],
    });
  });

  it("with an internal load balancer", async () => {
    const { settings } = forms.public ?? assert.fail();
    const aws = { ...(settings.aws as object), entryPoint: { internal: true } };
    const found = flowsOf(vpcOf(await awsProgram({ ...settings, aws })));
    assert.deepEqual(
      Object.keys(found).filter((way) => way.endsWith("→ balancer")),
      ["batch → balancer", "manager → balancer", "web → balancer"],
    );
  });

  it("has a way to the internet in each zone of its own", async () => {
    const { members } = vpcOf(await recordedForm("a NAT gateway per zone"));
    assert.deepEqual(
      members.map(({ kind, ways }) => `${kind} ${ways}`).filter((line) => line.includes("none")),
      [],
    );
  });
});
