import assert from "node:assert/strict";
import { ownershipError } from "../../../../../../components/targets/local/machines/ownershipCheck.ts";
import type { EngineObject } from "../../../../../../components/targets/target.ts";
import { otherCluster } from "../../../../../support/engineOwners.ts";
import { cluster } from "../../../../../support/fakeHost.ts";

const object = (kind: EngineObject["kind"], name: string, owner = ""): EngineObject => ({
  ...{ kind, name },
  cluster: owner,
});

const diagnostic = (...more: string[]) =>
  [
    "stack shop: this computer already has objects with these names that this cluster does not own:",
    ...more,
  ].join("\n");
const stop =
  "  → nothing was changed; use the folder that created it, or take another name: npm start -- --stack NAME";

describe("ownershipError", () => {
  it("names objects of another cluster, and how to remove them", () => {
    const objects = [
      object("container", "swarm-shop-worker-0-1a2b", otherCluster),
      object("container", "swarm-shop-manager-0", cluster),
      object("network", "swarm-shop", otherCluster),
      object("volume", "swarm-shop-manager-0", otherCluster),
    ];
    assert.equal(
      ownershipError(objects, "shop", cluster),
      diagnostic(
        `    container swarm-shop-worker-0-1a2b, of cluster ${otherCluster}`,
        `    network swarm-shop, of cluster ${otherCluster}`,
        `    volume swarm-shop-manager-0, of cluster ${otherCluster}`,
        stop,
        `  → if that folder no longer exists, run npm run destroy -- --stack shop --cluster ${otherCluster}, which removes it with all data on it`,
      ),
    );
  });

  it("names objects created by hand under its names, without a command to remove them", () => {
    const objects = [object("container", "swarm-shop-registry"), object("volume", "swarm-shop-manager-2")];
    assert.equal(
      ownershipError(objects, "shop", cluster),
      diagnostic(
        "    container swarm-shop-registry, not made by this program",
        "    volume swarm-shop-manager-2, not made by this program",
        stop,
      ),
    );
  });

  it("names each other cluster once", () => {
    const third = "ffffffffffffffffffff";
    const owners = [otherCluster, third, otherCluster];
    const objects = owners.map((owner, index) => object("container", `c-${index}`, owner));
    const ways = ownershipError(objects, "shop", cluster)?.split("\n").slice(-2);
    assert.deepEqual(
      ways,
      [otherCluster, third].map(
        (owner) =>
          `  → if that folder no longer exists, run npm run destroy -- --stack shop --cluster ${owner}, which removes it with all data on it`,
      ),
    );
  });

  it("counts every object as foreign while the state has no id", () => {
    assert.match(
      ownershipError([object("network", "swarm-shop", cluster)], "shop", "") ?? "",
      /network swarm-shop, of cluster c0ffee00c0ffee00c0ff\n/,
    );
  });

  it("finds none for the cluster's own objects", () => {
    const objects = [object("network", "swarm-shop", cluster), object("volume", "swarm-shop-data", cluster)];
    assert.equal(ownershipError(objects, "shop", cluster), undefined);
  });
});
