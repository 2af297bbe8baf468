import assert from "node:assert/strict";
import {
  certificate,
  http,
  balancerProgram as serving,
  tags,
  tcp,
  udp,
} from "../../../../support/balancerProgram.ts";
import { type Recording, resolved } from "../../../../support/recordedProgram.ts";

/** The load balancer and what is below it. */
const own = (recording: Recording) => recording.tree().filter((line) => line.includes("NetworkLoadBalancer"));

describe("NetworkLoadBalancer", () => {
  it("creates a load balancer with security group, and a listener with all nodes for each port", async () => {
    const { recording } = await serving([http, tcp], { port: 80 });
    const below = (type: string, name: string) => `${type} ${name} < NetworkLoadBalancer entrypoint`;
    const rule = (direction: string, name: string) =>
      below(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, `entrypoint-${name}`);
    assert.deepEqual(own(recording), [
      below("aws:ec2/securityGroup:SecurityGroup", "entrypoint"),
      below("aws:lb/listener:Listener", "entrypoint-5432"),
      below("aws:lb/listener:Listener", "entrypoint-80"),
      below("aws:lb/loadBalancer:LoadBalancer", "entrypoint"),
      below("aws:lb/targetGroup:TargetGroup", "entrypoint-5432-tcp"),
      below("aws:lb/targetGroup:TargetGroup", "entrypoint-8000-tcp"),
      ...["5432-tcp-manager-0", "5432-tcp-worker-0", "8000-tcp-manager-0", "8000-tcp-worker-0"].map((name) =>
        below("aws:lb/targetGroupAttachment:TargetGroupAttachment", `entrypoint-${name}`),
      ),
      rule("Egress", "node-5432-tcp"),
      rule("Egress", "node-8000-tcp"),
      rule("Egress", "node-icmp"),
      rule("Ingress", "front-5432-tcp"),
      rule("Ingress", "front-80-tcp"),
      rule("Ingress", "front-icmp"),
      rule("Ingress", "node-5432-tcp"),
      rule("Ingress", "node-8000-tcp"),
      rule("Ingress", "node-icmp"),
      ...["entrypoint-served", "manager-0-deregistered", "worker-0-deregistered"].map((name) =>
        below("command:local:Command", name),
      ),
      "swarm:index:NetworkLoadBalancer entrypoint",
    ]);
  });

  it("is in a public subnet of each zone, and starts in parallel with the machines", async () => {
    const { recording } = await serving([http]);
    const { inputs } = recording.find("LoadBalancer entrypoint");
    assert.deepEqual(inputs, {
      loadBalancerType: "network",
      internal: false,
      securityGroups: ["entrypoint-id"],
      subnets: ["subnet-a", "subnet-b"],
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: false,
      tags: tags("entrypoint"),
    });
    const before = recording.before("Listener entrypoint-8000");
    assert.deepEqual([...before].sort(), [
      "LoadBalancer entrypoint",
      "SecurityGroup entrypoint",
      "TargetGroup entrypoint-8000-tcp",
    ]);
  });

  it("opens its listeners to everyone, and the nodes' published ports only to itself", async () => {
    const { recording } = await serving([http], { port: 80 });
    const range = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
    assert.deepEqual(recording.find("SecurityGroup entrypoint").inputs, {
      vpcId: "vpc-1",
      description: "The load balancer in front of the swarm",
      tags: tags("entrypoint"),
    });
    assert.deepEqual(recording.find("SecurityGroupIngressRule entrypoint-front-80-tcp").inputs, {
      ...range(80),
      securityGroupId: "entrypoint-id",
      description: "Everybody",
      cidrIpv4: "0.0.0.0/0",
      tags: tags("entrypoint-front-80-tcp"),
    });
    assert.deepEqual(recording.find("SecurityGroupEgressRule entrypoint-node-8000-tcp").inputs, {
      ...range(8000),
      securityGroupId: "entrypoint-id",
      description: "Nodes of the swarm",
      referencedSecurityGroupId: "sg-nodes",
      tags: tags("entrypoint-node-8000-tcp"),
    });
    assert.deepEqual(recording.find("SecurityGroupIngressRule entrypoint-node-8000-tcp").inputs, {
      ...range(8000),
      securityGroupId: "sg-nodes",
      description: "The load balancer in front of the swarm",
      referencedSecurityGroupId: "entrypoint-id",
      tags: tags("entrypoint-node-8000-tcp"),
    });
  });

  it("checks each node's health at the published port, and deregisters it after the delay", async () => {
    const { recording } = await serving([http], { deregistrationDelay: 45 });
    assert.deepEqual(recording.find("TargetGroup entrypoint-8000-tcp").inputs, {
      vpcId: "vpc-1",
      targetType: "instance",
      protocol: "TCP",
      port: 8000,
      deregistrationDelay: 45,
      connectionTermination: true,
      preserveClientIp: "false",
      healthCheck: {
        protocol: "TCP",
        port: "traffic-port",
        interval: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: tags("entrypoint-8000-tcp"),
    });
  });

  it("preserves the addresses of clients where the settings say so, and leaves UDP to AWS", async () => {
    const { recording } = await serving([http, udp], { preserveClientIp: true });
    const settingOf = (name: string) => recording.find(`TargetGroup ${name}`).inputs.preserveClientIp;
    assert.equal(settingOf("entrypoint-8000-tcp"), "true");
    assert.equal(settingOf("entrypoint-5353-udp"), undefined);
  });

  it("checks a node behind a UDP port at TCP 7946, which only the load balancer reaches", async () => {
    const { recording } = await serving([udp]);
    const { protocol, healthCheck } = recording.find("TargetGroup entrypoint-5353-udp").inputs;
    assert.equal(protocol, "UDP");
    assert.deepEqual(
      [(healthCheck as { port: string }).port, (healthCheck as { protocol: string }).protocol],
      ["7946", "TCP"],
    );
    const { cidrIpv4, referencedSecurityGroupId, fromPort, ipProtocol } = recording.find(
      "SecurityGroupIngressRule entrypoint-node-7946-tcp",
    ).inputs;
    assert.deepEqual(
      [cidrIpv4, referencedSecurityGroupId, fromPort, ipProtocol],
      [undefined, "entrypoint-id", 7946, "tcp"],
    );
    recording.find("SecurityGroupEgressRule entrypoint-node-7946-tcp");
    assert.equal(
      recording.find("SecurityGroupIngressRule entrypoint-front-5353-udp").inputs.ipProtocol,
      "udp",
    );
  });

  it("serves TCP and UDP of one port together, with names that AWS accepts", async () => {
    const { recording } = await serving([{ ...udp, protocol: "tcp" }, udp]);
    assert.equal(recording.find("Listener entrypoint-5353").inputs.protocol, "TCP_UDP");
    const { inputs } = recording.find("TargetGroup entrypoint-5353-tcp-udp");
    assert.equal(inputs.protocol, "TCP_UDP");
    assert.equal((inputs.healthCheck as { port: string }).port, "traffic-port");
    for (const protocol of ["tcp", "udp"]) {
      recording.find(`SecurityGroupIngressRule entrypoint-front-5353-${protocol}`);
      recording.find(`SecurityGroupIngressRule entrypoint-node-5353-${protocol}`);
    }
  });

  it("serves HTTP with TLS if there is a certificate", async () => {
    const { recording, result } = await serving([http, tcp], { certificate });
    assert.deepEqual(recording.find("Listener entrypoint-443").inputs, {
      loadBalancerArn: "arn-of-entrypoint",
      port: 443,
      protocol: "TLS",
      certificateArn: certificate,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultActions: [{ type: "forward", targetGroupArn: "arn-of-entrypoint-8000-tcp" }],
      tags: tags("entrypoint-443"),
    });
    assert.deepEqual(recording.find("Listener entrypoint-5432").inputs, {
      loadBalancerArn: "arn-of-entrypoint",
      port: 5432,
      protocol: "TCP",
      defaultActions: [{ type: "forward", targetGroupArn: "arn-of-entrypoint-5432-tcp" }],
      tags: tags("entrypoint-5432"),
    });
    assert.equal(await resolved(result.url), "https://entrypoint.elb.test");
  });

  it("routes requests to a node only while it is a member", async () => {
    const { recording } = await serving([http], {}, { workers: 2 });
    for (const name of ["manager-0", "worker-0", "worker-1"]) {
      const attachment = recording.find(`TargetGroupAttachment entrypoint-8000-tcp-${name}`);
      assert.deepEqual(attachment.inputs, {
        targetGroupArn: "arn-of-entrypoint-8000-tcp",
        targetId: `machine-of-${name}`,
      });
      // What is deleted goes before what it depends on: the attachment, the wait for its connections, then the
      // membership, which drains.
      assert.deepEqual(attachment.dependencies, [
        `Command ${name}-deregistered`,
        `Member ${name}`,
        "TargetGroup entrypoint-8000-tcp",
      ]);
      assert.equal(attachment.deleteBeforeReplace, false);
      assert.equal(attachment.deletedWith, "TargetGroup entrypoint-8000-tcp");
    }
  });

  it("has the URL of the first port and probes it for five minutes, but never UDP", async () => {
    const asked = (recording: Recording) =>
      recording
        .all("command:local:Command")
        .filter(({ name }) => name === "answer")
        .map(({ inputs }) => String(inputs.create).replace(/^\S+ \S+ | # .*$/g, ""));
    const first = await serving([tcp, http]);
    assert.equal(await resolved(first.result.url), "tcp://entrypoint.elb.test:5432");
    assert.deepEqual(asked(first.recording), ["tcp://entrypoint.elb.test:5432 300"]);
    const second = await serving([udp, http]);
    assert.equal(await resolved(second.result.url), "udp://entrypoint.elb.test:5353");
    assert.deepEqual(asked(second.recording), []);
  });

  it("creates nothing if no port is published", async () => {
    const { recording, result } = await serving([], { domain: "shop.example.com" });
    assert.deepEqual(own(recording), ["swarm:index:NetworkLoadBalancer entrypoint"]);
    assert.equal(await resolved(result.url), "");
    assert.equal(result.isServed, false);
  });

  describe("with a domain", () => {
    const zones: unknown[] = [];
    const calls = {
      "aws:route53/getZone:getZone": (inputs: Readonly<Record<string, unknown>>) => {
        zones.push(inputs);
        return { name: inputs.name, zoneId: "Z1" };
      },
    };
    const domain = "shop.example.com";
    beforeEach(() => zones.splice(0));

    it("creates a record in its zone, and the URL waits for it", async () => {
      const { recording, result } = await serving([http], { domain, port: 80 }, { calls });
      assert.deepEqual(zones, [{ name: "example.com" }]);
      assert.deepEqual(recording.find("Record entrypoint").inputs, {
        name: domain,
        type: "A",
        zoneId: "Z1",
        aliases: [{ name: "entrypoint.elb.test", zoneId: "zone-of-entrypoint", evaluateTargetHealth: true }],
      });
      assert.equal(await resolved(result.url), "http://shop.example.com");
      // A name that is asked for too early is taken for missing for a quarter of an hour.
      assert.ok(recording.find("Command answer").dependencies.includes("Record entrypoint"));
    });

    it("uses the zone of the settings", async () => {
      await serving([http], { domain, hostedZone: domain }, { calls });
      assert.deepEqual(zones, [{ name: domain }]);
    });
  });
});
