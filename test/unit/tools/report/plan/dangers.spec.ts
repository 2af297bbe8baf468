import assert from "node:assert/strict";
import type { Change, EngineStep } from "../../../../../tools/pulumi/preview.ts";
import { dangersIn } from "../../../../../tools/report/plan/dangers.ts";

const change = (op: Change["op"], types: string, name: string, more: Partial<Change> = {}): Change => {
  const [type = "", owner = ""] = types.split("$").reverse();
  return { op, type, owner, name, before: {}, after: {}, reasons: [], ...more };
};

const tagged = { before: { tags: { "swarm.node": "manager-1" } } };

const dangerous: readonly (readonly [change: Change, name: string, sentence: RegExp])[] = [
  [change("delete", "swarm:index:ClusterKeys$pulumi:index:Stash", "keys"), "keys", /secret that all keys/],
  [change("replace", "swarm:index:ClusterKeys$pulumi:index:Stash", "keys"), "keys", /secret that all keys/],
  [change("delete", "swarm:index:SwarmCluster", "swarm"), "swarm", /^Deletes the swarm/],
  [
    change("replace", "swarm:index:SwarmCluster$command:remote:Command", "swarm-bootstrap"),
    "swarm",
    /^Deletes the swarm/,
  ],
  [
    change("delete", "swarm:index:SwarmCluster$swarm:index:SwarmNode", "manager-2"),
    "manager-2",
    /^The manager manager-2 leaves/,
  ],
  [
    change("delete", "swarm:index:ContainerMachines$command:local:Command", "swarm-dev-manager-0-volume"),
    "swarm-dev-manager-0-volume",
    /^The volume of swarm-dev-manager-0 is deleted/,
  ],
  [
    change("replace", "aws:ebs/volume:Volume", "manager-1-data", tagged),
    "manager-1-data",
    /^The data volume of manager-1 is replaced/,
  ],
  [
    change("delete", "aws:efs/fileSystem:FileSystem", "efs"),
    "efs",
    /^The file system is deleted, and with it the data of all volumes of type efs\.$/,
  ],
  [
    change("delete", "swarm:index:ContainerRegistry$command:local:Command", "swarm-dev-registry-volume"),
    "swarm-dev-registry-volume",
    /^The registry's volume is deleted/,
  ],
  [
    change("delete", "aws:ecr/repository:Repository", "shop/api", { before: { forceDelete: true } }),
    "shop/api",
    /^The repository shop\/api is deleted/,
  ],
  [
    change("delete", "swarm:index:ComposeStack$command:remote:Command", "shop-stack"),
    "shop",
    /^The stack shop is removed/,
  ],
  [change("replace", "aws:ec2/vpc:Vpc", "network"), "network", /^The VPC is replaced/],
  [
    change("delete", "aws:lb/loadBalancer:LoadBalancer", "entrypoint"),
    "entrypoint",
    /^The load balancer is deleted/,
  ],
  [
    change("delete", "swarm:index:ContainerNetwork$command:local:Command", "network"),
    "network",
    /^The cluster's network/,
  ],
];

const harmless: readonly Change[] = [
  change("create", "swarm:index:ClusterKeys$pulumi:index:Stash", "keys"),
  change("delete", "swarm:index:MachineImages$pulumi:index:Stash", "amd64@debian-13@old"),
  change("update", "swarm:index:SwarmCluster$command:remote:Command", "swarm-bootstrap"),
  change("delete", "swarm:index:SwarmCluster$swarm:index:SwarmNode", "worker-2"),
  change("delete", "swarm:index:SwarmCluster$swarm:index:SwarmNode", "manager-pool-2"),
  change("update", "aws:ebs/volume:Volume", "manager-1-data", tagged),
  change("replace", "aws:ec2/instance:Instance", "manager-1", tagged),
  change("replace", "docker:index/container:Container", "swarm-dev-manager-0"),
  change("update", "swarm:index:ComposeStack", "shop-stack"),
  // Its first deployment was refused: there is nothing of it in the swarm, or another's stack of that name.
  change("delete", "swarm:index:ComposeStack$command:remote:Command", "shop-attempt"),
  change("delete", "swarm:index:ComposeStack", "never-deployed-stack"),
  change("update", "swarm:index:ComposeStack$command:remote:Command", "shop-stack"),
  change("delete", "swarm:index:EndpointCheck$command:local:Command", "answer"),
  change("update", "aws:lb/loadBalancer:LoadBalancer", "entrypoint"),
  change("update", "swarm:index:ContainerNetwork$command:local:Command", "network", {
    before: { create: "same", environment: { MISSED: "1" } },
    after: { create: "same", environment: { MISSED: "2" } },
  }),
];

