import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isAsRecorded } from "../../../../../../components/targets/local/resources/recordedState.ts";
import type { KnownResource } from "../../../../../../components/targets/targetPlan.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";

const id = "e5a7464db872cbe60ebd29b85a13d73e208d9eaab3d1cf8a9eecf1a8d0381496";
const imageName = "swarm-dev-machine:c1a0392574b98815";
const imageId = "sha256:e2fb71d72970279a1cb9d8691c1d8279dd094532bb73025ba33310d49f61e174";

/** As Pulumi's provider records a machine, as far as it matters here. */
const container: KnownResource = {
  type: "docker:index/container:Container",
  id,
  outputs: {
    name: "swarm-dev-worker-0-af6f57e",
    restart: "unless-stopped",
    maxRetryCount: 0,
    memory: 0,
    memoryReservation: 0,
    memorySwap: 0,
    cpus: null,
    cpuShares: 0,
    cpuSet: "",
    ports: [
      { external: 32786, internal: 22, ip: "127.0.0.1", protocol: "tcp" },
      { external: 8080, internal: 8000, ip: "127.0.0.1", protocol: "tcp" },
    ],
    networkDatas: [
      {
        gateway: "172.29.0.1",
        globalIpv6Address: "",
        globalIpv6PrefixLength: 0,
        ipAddress: "172.29.128.20",
        ipPrefixLength: 16,
        ipv6Gateway: "",
        macAddress: "02:42:ac:1d:80:14",
        networkName: "swarm-dev",
      },
    ],
    privileged: true,
  },
};

const image: KnownResource = {
  type: "docker:index/remoteImage:RemoteImage",
  id: `${imageId}${imageName}`,
  inputs: { name: imageName },
};

/** As `docker container inspect` prints the same machine. */
const inspected = {
  Id: id,
  Name: "/swarm-dev-worker-0-af6f57e",
  State: { Running: true },
  HostConfig: {
    RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 },
    Memory: 0,
    MemoryReservation: 0,
    MemorySwap: 0,
    NanoCpus: 0,
    CpuShares: 0,
    CpusetCpus: "",
  },
  NetworkSettings: {
    Ports: {
      "8000/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }],
      "22/tcp": [{ HostIp: "127.0.0.1", HostPort: "32786" }],
      "2377/tcp": null,
    },
    Networks: {
      "swarm-dev": {
        Gateway: "172.29.0.1",
        IPAddress: "172.29.128.20",
        IPPrefixLen: 16,
        IPv6Gateway: "",
        GlobalIPv6Address: "",
        GlobalIPv6PrefixLen: 0,
        MacAddress: "02:42:ac:1d:80:14",
      },
    },
  },
};

const engine = (containers: readonly object[], images: readonly object[] = [{ Id: imageId }]) =>
  new FakeDocker(`case "$1" in
  container) echo '${JSON.stringify(containers)}' ;;
  image) echo '${JSON.stringify(images)}' ;;
esac`);

describe("isAsRecorded", () => {
  it("is true if the engine has all containers and images unchanged, and asks once for each kind", async () => {
    using docker = engine([inspected]);
    assert.equal(await isAsRecorded([container, image]), true);
    assert.deepEqual(docker.calls.sort(), [
      `docker container inspect ${id}`,
      `docker image inspect ${imageName}`,
    ]);
  });

  const { HostConfig, NetworkSettings } = inspected;
  const settings = (change: object) => ({ HostConfig: { ...HostConfig, ...change } });
  const network = (change: object) => ({
    NetworkSettings: {
      ...NetworkSettings,
      Networks: { "swarm-dev": { ...NetworkSettings.Networks["swarm-dev"], ...change } },
    },
  });
  for (const [what, change] of Object.entries({
    "another container has its name": { Id: id.replace("e5", "00") },
    "it has another name": { Name: "/kept" },
    "it has stopped": { State: { Running: false } },
    "docker update set another restart policy": settings({
      RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
    }),
    "docker update set another number of retries": settings({
      RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 3 },
    }),
    "docker update limits its memory": settings({ Memory: 512 * 1024 * 1024 }),
    "docker update reserves memory": settings({ MemoryReservation: 512 * 1024 * 1024 }),
    "docker update limits its swap": settings({ MemorySwap: -1 }),
    "docker update limits its processors": settings({ NanoCpus: 500_000_000 }),
    "docker update changed its shares": settings({ CpuShares: 512 }),
    "docker update changed its processors": settings({ CpusetCpus: "0" }),
    "it has another address": network({ IPAddress: "172.29.128.21" }),
    "it has left its network": { NetworkSettings: { ...NetworkSettings, Networks: {} } },
    "it has another port": {
      NetworkSettings: {
        ...NetworkSettings,
        Ports: { ...NetworkSettings.Ports, "22/tcp": [{ HostIp: "127.0.0.1", HostPort: "32787" }] },
      },
    },
  }))
    it(`is false if ${what}`, async () => {
      using _docker = engine([{ ...inspected, ...change }]);
      assert.equal(await isAsRecorded([container, image]), false);
    });

  it("is false if an image was rebuilt, if something is gone and if the engine does not answer", async () => {
    {
      using _docker = engine([inspected], [{ Id: "sha256:00" }]);
      assert.equal(await isAsRecorded([container, image]), false);
    }
    using _docker = new FakeDocker("echo '[]'; exit 1");
    assert.equal(await isAsRecorded([container]), false);
    assert.equal(await isAsRecorded([image]), false);
  });

  it("repeats the provider in the version that runs", () => {
    const text = (path: string) =>
      readFileSync(new URL(`../../../../../../${path}`, import.meta.url), "utf8");
    const [, version = "none"] =
      /terraform-provider-docker\/blob\/(\w+)\//.exec(
        text("components/targets/local/resources/recordedState.ts"),
      ) ?? [];
    assert.match(text("setup/go/plugins/docker/go.mod"), new RegExp(`^replace .*-${version}$`, "m"));
  });

  it("is false for a resource of another type, without a question", async () => {
    using docker = engine([inspected]);
    assert.equal(await isAsRecorded([container, { type: "aws:ec2/instance:Instance", id: "i-1" }]), false);
    assert.deepEqual(docker.calls, []);
  });
});
