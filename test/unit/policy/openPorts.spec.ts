import assert from "node:assert/strict";
import { openPorts } from "../../policy/openPorts.ts";
import type { Inputs } from "../../policy/rule.ts";

const group = "aws:ec2/securityGroup:SecurityGroup";
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const rule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

function diagnostics(type: string, inputs: Inputs): string[] {
  const check = openPorts.faults[type];
  assert.ok(check, type);
  return check(inputs);
}

const open = (what: string, range: string) =>
  `opens ${what} to ${range}; name the addresses that need it, for example 203.0.113.7/32`;
const ssh = { fromPort: 22, toPort: 22, protocol: "tcp" };
const everything = [
  "22/tcp (SSH)",
  "2049/tcp (file systems)",
  "2375/tcp (Docker's API)",
  "2376/tcp (Docker's API)",
  "2377/tcp (cluster management)",
  "7946/tcp (communication among nodes)",
  "7946/udp (communication among nodes)",
  "4789/udp (overlay network traffic)",
  "esp (encrypted overlay network traffic)",
];

describe("no-open-admin-ports", () => {
  it("is mandatory", () => {
    assert.equal(openPorts.level, "mandatory");
  });

  it("checks rules inside a security group, IPv4 and IPv6", () => {
    const ingress = [
      { ...ssh, cidrBlocks: ["203.0.113.7/32", "0.0.0.0/0"] },
      { fromPort: 2377, toPort: 2377, protocol: "tcp", ipv6CidrBlocks: ["::/0"] },
    ];
    const wanted = [open("22/tcp (SSH)", "0.0.0.0/0"), open("2377/tcp (cluster management)", "::/0")];
    assert.deepEqual(diagnostics(group, { ingress }), wanted);
    assert.deepEqual(diagnostics(defaultGroup, { ingress }), wanted);
  });

  it("checks both kinds of security group rules", () => {
    const wanted = [open("22/tcp (SSH)", "0.0.0.0/0")];
    assert.deepEqual(diagnostics(rule, { type: "ingress", ...ssh, cidrBlocks: ["0.0.0.0/0"] }), wanted);
    const { fromPort, toPort } = ssh;
    const inputs = { ipProtocol: "tcp", fromPort, toPort, cidrIpv4: "0.0.0.0/0" };
    assert.deepEqual(diagnostics(ingressRule, inputs), wanted);
    assert.deepEqual(diagnostics(ingressRule, { ...inputs, cidrIpv4: undefined, cidrIpv6: "::/0" }), [
      open("22/tcp (SSH)", "::/0"),
    ]);
  });

  it("checks all ports of a protocol, all protocols, and protocols by number", () => {
    const all = (ipProtocol: string, ports: Inputs = {}) =>
      diagnostics(ingressRule, { ipProtocol, ...ports, cidrIpv4: "0.0.0.0/0" });
    assert.deepEqual(
      all("-1"),
      everything.map((what) => open(what, "0.0.0.0/0")),
    );
    assert.deepEqual(
      all("tcp", { fromPort: 0, toPort: 65535 }),
      everything.slice(0, 6).map((what) => open(what, "0.0.0.0/0")),
    );
    assert.deepEqual(
      all("17", { fromPort: 4000, toPort: 8000 }),
      everything.slice(6, 8).map((what) => open(what, "0.0.0.0/0")),
    );
    assert.deepEqual(all("50"), [open("esp (encrypted overlay network traffic)", "0.0.0.0/0")]);
  });

  it("finds the whole internet split into ranges", () => {
    assert.deepEqual(
      diagnostics(rule, { type: "ingress", ...ssh, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }),
      [open("22/tcp (SSH)", "0.0.0.0/1"), open("22/tcp (SSH)", "128.0.0.0/1")],
    );
    assert.deepEqual(diagnostics(rule, { type: "ingress", ...ssh, ipv6CidrBlocks: ["2000::/3"] }), [
      open("22/tcp (SSH)", "2000::/3"),
    ]);
  });

  it("allows administrators, machines and visitors", () => {
    assert.deepEqual(diagnostics(rule, { type: "ingress", ...ssh, cidrBlocks: ["10.0.0.0/8"] }), []);
    assert.deepEqual(diagnostics(rule, { type: "ingress", ...ssh, sourceSecurityGroupId: "sg-1" }), []);
    assert.deepEqual(diagnostics(ingressRule, { ipProtocol: "-1", referencedSecurityGroupId: "sg-1" }), []);
    assert.deepEqual(diagnostics(rule, { type: "egress", ...ssh, cidrBlocks: ["0.0.0.0/0"] }), []);
    const web = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" };
    assert.deepEqual(diagnostics(ingressRule, web), []);
    assert.deepEqual(diagnostics(group, { egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] }), []);
  });
});