const container = (op: Change["op"], node: string): Change =>
  change(op, "docker:index/container:Container", `swarm-dev-${node}`, {
    before: { labels: [{ label: "swarm.node", value: node }] },
  });
const instance = (op: Change["op"], node: string): Change =>
  change(op, "aws:ec2/instance:Instance", node, { before: { tags: { "swarm.node": node } } });

/** A step that tells of a resource as it is. */
const same = (type: string, name: string, inputs: Readonly<Record<string, unknown>>): EngineStep => ({
  op: "same",
  urn: `urn:pulumi:dev::swarm::${type}::${name}`,
  oldState: { type, inputs },
  newState: { type, inputs },
});
const node = (name: string, labels?: Readonly<Record<string, string>>) =>
  same("swarm:index:SwarmCluster$swarm:index:SwarmNode", name, labels ? { labels } : {});
const stack = (services: Readonly<Record<string, object>>) =>
  same("swarm:index:ComposeStack", "shop-stack", { services });
const db = (...constraints: string[]) => ({ image: "postgres", volumes: ["data", "log"], constraints });

describe("dangersIn", () => {
  for (const [dangerousChange, name, sentence] of dangerous)
    it(`warns when ${dangerousChange.name} is ${dangerousChange.op}d`, () => {
      const [found, ...more] = dangersIn([...harmless, dangerousChange], {});
      assert.equal(found?.name, name);
      assert.match(found?.sentence ?? "", sentence);
      assert.deepEqual(more, []);
    });

  it("finds nothing in changes that can be repeated", () => {
    assert.deepEqual(dangersIn(harmless, {}), []);
  });
});

describe("the node that holds a volume", () => {
  const pinned = { ...db(), pinned: ["shop_data", "shop_log"] };
  const holding = (holder: string): EngineStep[] => {
    const step = stack({ db: pinned, web: { image: "nginx" } });
    const oldState = {
      ...step.oldState,
      type: step.urn,
      outputs: { volumes: `shop_data=${holder} shop_log=${holder}` },
    };
    return [{ ...step, oldState }];
  };
  const node = (op: Change["op"], before: string, after: string) =>
    change(op, "swarm:index:SwarmNode", "worker-1", {
      before: { availability: before },
      after: { availability: after },
    });
  const sentences = (changes: readonly Change[], steps: EngineStep[]) =>
    dangersIn(changes, { steps }).map(({ name, sentence }) => `${name}: ${sentence}`);

  it("is a danger to lose with its machine, and no other node is", () => {
    assert.deepEqual(sentences([container("delete", "worker-1")], holding("worker-1")), [
      "worker-1: The disk of worker-1 is deleted with its machine, and with it the volumes that these services may keep there: shop_db (data, log).",
    ]);
    assert.deepEqual(sentences([container("delete", "worker-1")], holding("worker-0")), []);
  });

  it("is the one that the swarm names, if the record is older", () => {
    const live = new Map([["shop_data", "worker-0"]]);
    const steps = holding("worker-1");
    assert.deepEqual(dangersIn([container("delete", "worker-1")], { steps }, live), []);
    assert.equal(dangersIn([container("delete", "worker-0")], { steps }, live).length, 1);
  });

  it("is a danger to let go with a machine that stays", () => {
    assert.deepEqual(sentences([node("delete", "active", "active")], holding("worker-1")), [
      "worker-1: worker-1 leaves the swarm; the volumes of these services stay on its machine, and they start elsewhere with empty ones: shop_db (data, log).",
    ]);
    assert.deepEqual(sentences([node("delete", "active", "active")], holding("worker-0")), []);
  });

  it("is a danger to drain", () => {
    assert.deepEqual(sentences([node("update", "active", "drain")], holding("worker-1")), [
      "worker-1: worker-1 is drained; these services cannot run, because their volumes are there: shop_db (data, log). To move a volume: npm run volumes -- move VOLUME NODE.",
    ]);
    assert.deepEqual(sentences([node("update", "drain", "active")], holding("worker-1")), []);
    assert.deepEqual(sentences([node("update", "active", "drain")], holding("worker-0")), []);
  });
});

