import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { machineSpecs } from "../../../../../components/settings/machineSpecs.ts";
import {
  type BalancedPort,
  balancerConfiguration,
} from "../../../../../components/targets/local/entryPoint/balancerConfiguration.ts";
import { ContainerEntryPoint } from "../../../../../components/targets/local/entryPoint.ts";
import { ContainerNetwork } from "../../../../../components/targets/local/network.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { machinesFor, owner } from "../../../../support/machines.ts";
import { record } from "../../../../support/recordedProgram.ts";

const http: BalancedPort = { front: 8080, node: 8000, http: true };
const tcp: BalancedPort = { front: 8081, node: 5432, http: false };

const entryPoint = (...ports: BalancedPort[]) =>
  record(() => {
    const network = new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" });
    return new ContainerEntryPoint("entrypoint", { owner, network, ports, inTurn: false });
  });

/** Two workers behind one port, the second of them on drain; each member waits for what has closed its door. */
const withNodes = () =>
  record(() => {
    const network = new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" });
    const pools = [{ name: "worker", count: 2, labels: {} }];
    const nodes = { "worker-1": { availability: "drain" } } as const;
    const machines = machinesFor(machineSpecs({ managers: 0, pools, nodes }));
    const entryPoint = new ContainerEntryPoint("entrypoint", {
      owner,
      network,
      ports: [http],
      inTurn: true,
    });
    const [first, second] = machines;
    assert.ok(first && second);
    const open = entryPoint.trafficGate(first, new Member(first.name, []), []);
    const closed = entryPoint.trafficGate(second, undefined, open ? [open] : []);
    new Member(second.name, closed ?? []);
  });

class Member extends pulumi.CustomResource {
  constructor(name: string, dependsOn: pulumi.ResourceOptions["dependsOn"]) {
    super("test:index:Member", name, {}, { dependsOn });
  }
}

describe("ContainerEntryPoint", () => {
  it("creates a load balancer in a container on the loopback address", async () => {
    const { recording } = await entryPoint(http, tcp);
    assert.deepEqual(recording.tree(), [
      "command:local:Command network < ContainerNetwork network",
      "docker:index/container:Container entrypoint < ContainerEntryPoint entrypoint",
      "docker:index/remoteImage:RemoteImage balancer-image < ContainerEntryPoint entrypoint",
      "swarm:index:ContainerEntryPoint entrypoint",
      "swarm:index:ContainerNetwork network",
    ]);
    const { inputs, dependencies, deleteBeforeReplace } = recording.find("Container entrypoint");
    assert.deepEqual(inputs, {
      name: "swarm-test-balancer",
      hostname: "balancer",
      image: recording.find("RemoteImage balancer-image").inputs.name,
      mustRun: false,
      restart: "unless-stopped",
      sysctls: { "net.ipv4.tcp_retries2": "4" },
      labels: [
        { label: "swarm.stack", value: "test" },
        { label: "swarm.cluster", value: cluster },
      ],
      networksAdvanced: [{ name: "swarm-test" }],
      ports: [
        { internal: 8080, external: 8080, ip: "127.0.0.1" },
        { internal: 8081, external: 8081, ip: "127.0.0.1" },
      ],
      uploads: [{ file: "/etc/swarm/haproxy.cfg", content: balancerConfiguration([http, tcp], "machines") }],
    });
    assert.deepEqual(dependencies, ["Command network", "RemoteImage balancer-image"]);
    assert.equal(deleteBeforeReplace, true);
  });

  it("has the URL of the first port", async () => {
    assert.equal((await entryPoint(http, tcp)).result.url, "http://127.0.0.1:8080");
    assert.equal((await entryPoint(tcp, http)).result.url, "tcp://127.0.0.1:8081");
  });

  it("routes requests to a node only while it is a member", async () => {
    const { recording } = await withNodes();
    const { inputs, dependencies, deletedWith } = recording.find("Command worker-0-traffic");
    const text = (verb: string) =>
      `sh components/targets/local/entryPoint/scripts/nodeTraffic.sh ${verb} swarm-test-balancer ${cluster} machine-of-worker-0`;
    assert.match(String(inputs.create), new RegExp(`^${text("open")} # [0-9a-f]{12}$`));
    assert.equal(inputs.delete, `${text("close")} 120 5 15 1200`);
    assert.deepEqual(inputs.triggers, ["machine-of-worker-0"]);
    assert.ok(dependencies.includes("Member worker-0"));
    assert.equal(deletedWith, "Container entrypoint");
  });

  it("stops requests to a drained node before the drain", async () => {
    const { recording } = await withNodes();
    const { inputs, dependencies } = recording.find("Command worker-1-traffic");
    assert.match(
      String(inputs.create),
      / close swarm-test-balancer \S+ machine-of-worker-1 120 5 15 1200 # /,
    );
    assert.deepEqual(dependencies, ["Command worker-0-traffic", "Container entrypoint"]);
    assert.deepEqual(recording.find("Member worker-1").dependencies, ["Command worker-1-traffic"]);
  });

  it("creates nothing if no port is published", async () => {
    const { recording, result } = await entryPoint();
    assert.deepEqual(recording.tree(), [
      "command:local:Command network < ContainerNetwork network",
      "swarm:index:ContainerEntryPoint entrypoint",
      "swarm:index:ContainerNetwork network",
    ]);
    assert.equal(result.url, "");
  });
});
