import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ClusterIdentity } from "../../../../../../components/keys/clusterIdentity.ts";
import { ClusterKeys } from "../../../../../../components/keys/clusterKeys.ts";
import type { LiveSwarm } from "../../../../../../components/live/liveSwarm.ts";
import type { ReadLiveStateArgs } from "../../../../../../components/live/readLiveState.ts";
import { observe } from "../../../../../../components/targets/aws/resources/observe.ts";
import { awsSettings, key } from "../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { type RecordingOptions, record } from "../../../../../support/recordedProgram.ts";

/** The addresses of running instances, by the value of the tag that finds them: private, public. */
type Instances = Readonly<Record<string, readonly [string, string?]>>;

const node = (name: string, raft: "" | "leader" | "reachable" | "unreachable") => ({
  ...{ id: name, name, raft, role: raft ? ("manager" as const) : ("worker" as const) },
  ...{ availability: "active" as const, state: "ready", address: "", labels: {} },
});
const swarmOf = (...nodes: ReturnType<typeof node>[]): LiveSwarm => ({
  managers: {},
  failures: {},
  swarm: { id: "swarm", nodes, autolock: false, rotated: false, members: [], recorded: [], now: [] },
});
const silent: LiveSwarm = {
  managers: { "manager-0": undefined },
  failures: { "manager-0": "it does not answer" },
};

/** Observes a cluster with these instances, whose swarm is this. */
async function observed(
  written: Readonly<Record<string, unknown>>,
  instances: Instances,
  live: LiveSwarm,
  options: RecordingOptions & {
    readonly disks?: readonly string[];
    /** Of a stopped bastion. */
    readonly stopped?: string;
    /** True: it can be started, and has an address then. */
    readonly starts?: boolean;
    /** How often nothing answers at first. */
    readonly silences?: number;
  } = {},
) {
  const filters: unknown[] = [];
  const warnings: string[] = [];
  let asked: ReadLiveStateArgs | undefined;
  let reads = 0;
  const started: string[] = [];
  const { result } = await record(
    async () => {
      const { log } = pulumi as unknown as { log: { warn: (text: string) => void } };
      const { warn } = log;
      log.warn = (text) => warnings.push(text);
      try {
        return await observe(
          {
            settings: awsSettings(written),
            keys: new ClusterKeys("keys"),
            identity: new ClusterIdentity("cluster"),
            addressOf: (index) => `10.64.128.${4 + index}`,
            options: {},
            ...(options.starts ? { startBastion: async (id) => started.push(id) } : {}),
            waits: { between: 0, tries: 4 },
          },
          async (args) => {
            asked = args;
            reads += 1;
            return reads > (options.silences ?? 0) ? live : silent;
          },
        );
      } finally {
        log.warn = warn;
      }
    },
    {
      calls: {
        "aws:ec2/getInstances:getInstances": (inputs) => {
          filters.push(inputs);
          const [, { values: [value = ""] = [] } = {}] = inputs.filters as { values: string[] }[];
          if (value === "swarm-test-bastion" && options.stopped && started.length === 0) {
            const isFound = (inputs.instanceStateNames as string[]).includes("stopped");
            return { ids: isFound ? [options.stopped] : [], privateIps: [], publicIps: [] };
          }
          const [address, publicAddress] = instances[value] ?? [];
          return {
            ids: address ? ["i-1"] : [],
            privateIps: address ? [address] : [],
            publicIps: publicAddress ? [publicAddress] : [],
          };
        },
        "aws:ebs/getEbsVolumes:getEbsVolumes": (inputs) => {
          const [, { values: [value = ""] = [] } = {}] = inputs.filters as { values: string[] }[];
          return { ids: (options.disks ?? []).includes(value) ? ["vol-1"] : [] };
        },
      },
      ...options,
    },
  );
  return { result, asked, filters, warnings, started, reads };
}

const three: Instances = {
  "manager-0": ["10.64.128.4", "198.51.100.4"],
  "manager-1": ["10.64.144.5", "198.51.100.5"],
  "manager-2": ["10.64.160.6", "198.51.100.6"],
};

