import assert from "node:assert/strict";
import { EngineObjects } from "../../../../../../components/targets/local/resources/engineObjects.ts";
import { otherCluster } from "../../../../../support/engineOwners.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../support/fakeHost.ts";

/** Lines as docker prints them. */
const lines = (...objects: (readonly [name: string, stack?: string, cluster?: string, status?: string])[]) =>
  objects
    .map(([name, stack = "", owner = "", status = ""]) => `${name}\\t${stack}\\t${owner}\\t${status}\\n`)
    .join("");

const engine = ({ containers = "", networks = "", volumes = "" }) =>
  new FakeDocker(`case "$1" in
  ps) printf '${containers}' ;;
  network) printf '${networks}' ;;
  volume) printf '${volumes}' ;;
esac`);

describe("EngineObjects", () => {
  it("lists objects with the stack's label or a fixed name, each kind by one call", async () => {
    using docker = engine({
      containers: lines(
        ["by-label", "shop", otherCluster, "Up 3 minutes"],
        ["swarm-shop-manager-6"],
        ["swarm-shop-manager-7"],
        ["other", "blog", cluster],
      ),
      networks: lines(["swarm-shop", "blog", cluster], ["bridge"]),
      volumes: lines(["swarm-shop-registry", "shop", cluster], ["data"]),
    });
    const { all } = await EngineObjects.read("shop", 7);
    const isStopped = false;
    assert.deepEqual(all, [
      { kind: "container", name: "by-label", cluster: otherCluster, isStopped },
      { kind: "container", name: "swarm-shop-manager-6", cluster: "", isStopped },
      { kind: "network", name: "swarm-shop", cluster, isStopped },
      { kind: "volume", name: "swarm-shop-registry", cluster, isStopped },
    ]);
    const format = '{{.Label "swarm.stack"}}\t{{.Label "swarm.cluster"}}\t';
    assert.deepEqual(docker.calls.sort(), [
      `docker network ls --format {{.Name}}\t${format}`,
      `docker ps --all --format {{.Names}}\t${format}{{.Status}}`,
      `docker volume ls --format {{.Name}}\t${format}`,
    ]);
  });

  it("lacks an object that the engine did not list, of a kind that it listed", async () => {
    using _docker = engine({ volumes: lines(["swarm-shop-registry", "shop", cluster]) });
    const objects = await EngineObjects.read("shop", 1);
    assert.equal(objects.lacks("volume", "swarm-shop-registry"), false);
    assert.equal(objects.lacks("volume", "swarm-shop-manager-0"), true);
    assert.equal(objects.lacks("network", "swarm-shop-registry"), true);
  });

  it("knows of nothing that is gone if the engine does not answer", async () => {
    using docker = new FakeDocker("exit 1");
    const objects = await EngineObjects.read("shop", 1);
    assert.deepEqual(objects.all, []);
    assert.equal(objects.lacks("volume", "swarm-shop-registry"), false);
    assert.deepEqual(objects.stoppedOf(cluster), []);
    assert.equal(docker.calls.length, 3);
  });

  it("returns a cluster's exited containers", async () => {
    using _docker = engine({
      containers: lines(
        ["a", "shop", cluster, "Exited (137) 2 hours ago"],
        ["b", "shop", otherCluster, "Exited (0) 1 second ago"],
        ["c", "shop", cluster, "Up 2 hours"],
        ["d", "shop", cluster, "Created"],
      ),
    });
    assert.deepEqual((await EngineObjects.read("shop", 1)).stoppedOf(cluster), ["a"]);
  });
});
