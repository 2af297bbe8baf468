import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { FakeDocker } from "../../../../support/fakeDocker.ts";
import { scriptFile } from "../../../../support/scripts.ts";

const script = readFileSync(scriptFile("machines/scripts/network.sh"), "utf8");
const inspect = "docker network inspect swarm-dev --format {{range .IPAM.Config}}{{.Subnet}}{{end}}";
const make = ["make", "dev", "172.31.0.0/24", "172.31.0.1", "172.31.0.128/25"];

/** An engine with the network's subnet, if any, and these images. */
const engine = (subnet: string, images = "") =>
  new FakeDocker(`case "$*" in
  "network inspect "*) [ -n "${subnet}" ] || { echo "no such network" >&2; exit 1; }; echo "${subnet}" ;;
  "image ls "*) printf '${images}' ;;
  *sha256:a) echo "in use" >&2; exit 1 ;;
esac`);

describe("network.sh", () => {
  it("makes the network", async () => {
    using docker = engine("");
    assert.deepEqual(await docker.run(script, ...make), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        inspect,
        "docker network create --label swarm.stack=dev --subnet 172.31.0.0/24 --gateway 172.31.0.1 --ip-range 172.31.0.128/25 swarm-dev",
      ],
    });
  });

  it("finds it as it must be", async () => {
    using docker = engine("172.31.0.0/24");
    const { code, stderr, calls } = await docker.run(script, ...make);
    assert.deepEqual([code, stderr, calls], [0, "", [inspect]]);
  });

  it("refuses another subnet while the network is there", async () => {
    using docker = engine("172.30.0.0/24");
    const { code, stderr, calls } = await docker.run(script, ...make);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "the network swarm-dev has the subnet 172.30.0.0/24, not 172.31.0.0/24\n  → a cluster keeps its addresses: set swarm:local.subnet back, or destroy the stack first\n",
    );
    assert.deepEqual(calls, [inspect]);
  });

  const list = "docker image ls --quiet --no-trunc --filter label=swarm.stack=dev";

  it("removes it, then each image of the stack once, also where one of them stays", async () => {
    using docker = engine("172.31.0.0/24", "sha256:b\\nsha256:a\\nsha256:b\\n");
    assert.deepEqual(await docker.run(script, "remove", "dev"), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        inspect,
        "docker network rm swarm-dev",
        list,
        "docker image rm --force sha256:a",
        "docker image rm --force sha256:b",
      ],
    });
  });

  it("has only images to remove where the network is gone", async () => {
    using docker = engine("");
    const { code, calls } = await docker.run(script, "remove", "dev");
    assert.deepEqual([code, calls], [0, [inspect, list]]);
  });
});
