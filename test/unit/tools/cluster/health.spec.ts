import assert from "node:assert/strict";
import {
  findTrouble,
  type NodeLine,
  type ServiceLine,
  type SwarmInfo,
  swarmTrouble,
  type TaskLine,
} from "../../../../tools/cluster/health.ts";
import { otherCluster } from "../../../support/engineOwners.ts";
import { cluster } from "../../../support/fakeHost.ts";

const node = (line: Partial<NodeLine>): NodeLine => ({
  ID: "2pzjb0zm8y9mvm1yaht2jbm5p",
  Hostname: "manager-0",
  Status: "Ready",
  Availability: "Active",
  ManagerStatus: "Leader",
  EngineVersion: "26.1.5",
  ...line,
});

const service = (line: Partial<ServiceLine>): ServiceLine => ({
  Name: "shop_web",
  Mode: "replicated",
  Replicas: "2/2",
  Image: "registry:5000/shop/web",
  ...line,
});

const task = (line: Partial<TaskLine>): TaskLine => ({
  ID: "t1",
  Name: "shop_web.1",
  Node: "worker-0",
  CurrentState: "Running 3 minutes ago",
  Error: "",
  ...line,
});

describe("findTrouble", () => {
  it("finds none in a healthy swarm", () => {
    const nodes = [
      node({}),
      node({ Hostname: "manager-1", ManagerStatus: "Reachable" }),
      node({ Hostname: "worker-0", ManagerStatus: "" }),
    ];
    const services = [
      service({}),
      service({ Replicas: "0/0" }),
      service({ Mode: "global", Replicas: "3/3" }),
      service({ Replicas: "2/2 (max 1 per node)" }),
      service({ Mode: "replicated job", Replicas: "0/2 (2/2 completed)" }),
    ];
    const tasks = [task({}), task({ CurrentState: "Complete 2 minutes ago" })];
    assert.deepEqual(findTrouble(nodes, services, tasks), []);
  });

  it("first names listed nodes that the swarm lacks", () => {
    const nodes = [node({ Hostname: "worker-0", Status: "Down", ManagerStatus: "" })];
    assert.deepEqual(findTrouble(nodes, [], [], ["worker-1", "worker-2"]), [
      "node worker-1 is not in the swarm",
      "node worker-2 is not in the swarm",
      "node worker-0 is Down",
    ]);
  });

  it("names nodes that are not Ready, and unreachable managers", () => {
    const nodes = [
      node({ Hostname: "worker-0", Status: "Down", ManagerStatus: "" }),
      node({ Hostname: "manager-1", ManagerStatus: "Unreachable" }),
      node({ Hostname: "manager-2", Status: "Down", ManagerStatus: "Unreachable" }),
    ];
    assert.deepEqual(findTrouble(nodes, [], []), [
      "node worker-0 is Down",
      "manager manager-1 is unreachable",
      "node manager-2 is Down",
    ]);
  });

  it("says how many tasks of a service run", () => {
    const services = [
      service({ Replicas: "1/2" }),
      service({ Name: "shop_edge", Mode: "global", Replicas: "2/3" }),
      service({ Name: "shop_api", Replicas: "0/2 (max 1 per node)" }),
      service({ Name: "shop_new", Replicas: "6/4" }),
      service({ Name: "shop_migrate", Mode: "replicated job", Replicas: "1/1 (0/2 completed)" }),
    ];
    assert.deepEqual(findTrouble([], services, []), [
      "service shop_web runs 1 of 2",
      "service shop_edge runs 2 of 3",
      "service shop_api runs 0 of 2",
      "job shop_migrate has finished 0 of 2",
    ]);
  });

  it("says what a task does instead of running, where and why", () => {
    const tasks = [
      task({ CurrentState: "Preparing 2 seconds ago" }),
      task({ Name: "shop_web.2", CurrentState: "Failed 5 seconds ago", Error: '"task: non-zero exit (1)"' }),
      task({
        Name: "shop_web.3",
        Node: "",
        CurrentState: "Pending 9 seconds ago",
        Error: '"no suitable node"',
      }),
    ];
    assert.deepEqual(findTrouble([], [], tasks), [
      "task shop_web.1 on worker-0 is Preparing 2 seconds ago",
      "task shop_web.2 on worker-0 is Failed 5 seconds ago: task: non-zero exit (1)",
      "task shop_web.3 on no node is Pending 9 seconds ago: no suitable node",
    ]);
  });

  it("reports nodes first, then services, then tasks", () => {
    const trouble = findTrouble(
      [node({ Status: "Down" })],
      [service({ Replicas: "0/1" })],
      [task({ CurrentState: "Ready" })],
    );
    assert.deepEqual(
      trouble.map((sentence) => sentence.split(" ")[0]),
      ["node", "service", "task"],
    );
  });
});

describe("swarmTrouble", () => {
  const inSwarm = (labels: Readonly<Record<string, string>> | null): SwarmInfo => ({
    LocalNodeState: "active",
    Cluster: { ID: "id-of-the-swarm", Spec: { Labels: labels } },
  });
  const cases: Readonly<Record<string, readonly [info: SwarmInfo, trouble: string | undefined]>> = {
    "none in the cluster's own swarm": [inSwarm({ "swarm.cluster": cluster, team: "shop" }), undefined],
    "a locked swarm": [
      { LocalNodeState: "locked", Cluster: null },
      "the swarm is locked on manager-0\n  → unlock it with the key: npm run ssh -- manager-0 docker swarm unlock",
    ],
    "no swarm": [
      { LocalNodeState: "inactive" },
      "manager-0 is in no swarm\n  → npm run preview says what the cluster has lost, and what to do",
    ],
    "no leader": [
      { LocalNodeState: "active", Cluster: null },
      "the swarm has no leader: manager-0 is active\n  → start the other managers",
    ],
    "another cluster's swarm": [
      inSwarm({ "swarm.cluster": otherCluster }),
      `manager-0 is in the swarm id-of-the-swarm, which is of cluster ${otherCluster}\n  → npm run preview says what to do`,
    ],
    "a swarm that was made by hand": [
      inSwarm({}),
      "manager-0 is in the swarm id-of-the-swarm, which is not made by this program\n  → npm run preview says what to do",
    ],
    "a swarm without any labels": [
      inSwarm(null),
      "manager-0 is in the swarm id-of-the-swarm, which is not made by this program\n  → npm run preview says what to do",
    ],
  };
  for (const [what, [info, trouble]] of Object.entries(cases))
    it(`reports ${what}`, () => {
      assert.equal(swarmTrouble("manager-0", info, cluster), trouble);
    });
});
