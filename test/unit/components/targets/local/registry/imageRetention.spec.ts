import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ContainerNetwork } from "../../../../../../components/targets/local/network.ts";
import { ContainerRegistry } from "../../../../../../components/targets/local/registry.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { owner } from "../../../../../support/machines.ts";
import { record } from "../../../../../support/recordedProgram.ts";
import { scriptText } from "../../../../../support/scripts.ts";

const digest = (letter: string) => `@sha256:${letter.repeat(64)}`;

const retention = (used: string) =>
  record(() => {
    const registry = new ContainerRegistry("registry", {
      owner,
      network: new ContainerNetwork("network", { owner, subnet: "172.31.0.0/24" }),
      port: 20009,
      password: pulumi.secret("hush"),
    });
    const deployed = new pulumi.ComponentResource("test:index:Deployed", "deployed");
    const [api, web] = ["a", "b"].map((letter) => pulumi.output(`registry:5000/shop${digest(letter)}`));
    registry.retain({
      keep: 3,
      stacks: [
        { stack: "shop", references: { api: api ?? "", web: web ?? "", job: api ?? "" } },
        { stack: "blog", references: { page: `registry:5000/blog${digest("c")}` } },
      ],
      used: pulumi.output(used),
      after: [deployed],
    });
  });

describe("image retention of a registry in a container", () => {
  it("runs after every deployment, with the images that are deployed or were in use", async () => {
    const { recording } = await retention(
      `docker.io/library/redis${digest("e")} registry:5000/shop${digest("d")}`,
    );
    const { inputs, dependencies, deletedWith } = recording.find("Command registry-retention");
    const [command, hash] = String(inputs.create).split(" # ");
    assert.match(hash ?? "", /^[0-9a-f]{12}$/);
    assert.equal(
      command,
      [
        `sh components/targets/local/registry/scripts/retain.sh ${cluster} swarm-test-registry 127.0.0.1:20009 3`,
        ...["blog@sha256:c", "shop@sha256:a", "shop@sha256:b"].map(
          (name) => `now=${name}${name.at(-1)?.repeat(63)}`,
        ),
        `used=docker.io/library/redis${digest("e")}`,
        `used=shop${digest("d")}`,
      ].join(" "),
    );
    assert.ok(dependencies.includes("Container registry"));
    assert.equal(deletedWith, "Container registry");
    assert.equal("delete" in inputs, false);
  });

  it("removes nothing while the images in use are unknown", async () => {
    const { recording } = await retention("unknown");
    assert.match(String(recording.find("Command registry-retention").inputs.create), / used=unknown # /);
  });
});

describe("retain.sh on this computer", () => {
  const script = scriptText("targets/local/registry/scripts/retain.sh");
  const args = [cluster, "swarm-test-registry", "127.0.0.1:20009", "3", `now=shop${digest("a")}`];

  const ask = `docker inspect swarm-test-registry --format {{index .Config.Labels "swarm.cluster"}}`;

  it("runs retention in the registry, and removes the engine's copies of removed images", async () => {
    using docker = new FakeDocker(
      `case "$1" in inspect) echo ${cluster} ;; exec) printf "%s\\n" shop:api-1 shop:web-2 ;; *) exit 1 ;; esac`,
    );
    assert.deepEqual(await docker.run(script, ...args), {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [
        ask,
        `docker exec swarm-test-registry /retain.sh 3 now=shop${digest("a")}`,
        "docker image rm 127.0.0.1:20009/shop:api-1",
        "docker image rm 127.0.0.1:20009/shop:web-2",
      ],
    });
  });

  it("removes nothing while the images in use are unknown", async () => {
    using docker = new FakeDocker("exit 1");
    const { code, calls } = await docker.run(script, ...args, "used=unknown");
    assert.deepEqual([code, calls], [0, [ask]]);
  });

  it("leaves a registry of another cluster unchanged", async () => {
    using docker = new FakeDocker("echo 0123456789abcdef0123");
    const { code, calls } = await docker.run(script, ...args);
    assert.deepEqual([code, calls], [0, [ask]]);
  });

  it("only warns if the registry fails", async () => {
    using docker = new FakeDocker(`[ "$1" = inspect ] && echo ${cluster}`);
    const { code, stderr } = await docker.run(script, ...args);
    assert.deepEqual(
      [code, stderr],
      [0, "old images stay in the registry; the next change of an image tries to remove them again\n"],
    );
  });
});
