import assert from "node:assert/strict";
import { shopProgram } from "../../support/shopProgram.ts";

describe("the program's steps", () => {
  const { highlyAvailable, usual } = shopProgram();

  it("change no machine before its preflight, and deploy after all of them", async () => {
    const { recording } = await usual();
    const checksBefore = (step: string) =>
      [...recording.before(`Command ${step}`)].filter((label) => label.endsWith("-preflight")).sort();
    const check = (node: string) => `Command ${node}-preflight`;
    for (const node of ["manager-0", "worker-0", "worker-1"])
      assert.ok(checksBefore(`${node}-pull`).includes(check(node)), node);
    assert.deepEqual(checksBefore("swarm-bootstrap"), [check("manager-0")]);
    assert.ok(checksBefore("worker-1-join").includes(check("worker-1")));
    assert.deepEqual(checksBefore("shop-stack"), ["manager-0", "worker-0", "worker-1"].map(check));
  });

  it("deploy once every node is ready and has its images, and check the endpoint last", async () => {
    const { recording } = await highlyAvailable();
    const nodes = ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"];
    const before = recording.before("Command shop-stack");
    for (const node of nodes)
      for (const step of ["member", "pull"])
        assert.ok(before.has(`Command ${node}-${step}`), `${node} ${step}`);
    assert.ok(recording.before("Command answer").has("Command shop-stack"));
  });

  it("pull on a node once the images are pushed to a running registry", async () => {
    const { recording } = await usual();
    for (const node of ["manager-0", "worker-0", "worker-1"]) {
      const before = recording.before(`Command ${node}-pull`);
      for (const label of ["Image shop/web", "Image shop/api", "Container registry"])
        assert.ok(before.has(label), `${node}: ${label}`);
      assert.ok(recording.before(`Command ${node}-member`).has(`Command ${node}-pull`));
    }
  });

  it("boot machines without waiting for images, and build images without waiting for the swarm", async () => {
    const { recording } = await highlyAvailable();
    for (const { label } of recording.all("docker:index/container:Container"))
      assert.deepEqual(
        [...recording.before(label)].filter((at) => /^(Image|Container) /.test(at)),
        [],
        label,
      );
    for (const { label } of recording.all("docker-build:index:Image"))
      assert.deepEqual(
        [...recording.before(label)].filter((at) => /swarm-|worker|manager/.test(at)),
        ["Command swarm-test-registry-volume"],
      );
  });

  it("remove every node from the swarm before its machine, and contact no removed machine", async () => {
    const { recording } = await highlyAvailable();
    const undone = recording.all("command:remote:Command").filter(({ inputs }) => "delete" in inputs);
    assert.equal(undone.length, 6);
    for (const { label, name, deletedWith } of undone) {
      assert.equal(deletedWith, "Container swarm-test-manager-0", label);
      if (name.endsWith("-member")) {
        const machine = `Container swarm-test-${name.slice(0, -"-member".length)}`;
        assert.ok(recording.find(label).dependencies.includes(machine), label);
      }
    }
  });
});
