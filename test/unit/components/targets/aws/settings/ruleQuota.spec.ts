import assert from "node:assert/strict";
import { DiagnosticPath } from "../../../../../../components/input/diagnosticPath.ts";
import type { PlannedListener } from "../../../../../../components/targets/aws/entryPoint/listenerPlan.ts";
import { checkRules } from "../../../../../../components/targets/aws/settings/ruleQuota.ts";
import { awsSettings } from "../../../../../support/ec2Program.ts";

const ranges = (count: number) => Array.from({ length: count }, (_, index) => `198.51.100.${index}/32`);
const listeners = (count: number, protocol: PlannedListener["protocol"] = "TCP"): PlannedListener[] =>
  Array.from({ length: count }, (_, index) => ({ front: 8000 + index, node: 8000 + index, protocol }));

/** What is wrong with so many listeners and these settings. */
function found(all: readonly PlannedListener[], aws: object, more: object = {}): string[] {
  const path = DiagnosticPath.top("swarm:");
  checkRules(all, awsSettings({ ...more, aws }), path);
  return path.diagnostics.map(({ path: at, problem }) => `${at}: ${problem}`);
}

describe("the rules of security groups", () => {
  it("are 60 for clients of the load balancer, one of them for ICMP", () => {
    const clients = (ports: number, cidrs: number) =>
      found(listeners(ports), { entryPoint: { cidrs: ranges(cidrs) } });
    assert.deepEqual(clients(1, 59), []);
    assert.deepEqual(clients(1, 60), [
      "swarm:aws.entryPoint.cidrs: has 60 ranges for 1 port: 61 rules with the one for ICMP, but a security group has 60 at most",
    ]);
    // TCP and UDP are a rule each.
    assert.deepEqual(found(listeners(1, "TCP_UDP"), { entryPoint: { cidrs: ranges(29) } }), []);
    assert.equal(found(listeners(1, "TCP_UDP"), { entryPoint: { cidrs: ranges(30) } }).length, 1);
    assert.deepEqual(found([], { entryPoint: { cidrs: ranges(61) } }), []);
  });

  it("are 60 for nodes: the swarm's four, SSH, published ports and ICMP", () => {
    const nodes = (ports: number, adminCidrs: readonly string[], more: object = {}) =>
      found(listeners(ports), { adminCidrs }, more);
    assert.deepEqual(nodes(20, ranges(35)), []);
    const tooMany =
      "has 36 ranges: with the swarm's and the published ports, 61 rules in the nodes' security group, but it has 60 at most";
    assert.deepEqual(nodes(20, ranges(36)), [`swarm:aws.adminCidrs: ${tooMany}`]);
    assert.deepEqual(nodes(20, [...ranges(35), "self"]), [`swarm:aws.adminCidrs: ${tooMany}`]);
    assert.deepEqual(nodes(0, ranges(56)), []);
    assert.equal(nodes(0, ranges(57)).length, 1);
    // SSH to machines of a pool that scales.
    const workers = { workers: { web: { min: 1, max: 2 } } };
    assert.deepEqual(nodes(20, ranges(34), workers), []);
    assert.equal(nodes(20, ranges(35), workers).length, 1);
    // AWS probes nodes behind UDP alone at another port.
    assert.deepEqual(found(listeners(20, "UDP"), { adminCidrs: ranges(34) }), []);
    assert.equal(found(listeners(20, "UDP"), { adminCidrs: ranges(35) }).length, 1);
  });

  it("are 60 for a bastion, which alone knows the administrators", () => {
    const network = { private: true };
    assert.deepEqual(found(listeners(50), { network, adminCidrs: ranges(60) }), []);
    assert.deepEqual(found([], { network, adminCidrs: ranges(61) }), [
      "swarm:aws.adminCidrs: has 61 ranges, but the bastion's security group has 60 rules at most",
    ]);
    assert.deepEqual(found(listeners(27, "TCP_UDP"), { network }), []);
    assert.deepEqual(found(listeners(28, "TCP_UDP"), { network }), [
      "swarm:stacks: publish ports that would be, with the swarm's own, 62 rules in the nodes' security group, but it has 60 at most",
    ]);
  });
});