describe("observe", () => {
  it("asks nothing before there is a cluster", async () => {
    const { result, filters } = await observed({}, three, silent, { firstRun: true });
    assert.deepEqual([result, filters], [undefined, []]);
  });

  it("connects to the running instances of this cluster, the seed first", async () => {
    const live = swarmOf(node("manager-0", "reachable"), node("manager-1", "leader"));
    const { result, asked, filters } = await observed({ managers: 3, seed: "manager-1" }, three, live);
    assert.deepEqual(filters[0], {
      filters: [
        { name: "tag:swarm.cluster", values: [cluster] },
        { name: "tag:swarm.node", values: ["manager-0"] },
      ],
      instanceStateNames: ["pending", "running"],
    });
    assert.deepEqual(
      asked?.endpoints.map(({ name, connection: { host } }) => [name, host]),
      [
        ["manager-1", "198.51.100.5"],
        ["manager-0", "198.51.100.4"],
        ["manager-2", "198.51.100.6"],
      ],
    );
    assert.deepEqual(asked?.endpoints[1]?.connection, {
      host: "198.51.100.4",
      port: 22,
      user: "swarm",
      privateKey: key("ssh client").compactKey,
      hostKey: key("ssh host manager-0").publicKey,
    });
    assert.equal(result?.live, live);
  });

  it("reaches private machines through the bastion", async () => {
    const { asked, filters } = await observed(
      { aws: { network: { private: true } } },
      { "swarm-test-bastion": ["10.64.0.9", "198.51.100.9"], "manager-0": ["10.64.128.4"] },
      silent,
    );
    assert.deepEqual(
      asked?.endpoints.map(({ connection: { host, proxy } }) => [host, proxy?.host]),
      [["10.64.128.4", "198.51.100.9"]],
    );
    assert.equal(filters.length, 2);
  });

  const isPrivate = { aws: { network: { private: true } } };
  const withBastion: Instances = {
    "swarm-test-bastion": ["10.64.0.9", "198.51.100.9"],
    "manager-0": ["10.64.128.4"],
  };

  it("starts a stopped bastion in an up, and asks until its SSH answers", async () => {
    const live = swarmOf(node("manager-0", "leader"));
    const options = { stopped: "i-bastion", starts: true, silences: 3 };
    const { result, asked, started, reads } = await observed(isPrivate, withBastion, live, options);
    assert.deepEqual([started, reads, result?.live], [["i-bastion"], 4, live]);
    assert.equal(asked?.endpoints[0]?.connection.proxy?.host, "198.51.100.9");
  });

  it("does not wait for a bastion that runs", async () => {
    assert.equal((await observed(isPrivate, withBastion, silent, { starts: true })).reads, 1);
  });

  it("says that it can ask no manager without a bastion", async () => {
    const { "swarm-test-bastion": _gone, ...managers } = withBastion;
    const reason = "there is no bastion; up makes one";
    const { result, reads } = await observed(isPrivate, managers, silent, { starts: true });
    assert.deepEqual(
      [reads, result?.live],
      [0, { managers: { "manager-0": undefined }, failures: { "manager-0": reason } }],
    );
    const nobody = await observed(isPrivate, {}, { managers: {}, failures: {} }, {});
    assert.deepEqual(nobody.result?.live, { managers: {}, failures: {} });
  });

  it("only warns in a preview that the bastion is stopped", async () => {
    const options = { preview: true, stopped: "i-bastion" };
    const { result, warnings, reads } = await observed(isPrivate, withBastion, silent, options);
    assert.deepEqual([result, reads], [undefined, 0]);
    assert.deepEqual(warnings, [
      "the swarm was not checked for drift: no manager answers over SSH (manager-0: the bastion i-bastion is stopped; up starts it)\n  → run npm run up to see what was changed by hand",
    ]);
  });

  it("knows which machines up brings back", async () => {
    const { result, asked } = await observed({ workers: 2 }, three, swarmOf(node("manager-0", "leader")));
    assert.deepEqual(await asked?.endpointsOf(["worker-0"]), []);
    assert.deepEqual(
      ["worker-0", "worker-1", "manager-0"].map((name) => result?.isReplaced(name)),
      [true, false, false],
    );
  });

  it("refuses to shrink while a manager is down", async () => {
    const live = swarmOf(
      ...[node("manager-0", "leader"), node("manager-1", "reachable"), node("manager-2", "unreachable")],
    );
    await assert.rejects(observed({ managers: 1 }, three, live), {
      message: /^manager-1 and manager-2 should leave, but manager-2 cannot be reached/,
    });
  });

  it("refuses to go on without a quorum once the disks of most managers are gone", async () => {
    const view = { nodeId: "", swarmId: "", owner: { cluster, stack: "" }, joined: cluster, isCurrent: true };
    const peers = ["10.64.128.4", "10.64.128.5", "10.64.128.6"];
    const live: LiveSwarm = {
      managers: { "manager-0": { ...view, state: "active", address: "10.64.128.4", peers } },
      failures: {},
    };
    const disks = (...names: string[]) => ({ disks: names.map((name) => `swarm-test-${name}-data`) });
    await assert.rejects(observed({ managers: 3 }, three, live, disks("manager-0")), {
      message: /^the swarm has permanently lost its quorum: manager-1 and manager-2 lost their disks/,
    });
    const { result } = await observed({ managers: 3 }, three, live, disks("manager-0", "manager-2"));
    assert.equal(result?.live, live);
  });

  it("knows that there was never a swarm if no manager has a disk", async () => {
    const nobody = { managers: {}, failures: {} };
    const isNew = async (...disks: string[]) =>
      (await observed({ managers: 3 }, {}, nobody, { disks })).result?.isNew;
    assert.equal(await isNew(), true);
    assert.equal(await isNew("swarm-test-manager-0-data"), false);
    const running = await observed({ managers: 3 }, three, swarmOf(node("manager-0", "leader")));
    assert.equal(running.result?.isNew, false);
  });

  it("only warns in a preview from where no manager can be reached", async () => {
    const { result, warnings } = await observed({}, three, silent, { preview: true });
    assert.equal(result, undefined);
    assert.deepEqual(warnings, [
      "the swarm was not checked for drift: no manager answers over SSH (manager-0: it does not answer)\n  → run npm run preview from an address in swarm:aws.adminCidrs to see what was changed by hand",
    ]);
  });

  it("passes what it could not read to up", async () => {
    assert.equal((await observed({}, three, silent)).result?.live, silent);
    process.env.SWARM_BEFORE_UP = "true";
    try {
      assert.equal((await observed({}, three, silent, { preview: true })).result?.live, silent);
    } finally {
      delete process.env.SWARM_BEFORE_UP;
    }
  });
});
