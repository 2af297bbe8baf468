import assert from "node:assert/strict";
import {
  shortId,
  startContainers,
} from "../../../../../../components/targets/local/machines/stoppedContainers.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../support/fakeHost.ts";

/** A worker and the registry; the worker is node-7, which the second manager knows. */
const engine = `case "$*" in
  start*|*version*) ;;
  ps*) printf 'swarm-test-manager-0\\nswarm-test-manager-1\\n' ;;
  *NetworkSettings*) printf 'id-1 worker-1 40001 172.31.0.140\\nid-2  5000 172.31.0.128\\n' ;;
  "inspect worker "*) echo worker-1 ;;
  "inspect registry "*) echo ;;
  "exec worker docker info"*) echo node-7 ;;
  *manager-0*"node inspect node-7"*) exit 1 ;;
  *manager-1*"node inspect node-7"*) echo ready ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

describe("startContainers", () => {
  it("starts them, waits for the nodes among them, and returns their addresses", () => {
    using docker = new FakeDocker(engine);
    assert.deepEqual(startContainers({ stack: "test", cluster }, ["worker", "registry"]), {
      "worker-1": { id: "id-1", port: 40001, address: "172.31.0.140" },
    });
    assert.equal(docker.calls[0], "docker start worker registry");
    assert.ok(docker.calls.includes("docker exec worker docker version"));
    assert.ok(
      docker.calls.includes(
        "docker exec swarm-test-manager-1 docker node inspect node-7 --format {{.Status.State}}",
      ),
    );
  });

  it("fails with docker's message", () => {
    using _docker = new FakeDocker('echo "port is already allocated" >&2; exit 1');
    assert.throws(() => startContainers({ stack: "test", cluster }, ["worker"]), {
      message:
        "stopped containers cannot be started: port is already allocated\n  → remove them: docker rm --force worker, then run npm run up again",
    });
  });
});

describe("shortId", () => {
  it("is the first twelve digits of a container's id", () => {
    assert.equal(shortId(`21a01538f56d${"19e8".repeat(13)}`), "21a01538f56d");
  });

  it("leaves anything else as it is", () => {
    for (const id of ["", "21a01538f56d", `21a01538f56d${"19e8".repeat(12)}`, "a-container-of-a-test"])
      assert.equal(shortId(id), id);
  });
});
