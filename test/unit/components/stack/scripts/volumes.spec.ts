import assert from "node:assert/strict";
import { handedBack } from "../../../../support/fakeHost.ts";
import { failure, SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";
import type { NodeFacts } from "../../../../support/swarmHost/swarmState.ts";

/** A node; with the names of the services that have a task there, one for each task. */
interface Node extends Pick<NodeFacts, "status" | "availability"> {
  readonly volumes?: readonly string[];
  readonly tasks?: readonly string[];
}

/** These nodes, beside a manager that accepts no tasks. */
function swarmOf(nodes: Readonly<Record<string, Node>>): SwarmHost {
  const tasks = Object.entries(nodes).flatMap(([id, node]) =>
    (node.tasks ?? []).map((service) => ({ service, id })),
  );
  return new SwarmHost({
    nodes: {
      "manager-0": { role: "manager", availability: "drain" },
      ...Object.fromEntries(
        Object.entries(nodes).map(([id, { volumes = [], tasks: _, ...facts }]) => {
          const held = volumes.map((volume) => [`swarm.volume.${volume}`, "true"] as const);
          return [id, { ...facts, labels: Object.fromEntries([["swarm.node", id], ...held]) }];
        }),
      ),
    },
    services: Object.fromEntries(
      tasks.map(({ service }) => [
        service,
        { on: tasks.filter((task) => task.service === service).map(({ id }) => id) },
      ]),
    ),
  });
}

/** The volumes that each node holds. */
const held = (host: SwarmHost) =>
  Object.fromEntries(
    host.swarm.nodes.flatMap(({ id, labels }) => {
      const volumes = [...labels.keys()].filter((label) => label.startsWith("swarm.volume."));
      return volumes.length > 0 ? [[id, volumes.map((label) => label.slice("swarm.volume.".length))]] : [];
    }),
  );

/** Runs the script; each group is `VOLUME,...=SERVICE,...`. */
async function placed(nodes: Readonly<Record<string, Node>>, ...groups: string[]) {
  using host = swarmOf(nodes);
  const args = ["shop", "a-hash", ...groups];
  const { code, stdout, stderr } = await host.step("stack/scripts/volumes.sh", args);
  return { code, stdout, stderr, held: held(host) };
}

const on = (text: string, holders: Readonly<Record<string, readonly string[]>>) => ({
  ...{ code: 0, stdout: handedBack(text), stderr: "" },
  held: holders,
});

describe("volumes.sh", () => {
  it("labels the node with the fewest volumes, then the fewest tasks", async () => {
    const nodes = {
      "worker-2": { volumes: ["other_data"] },
      "worker-0": { tasks: ["shop_web", "shop_web"] },
      "worker-1": { tasks: ["shop_web"] },
    };
    assert.deepEqual(
      await placed(nodes, "shop_data,shop_log=db"),
      on("shop_data=worker-1 shop_log=worker-1", {
        "worker-2": ["other_data"],
        "worker-1": ["shop_data", "shop_log"],
      }),
    );
  });

  it("keeps a volume where it is, also when other nodes have less to do", async () => {
    const nodes = { "worker-0": { volumes: ["shop_data"], tasks: ["a", "b"] }, "worker-1": {} };
    assert.deepEqual(
      await placed(nodes, "shop_data=db"),
      on("shop_data=worker-0", { "worker-0": ["shop_data"] }),
    );
  });

  it("puts a new volume of a service where the service's other volume is", async () => {
    const nodes = { "worker-0": {}, "worker-1": { volumes: ["shop_data"] } };
    assert.deepEqual(
      await placed(nodes, "shop_data,shop_log=db"),
      on("shop_data=worker-1 shop_log=worker-1", { "worker-1": ["shop_data", "shop_log"] }),
    );
  });

  it("keeps the data of a service that runs already", async () => {
    const nodes = { "worker-0": {}, "worker-1": { tasks: ["shop_db", "shop_web"] } };
    assert.deepEqual(
      await placed(nodes, "shop_data=db"),
      on("shop_data=worker-1", { "worker-1": ["shop_data"] }),
    );
  });

  it("says so if a service has run on several nodes", async () => {
    const nodes = {
      "worker-0": { tasks: ["shop_db"] },
      "worker-1": { tasks: ["shop_db", "shop_db"] },
    };
    assert.deepEqual(await placed(nodes, "shop_data=db"), {
      ...on("shop_data=worker-1", { "worker-1": ["shop_data"] }),
      stderr:
        "stack shop: db ran on several nodes, each with its own data in shop_data; they now stay on one\n",
    });
  });

  it("spreads groups over the nodes", async () => {
    assert.deepEqual(
      await placed({ "worker-0": {}, "worker-1": {} }, "shop_a=a", "shop_b=b"),
      on("shop_a=worker-0 shop_b=worker-1", { "worker-0": ["shop_a"], "worker-1": ["shop_b"] }),
    );
  });

  it("chooses no node that is Down, on pause or on drain", async () => {
    const nodes = {
      "worker-0": { status: "down" },
      "worker-1": { availability: "drain" },
      "worker-2": { availability: "pause" },
    } as const;
    assert.deepEqual(await placed(nodes, "shop_data=db"), {
      code: 1,
      stdout: "",
      stderr: failure(
        "stack shop: no node is Ready and active, so none can hold shop_data",
        "npm run status",
      ),
      held: {},
    });
  });

  it("keeps a volume on a node that is Down, and says who cannot run", async () => {
    const nodes = { "worker-0": { status: "down", volumes: ["shop_data"] }, "worker-1": {} } as const;
    assert.deepEqual(await placed(nodes, "shop_data=db"), {
      ...on("shop_data=worker-0", { "worker-0": ["shop_data"] }),
      stderr: "stack shop: shop_data is on worker-0, which is not Ready and active, so db cannot run\n",
    });
  });

  it("refuses a service whose volumes are on two nodes", async () => {
    const nodes = { "worker-0": { volumes: ["shop_data"] }, "worker-1": { volumes: ["shop_log"] } };
    assert.deepEqual(await placed(nodes, "shop_data,shop_log=backup,db"), {
      code: 1,
      stdout: "",
      stderr: failure(
        "stack shop: the volume shop_data is on worker-0, the volume shop_log is on worker-1; backup db cannot run where all of them are",
        "move one: npm run volumes -- move VOLUME NODE; or let services start anywhere: swarm:stacks.shop.pinVolumes: false",
      ),
      held: { "worker-0": ["shop_data"], "worker-1": ["shop_log"] },
    });
  });
});