describe("a worker's disk that is removed with its machine", () => {
  const namesOf = (changes: readonly Change[], ...steps: EngineStep[]) =>
    dangersIn(changes, { steps }).map(({ name }) => name);

  it("is a danger if services keep volumes there, and names them", () => {
    const steps = [
      node("worker-1", {}),
      stack({
        db: db(),
        cache: { ...db("node.role == worker"), volumes: ["cache"] },
        web: { image: "nginx" },
      }),
    ];
    for (const machine of [
      container("delete", "worker-1"),
      container("replace", "worker-1"),
      instance("delete", "worker-1"),
      instance("replace", "worker-1"),
    ])
      assert.deepEqual(dangersIn([machine], { steps }), [
        {
          name: "worker-1",
          sentence:
            "The disk of worker-1 is deleted with its machine, and with it the volumes that these services may keep there: shop_cache (cache), shop_db (data, log).",
        },
      ]);
  });

  it("is no danger if no service keeps a volume", () => {
    assert.deepEqual(namesOf([container("delete", "worker-1")], node("worker-1", {})), []);
    assert.deepEqual(
      namesOf([container("delete", "worker-1")], node("worker-1", {}), stack({ web: { image: "nginx" } })),
      [],
    );
  });

  it("is no danger if the service runs elsewhere", () => {
    const labels = { tier: "web" };
    for (const [constraint, isDanger] of [
      ["node.role == manager", false],
      ["node.hostname == manager-0", false],
      ["node.hostname == worker-1", true],
      ["node.labels.tier == data", false],
      ["node.labels.tier == web", true],
      ["node.labels.disk == ssd", true],
    ] as const) {
      const found = namesOf(
        [container("delete", "worker-1")],
        node("worker-1", labels),
        stack({ db: db(constraint) }),
      );
      assert.deepEqual(found, isDanger ? ["worker-1"] : [], constraint);
    }
  });

  it("is a danger if the state does not know the node's labels", () => {
    const steps = [node("worker-1"), stack({ db: db("node.labels.tier == data") })];
    assert.deepEqual(namesOf([container("delete", "worker-1")], ...steps), ["worker-1"]);
  });

  it("is no danger if the machine is created, updated or a manager's", () => {
    const steps = [node("worker-1", {}), stack({ db: db() })];
    const changes = [
      container("create", "worker-1"),
      container("update", "worker-1"),
      container("replace", "manager-0"),
      instance("replace", "manager-1"),
    ];
    assert.deepEqual(namesOf(changes, ...steps), []);
  });

  it("is a danger to the volumes of a removed stack and of a new one", () => {
    const type = "swarm:index:ComposeStack";
    const urn = `urn:pulumi:dev::swarm::${type}::shop-stack`;
    const state = { type, inputs: { services: { db: db() } } };
    const machine = container("replace", "worker-1");
    assert.deepEqual(namesOf([machine], { op: "delete", urn, oldState: state }), ["worker-1"]);
    assert.deepEqual(namesOf([machine], { op: "create", urn, newState: state }), ["worker-1"]);
  });
});
