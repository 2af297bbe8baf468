import assert from "node:assert/strict";
import { type FakeHost, handedBack } from "../../../../support/fakeHost.ts";
import { type FakeNode, volumeSwarm } from "../../../../support/volumeSwarm.ts";

const files = ["steps/scripts/payload.sh", "swarm/scripts/volumeNodes.sh", "stack/scripts/volumes.sh"];

async function place(host: FakeHost, ...groups: string[]) {
  const { code, stdout, stderr } = await host.run(files, ["shop", "a-hash", ...groups]);
  return { code, stdout, stderr };
}

async function placed(nodes: readonly FakeNode[], ...groups: string[]) {
  using host = volumeSwarm(nodes);
  return await place(host, ...groups);
}

const on = (text: string) => ({ code: 0, stdout: handedBack(text), stderr: "" });

describe("volumes.sh", () => {
  it("labels the node with the fewest volumes, then the fewest tasks", async () => {
    using host = volumeSwarm([
      { id: "manager-0", volumes: ["other_data"] },
      { id: "worker-0", tasks: ["shop_web", "shop_web"] },
      { id: "worker-1", tasks: ["shop_web"] },
    ]);
    assert.deepEqual(await place(host, "shop_data,shop_log=db"), on("shop_data=worker-1 shop_log=worker-1"));
    assert.equal(host.read("labels-worker-1"), "swarm.volume.shop_data=true\nswarm.volume.shop_log=true\n");
    assert.equal(host.read("labels-worker-0"), "");
  });

  it("keeps a volume where it is, also when other nodes have less to do", async () => {
    const nodes = [{ id: "worker-0", volumes: ["shop_data"], tasks: ["a", "b"] }, { id: "worker-1" }];
    assert.deepEqual(await placed(nodes, "shop_data=db"), on("shop_data=worker-0"));
  });

  it("puts a new volume of a service where the service's other volume is", async () => {
    using host = volumeSwarm([{ id: "worker-0" }, { id: "worker-1", volumes: ["shop_data"] }]);
    assert.deepEqual(await place(host, "shop_data,shop_log=db"), on("shop_data=worker-1 shop_log=worker-1"));
    assert.equal(host.read("labels-worker-1"), "swarm.volume.shop_data=true\nswarm.volume.shop_log=true\n");
  });

  it("keeps the data of a service that runs already", async () => {
    const nodes = [{ id: "worker-0" }, { id: "worker-1", tasks: ["shop_db", "shop_web"] }];
    assert.deepEqual(await placed(nodes, "shop_data=db"), on("shop_data=worker-1"));
  });

  it("says so if a service has run on several nodes", async () => {
    const nodes = [
      { id: "worker-0", tasks: ["shop_db"] },
      { id: "worker-1", tasks: ["shop_db", "shop_db"] },
    ];
    assert.deepEqual(await placed(nodes, "shop_data=db"), {
      ...on("shop_data=worker-1"),
      stderr:
        "stack shop: db ran on several nodes, each with its own data in shop_data; they now stay on one\n",
    });
  });

  it("spreads groups over the nodes", async () => {
    const nodes = [{ id: "worker-0" }, { id: "worker-1" }];
    assert.deepEqual(await placed(nodes, "shop_a=a", "shop_b=b"), on("shop_a=worker-0 shop_b=worker-1"));
  });

  it("chooses no node that is Down, on pause or on drain", async () => {
    const nodes: FakeNode[] = [
      { id: "worker-0", status: "Down" },
      { id: "worker-1", availability: "Drain" },
      { id: "worker-2", availability: "Pause" },
    ];
    assert.deepEqual(await placed(nodes, "shop_data=db"), {
      code: 1,
      stdout: "",
      stderr:
        "this-host: stack shop: no node is Ready and active, so none can hold shop_data\n  → npm run status\n",
    });
  });

  it("keeps a volume on a node that is Down, and says who cannot run", async () => {
    const nodes: FakeNode[] = [
      { id: "worker-0", status: "Down", volumes: ["shop_data"] },
      { id: "worker-1" },
    ];
    assert.deepEqual(await placed(nodes, "shop_data=db"), {
      ...on("shop_data=worker-0"),
      stderr: "stack shop: shop_data is on worker-0, which is not Ready and active, so db cannot run\n",
    });
  });

  it("refuses a service whose volumes are on two nodes", async () => {
    const nodes = [
      { id: "worker-0", volumes: ["shop_data"] },
      { id: "worker-1", volumes: ["shop_log"] },
    ];
    assert.deepEqual(await placed(nodes, "shop_data,shop_log=backup,db"), {
      code: 1,
      stdout: "",
      stderr:
        "this-host: stack shop: the volume shop_data is on worker-0, the volume shop_log is on worker-1; backup db cannot run where all of them are\n  → move one: npm run volumes -- move VOLUME NODE; or let services start anywhere: swarm:stacks.shop.pinVolumes: false\n",
    });
  });
});
