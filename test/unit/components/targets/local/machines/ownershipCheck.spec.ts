import assert from "node:assert/strict";
import {
  engineObjects,
  ownershipError,
} from "../../../../../../components/targets/local/machines/ownershipCheck.ts";
import { otherCluster } from "../../../../../support/engineOwners.ts";
import { FakeDocker } from "../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../support/fakeHost.ts";

/** Lines as docker prints them: name, stack, cluster. */
const lines = (...objects: (readonly [name: string, stack?: string, cluster?: string])[]) =>
  objects.map(([name, stack = "", owner = ""]) => `${name}\\t${stack}\\t${owner}\\n`).join("");

const engine = ({ containers = "", networks = "", volumes = "" }) =>
  new FakeDocker(`case "$1" in
  ps) printf '${containers}' ;;
  network) printf '${networks}' ;;
  volume) printf '${volumes}' ;;
esac`);

const diagnostic = (...more: string[]) =>
  [
    "stack shop: this computer already has objects with these names that this cluster does not own:",
    ...more,
  ].join("\n");
const stop =
  "  → nothing was changed; use the folder that created it, or take another name: npm start -- --stack NAME";

describe("ownershipError", () => {
  it("names objects of another cluster, and how to remove them", () => {
    using docker = engine({
      containers: lines(
        ["swarm-shop-worker-0-1a2b", "shop", otherCluster],
        ["swarm-shop-manager-0", "shop", otherCluster],
      ),
      networks: lines(["swarm-shop", "shop", otherCluster]),
      volumes: lines(["swarm-shop-manager-0", "shop", otherCluster]),
    });
    assert.equal(
      ownershipError("shop", cluster, 1),
      diagnostic(
        `    container swarm-shop-worker-0-1a2b, of cluster ${otherCluster}`,
        `    container swarm-shop-manager-0, of cluster ${otherCluster}`,
        `    network swarm-shop, of cluster ${otherCluster}`,
        `    volume swarm-shop-manager-0, of cluster ${otherCluster}`,
        stop,
        `  → if that folder no longer exists, run npm run destroy -- --stack shop --cluster ${otherCluster}, which removes it with all data on it`,
      ),
    );
    const format = '{{.Label "swarm.stack"}}\t{{.Label "swarm.cluster"}}';
    assert.deepEqual(docker.calls, [
      `docker ps --all --format {{.Names}}\t${format}`,
      `docker network ls --format {{.Name}}\t${format}`,
      `docker volume ls --format {{.Name}}\t${format}`,
    ]);
  });

  it("names objects created by hand under its names, without a command to remove them", () => {
    using _docker = engine({
      containers: lines(["swarm-shop-registry"], ["swarm-shop-balancer"]),
      networks: lines(["swarm-shop"]),
      volumes: lines(["swarm-shop-manager-2"], ["swarm-shop-registry"]),
    });
    assert.equal(
      ownershipError("shop", cluster, 3),
      diagnostic(
        "    container swarm-shop-registry, not made by this program",
        "    container swarm-shop-balancer, not made by this program",
        "    network swarm-shop, not made by this program",
        "    volume swarm-shop-manager-2, not made by this program",
        "    volume swarm-shop-registry, not made by this program",
        stop,
      ),
    );
  });

  it("names each other cluster once", () => {
    const third = "ffffffffffffffffffff";
    using _docker = engine({
      containers: lines(["a", "shop", otherCluster], ["b", "shop", third], ["c", "shop", otherCluster]),
    });
    const ways = ownershipError("shop", cluster, 1)?.split("\n").slice(-2);
    assert.deepEqual(
      ways,
      [otherCluster, third].map(
        (owner) =>
          `  → if that folder no longer exists, run npm run destroy -- --stack shop --cluster ${owner}, which removes it with all data on it`,
      ),
    );
  });

  it("counts every object as foreign while the state has no id", () => {
    using _docker = engine({ networks: lines(["swarm-shop", "shop", cluster]) });
    assert.match(
      ownershipError("shop", "", 1) ?? "",
      /network swarm-shop, of cluster c0ffee00c0ffee00c0ff\n/,
    );
  });

  it("finds none for the cluster's own objects", () => {
    using _docker = engine({
      containers: lines(["swarm-shop-manager-0", "shop", cluster]),
      networks: lines(["swarm-shop", "shop", cluster]),
      volumes: lines(["swarm-shop-manager-0", "shop", cluster]),
    });
    assert.equal(ownershipError("shop", cluster, 1), undefined);
  });

  it("finds none for other names with the same start", () => {
    using _docker = engine({
      containers: lines(["swarm-shop-manager-1"], ["swarm-shop2-manager-0", "shop2", otherCluster]),
      networks: lines(["swarm-shop2", "shop2", otherCluster], ["bridge"]),
      volumes: lines(["swarm-shop-manager-1"], ["data"]),
    });
    // One manager: the volume of a second one is nobody's name.
    assert.equal(ownershipError("shop", cluster, 1), undefined);
  });

  it("finds none without an engine, which has its own message", () => {
    using docker = new FakeDocker("exit 1");
    assert.equal(ownershipError("shop", cluster, 1), undefined);
    assert.equal(docker.calls.length, 3);
  });
});

describe("engineObjects", () => {
  it("returns objects with the stack's label or a fixed name, with their cluster", () => {
    using _docker = engine({
      containers: lines(
        ["by-label", "shop", otherCluster],
        ["swarm-shop-manager-6"],
        ["other", "blog", cluster],
      ),
      networks: lines(["swarm-shop", "blog", cluster]),
      volumes: lines(["swarm-shop-registry", "shop", cluster]),
    });
    assert.deepEqual(engineObjects("shop", 7), [
      { kind: "container", name: "by-label", cluster: otherCluster },
      { kind: "container", name: "swarm-shop-manager-6", cluster: "" },
      { kind: "network", name: "swarm-shop", cluster },
      { kind: "volume", name: "swarm-shop-registry", cluster },
    ]);
  });
});
