import assert from "node:assert/strict";
import {
  type BalancedPort,
  balancerConfiguration,
} from "../../../../components/entrypoint/balancerConfiguration.ts";
import { ContainerEntryPoint } from "../../../../components/entrypoint/containerEntryPoint.ts";
import { ContainerNetwork } from "../../../../components/machines/containerNetwork.ts";
import { record } from "../../../support/recordedProgram.ts";

const http: BalancedPort = { front: 8080, node: 8000, http: true };
const tcp: BalancedPort = { front: 8081, node: 5432, http: false };

const entryPoint = (...ports: BalancedPort[]) =>
  record(() => {
    const network = new ContainerNetwork("network", { stack: "test", subnet: "172.31.0.0/24" });
    return new ContainerEntryPoint("entrypoint", { stack: "test", network, ports });
  });

describe("ContainerEntryPoint", () => {
  it("is a load balancer in a container on the loopback address", async () => {
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
      labels: [{ label: "swarm.stack", value: "test" }],
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

  it("is the URL of the first port", async () => {
    assert.equal((await entryPoint(http, tcp)).result.url, "http://127.0.0.1:8080");
    assert.equal((await entryPoint(tcp, http)).result.url, "tcp://127.0.0.1:8081");
  });

  it("is nothing where no port is published", async () => {
    const { recording, result } = await entryPoint();
    assert.deepEqual(recording.tree(), [
      "command:local:Command network < ContainerNetwork network",
      "swarm:index:ContainerEntryPoint entrypoint",
      "swarm:index:ContainerNetwork network",
    ]);
    assert.equal(result.url, "");
  });
});
