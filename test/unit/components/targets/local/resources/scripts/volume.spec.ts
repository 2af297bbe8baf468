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
const name = "swarm-dev-manager-0";
const ask = askOwner("volume", name);
const create = `docker volume create --label swarm.stack=dev --label swarm.cluster=${cluster} ${name}`;
const created = `docker volume inspect ${name} --format {{.CreatedAt}}`;
const make = [...engineWords("make", "volume", name), "dev"];
const remove = engineWords("remove", "volume", name);

/** An engine with the volume where it has a label; an empty one is none of ours. */
const engine = (label?: string) =>
  new FakeDocker(`case "$*" in
  *swarm.cluster\\"*) ${ownerAnswer(label)} ;;
  "volume create"*) echo ${name} ;;
  *CreatedAt*) echo 2026-11-23T01:02:03Z ;;
  "volume rm"*) echo ${name} ;;
esac`);

describe("volume.sh", () => {
  for (const [there, label] of [
    ["makes a volume", undefined],
    ["finds its own volume", cluster],
  ] as const)
    it(`${there}, and prints its creation time`, async () => {
      using docker = engine(label);
      assert.deepEqual(await docker.run(script, ...make), {
        code: 0,
        stdout: "2026-11-23T01:02:03Z\n",
        stderr: "",
        calls: [ask, create, created],
      });
    });

  it("neither creates nor removes anything if docker does not report the owner", async () => {
    using docker = new FakeDocker('echo "Cannot connect to the Docker daemon" >&2; exit 1');
    for (const args of [make, remove])
      assert.deepEqual(await docker.run(script, ...args), {
        code: 1,
        stdout: "",
        stderr: `the owner of the volume ${name} cannot be read: Cannot connect to the Docker daemon\n  → see that Docker answers: docker info\n`,
        calls: [ask],
      });
  });

  it("removes its own volume", async () => {
    using docker = engine(cluster);
    assert.deepEqual(await docker.run(script, ...remove), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [ask, `docker volume rm --force ${name}`],
    });
  });

  for (const { label, whose } of otherOwners) {
    it(`does not take over a volume that is ${whose}`, async () => {
      using docker = engine(label);
      assert.deepEqual(await docker.run(script, ...make), {
        code: 1,
        stdout: "",
        stderr: refusal("volume", name, whose),
        calls: [ask],
      });
    });

    it(`does not remove a volume that is ${whose}, and warns`, async () => {
      using docker = engine(label);
      assert.deepEqual(await docker.run(script, ...remove), {
        code: 0,
        stdout: "",
        stderr: `the volume ${name} is ${whose}: it stays unchanged\n`,
        calls: [ask],
      });
    });
  }

  it("fails with docker's message", async () => {
    using docker = new FakeDocker(
      `case "$2" in inspect) echo ${cluster} ;; *) echo "volume is in use" >&2; exit 1 ;; esac`,
    );
    const { code, stderr } = await docker.run(script, ...remove);
    assert.deepEqual([code, stderr], [1, "volume is in use\n"]);
  });
});
