import assert from "node:assert/strict";
import { leftovers, removeLeftovers } from "../../../../tools/cluster/leftovers.ts";
import { FakeDocker } from "../../../support/fakeDocker.ts";

describe("leftovers", () => {
  it("are what carries the stack's label, each once, in the order in which it can go", () => {
    using docker = new FakeDocker(`case "$1" in
  container) printf 'c1\\nc2\\n' ;;
  volume) echo v1 ;;
  image) printf 'i1\\ni2\\ni1\\n' ;;
esac`);
    assert.deepEqual(leftovers("dev"), [
      { kind: "container", ids: ["c1", "c2"] },
      { kind: "volume", ids: ["v1"] },
      { kind: "image", ids: ["i1", "i2"] },
    ]);
    assert.deepEqual(docker.calls, [
      "docker container ls --all --no-trunc --format {{.ID}} --filter label=swarm.stack=dev",
      "docker network ls --format {{.Name}} --filter label=swarm.stack=dev",
      "docker volume ls --format {{.Name}} --filter label=swarm.stack=dev",
      "docker image ls --format {{.ID}} --filter label=swarm.stack=dev",
    ]);
  });

  it("are none where no engine answers", () => {
    using docker = new FakeDocker("exit 1");
    assert.deepEqual(leftovers("dev"), []);
    assert.equal(docker.calls.length, 4);
  });
});

describe("removeLeftovers", () => {
  it("removes kind by kind, containers with their own volumes", () => {
    using docker = new FakeDocker("");
    removeLeftovers([
      { kind: "container", ids: ["c1", "c2"] },
      { kind: "network", ids: ["n1"] },
      { kind: "volume", ids: ["v1"] },
      { kind: "image", ids: ["i1", "i2"] },
    ]);
    assert.deepEqual(docker.calls, [
      "docker container rm --force --volumes c1 c2",
      "docker network rm n1",
      "docker volume rm --force v1",
      "docker image rm --force i1 i2",
    ]);
  });
});
