import assert from "node:assert/strict";
import { securityRules } from "../../../../../../components/targets/aws/network/securityRules.ts";

const fromNodes = { from: { group: "nodes" } };
const amongNodes = [
  {
    name: "managers-2377-tcp",
    group: "managers",
    protocol: "tcp",
    port: 2377,
    ...fromNodes,
    purpose: "cluster management",
  },
  {
    name: "nodes-7946-tcp",
    group: "nodes",
    protocol: "tcp",
    port: 7946,
    ...fromNodes,
    purpose: "communication among nodes",
  },
  {
    name: "nodes-7946-udp",
    group: "nodes",
    protocol: "udp",
    port: 7946,
    ...fromNodes,
    purpose: "communication among nodes",
  },
  {
    name: "nodes-4789-udp",
    group: "nodes",
    protocol: "udp",
    port: 4789,
    ...fromNodes,
    purpose: "overlay network traffic",
  },
  {
    name: "nodes-esp",
    group: "nodes",
    protocol: "50",
    ...fromNodes,
    purpose: "encrypted overlay network traffic",
  },
];
const ssh = { protocol: "tcp", port: 22, purpose: "SSH" };

describe("securityRules", () => {
  it("allow traffic between nodes, and SSH from administrators", () => {
    assert.deepEqual(securityRules({ adminCidrs: ["203.0.113.7/32", "198.51.100.0/24"], isPrivate: false }), [
      ...amongNodes,
      { name: "nodes-ssh-203.0.113.7/32", group: "nodes", ...ssh, from: { cidr: "203.0.113.7/32" } },
      { name: "nodes-ssh-198.51.100.0/24", group: "nodes", ...ssh, from: { cidr: "198.51.100.0/24" } },
    ]);
  });

  it("allow administrators of private nodes only through the bastion", () => {
    assert.deepEqual(securityRules({ adminCidrs: ["203.0.113.7/32"], isPrivate: true }), [
      ...amongNodes,
      { name: "bastion-ssh-203.0.113.7/32", group: "bastion", ...ssh, from: { cidr: "203.0.113.7/32" } },
      { name: "nodes-ssh-bastion", group: "nodes", ...ssh, from: { group: "bastion" } },
    ]);
  });

  it("allow this computer beside them, at the nodes or the bastion", () => {
    const own = (isPrivate: boolean) =>
      securityRules({ adminCidrs: ["198.51.100.0/24"], isPrivate, own: "203.0.113.7" }).filter(
        ({ isOwn }) => isOwn,
      );
    const rule = { ...ssh, from: { cidr: "203.0.113.7/32" }, isOwn: true };
    assert.deepEqual(own(false), [{ name: "nodes-ssh-self", group: "nodes", ...rule }]);
    assert.deepEqual(own(true), [{ name: "bastion-ssh-self", group: "bastion", ...rule }]);
  });

  it("allow workers to ask the managers to drain them", () => {
    const rules = securityRules({ adminCidrs: [], isPrivate: true, takesRequests: true });
    assert.deepEqual(rules.slice(amongNodes.length), [
      { name: "nodes-ssh-bastion", group: "nodes", ...ssh, from: { group: "bastion" } },
      {
        ...{ name: "managers-ssh-nodes", group: "managers", ...ssh, ...fromNodes },
        purpose: "Requests of workers to be drained",
      },
    ]);
  });

  it("list each range once, by its first address", () => {
    const ranges = ["198.51.100.7/24", "198.51.100.0/24", "198.51.100.0/25"];
    assert.deepEqual(
      securityRules({ adminCidrs: ranges, isPrivate: false })
        .slice(amongNodes.length)
        .map(({ name }) => name),
      ["nodes-ssh-198.51.100.0/24", "nodes-ssh-198.51.100.0/25"],
    );
  });
});
