import assert from "node:assert/strict";
import {
  askOwner,
  engineWords,
  otherOwners,
  ownerAnswer,
  refusal,
} from "../../../../../../support/engineOwners.ts";
import { FakeDocker } from "../../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../../support/fakeHost.ts";
import { callTo } from "../../../../../../support/scripts.ts";

const script = callTo("targets/local/resources/scripts/engineOwner.sh");
const name = "swarm-dev";
const ask = askOwner("network", name);
const inspect = `docker network inspect ${name} --format {{range .IPAM.Config}}{{.Subnet}}{{end}}`;
const make = [
  ...engineWords("make", "network", name),
  ...["dev", "172.31.0.0/24", "172.31.0.1", "172.31.0.128/25"],
];
const remove = engineWords("remove", "network", name);

/** An engine with the network's subnet, if any, and these images; without a subnet there is no network. */
const engine = (subnet: string, images = "", label: string = cluster) =>
  new FakeDocker(`case "$*" in
  "network inspect "*) [ -n "${subnet}" ] || { echo "no such network" >&2; exit 1; } ;;
esac
case "$*" in
  *swarm.cluster\\"*) ${ownerAnswer(label)} ;;
  "network inspect "*) echo "${subnet}" ;;
  "image ls "*) printf '${images}' ;;
  *sha256:a) echo "in use" >&2; exit 1 ;;
esac`);

describe("network.sh", () => {
  it("creates the network", async () => {
    using docker = engine("");
    assert.deepEqual(await docker.run(script, ...make), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        ask,
        inspect,
        `docker network create --label swarm.stack=dev --label swarm.cluster=${cluster} --subnet 172.31.0.0/24 --gateway 172.31.0.1 --ip-range 172.31.0.128/25 swarm-dev`,
      ],
    });
  });

  it("accepts its own network with the same subnet", async () => {
    using docker = engine("172.31.0.0/24");
    const { code, stderr, calls } = await docker.run(script, ...make);
    assert.deepEqual([code, stderr, calls], [0, "", [ask, inspect]]);
  });

  it("refuses another subnet while the network exists", async () => {
    using docker = engine("172.30.0.0/24");
    const { code, stderr, calls } = await docker.run(script, ...make);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "the network swarm-dev has the subnet 172.30.0.0/24, not 172.31.0.0/24\n  → a cluster keeps its addresses: set swarm:local.subnet back, or destroy the stack first\n",
    );
    assert.deepEqual(calls, [ask, inspect]);
  });

  const list = `docker image ls --quiet --no-trunc --filter label=swarm.cluster=${cluster}`;

  it("removes the network, then each image of the cluster once, even if one of them stays", async () => {
    using docker = engine("172.31.0.0/24", "sha256:b\\nsha256:a\\nsha256:b\\n");
    assert.deepEqual(await docker.run(script, ...remove), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        ask,
        inspect,
        "docker network rm swarm-dev",
        list,
        "docker image rm --force sha256:a",
        "docker image rm --force sha256:b",
      ],
    });
  });

  it("removes only images if the network is gone", async () => {
    using docker = engine("");
    const { code, calls } = await docker.run(script, ...remove);
    assert.deepEqual([code, calls], [0, [ask, inspect, list]]);
  });

  for (const { label, whose } of otherOwners) {
    it(`does not use a network that is ${whose}, even with the same subnet`, async () => {
      using docker = engine("172.31.0.0/24", "", label);
      assert.deepEqual(await docker.run(script, ...make), {
        code: 1,
        stdout: "",
        stderr: refusal("network", name, whose),
        calls: [ask],
      });
    });

    it(`does not remove a network that is ${whose}, and warns`, async () => {
      using docker = engine("172.31.0.0/24", "", label);
      assert.deepEqual(await docker.run(script, ...remove), {
        code: 0,
        stdout: "",
        stderr: `the network ${name} is ${whose}: it stays unchanged\n`,
        calls: [ask],
      });
    });
  }
});
