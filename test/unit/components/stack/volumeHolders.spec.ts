import assert from "node:assert/strict";
import type { LiveSwarm } from "../../../../components/live/liveSwarm.ts";
import { volumeHolders } from "../../../../components/stack/volumeHolders.ts";

function liveWith(labels: Readonly<Record<string, string>>): LiveSwarm {
  const node = { id: "n1", name: "worker-1", labels };
  return { managers: {}, failures: {}, swarm: { nodes: [node] } } as unknown as LiveSwarm;
}

describe("volumeHolders", () => {
  const volumes = ["shop_data", "shop_log"];
  const recorded = "shop_data=worker-0 shop_log=worker-0";

  it("name the node of each volume in the live state", () => {
    const live = liveWith({ "swarm.volume.shop_data": "true", "swarm.volume.shop_log": "true", disk: "ssd" });
    assert.equal(
      volumeHolders(volumes, recorded, live),
      "volumes: shop_data on worker-1, shop_log on worker-1",
    );
  });

  it("are those of the last deployment if the live state is unknown", () => {
    const text = "volumes: shop_data on worker-0, shop_log on worker-0";
    assert.equal(volumeHolders(volumes, recorded, undefined), text);
    assert.equal(volumeHolders(volumes, recorded, { managers: {}, failures: {} }), text);
  });

  it("are unknown before the first deployment", () => {
    assert.equal(volumeHolders(volumes, "", liveWith({})), "volumes: on no node yet");
  });
});
