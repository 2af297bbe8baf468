import assert from "node:assert/strict";
import { labelled, leftovers, removeLeftovers } from "../../../../tools/cluster/leftovers.ts";
import { FakeDocker } from "../../../support/fakeDocker.ts";
import { cluster } from "../../../support/fakeHost.ts";

describe("leftovers", () => {
  it("lists what carries the cluster id, each once, in the order of removal", () => {
    using docker = new FakeDocker(`case "$1" in
  container) printf 'c1\\nc2\\n' ;;
  volume) echo v1 ;;
  image) printf 'i1\\ni2\\ni1\\n' ;;
esac`);
    assert.deepEqual(leftovers(cluster), [
      { kind: "container", ids: ["c1", "c2"] },
      { kind: "volume", ids: ["v1"] },
      { kind: "image", ids: ["i1", "i2"] },
    ]);
    assert.deepEqual(docker.calls, [
      `docker container ls --all --no-trunc --format {{.ID}} --filter label=swarm.cluster=${cluster}`,
      `docker network ls --format {{.Name}} --filter label=swarm.cluster=${cluster}`,
      `docker volume ls --format {{.Name}} --filter label=swarm.cluster=${cluster}`,
      `docker image ls --format {{.ID}} --filter label=swarm.cluster=${cluster}`,
    ]);
  });

  it("finds none if no engine answers", () => {
    using docker = new FakeDocker("exit 1");
    assert.deepEqual(leftovers(cluster), []);
    assert.equal(docker.calls.length, 4);
  });
});

describe("labelled", () => {
  it("lists what carries any label", () => {
    using docker = new FakeDocker('[ "$1" != network ] || echo swarm-dev');
    assert.deepEqual(labelled("swarm.stack=dev"), [{ kind: "network", ids: ["swarm-dev"] }]);
    assert.equal(docker.calls[1], "docker network ls --format {{.Name}} --filter label=swarm.stack=dev");
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
