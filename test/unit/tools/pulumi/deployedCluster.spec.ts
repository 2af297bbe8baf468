import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readCluster } from "../../../../tools/pulumi/deployedCluster.ts";
import type { StateFile } from "../../../../tools/pulumi/state.ts";
import { cluster } from "../../../support/fakeHost.ts";

/** What `pulumi stack export --show-secrets` printed, without what no reader needs. */
const recorded = JSON.parse(
  readFileSync(new URL("./recordedState.json", import.meta.url), "utf8"),
) as StateFile;
const resources = recorded.deployment.resources ?? [];

const node = (name: string, port: number) => ({
  name,
  connection: {
    host: "127.0.0.1",
    port,
    user: "root",
    privateKey: "the client's key\n",
    hostKey: `ssh-ed25519 ${name}`,
    dialErrorLimit: 45,
    perDialTimeout: 15,
  },
});

describe("readCluster", () => {
  it("finds the seed, then every node that joined, each with its own connection", () => {
    assert.deepEqual(readCluster(recorded), {
      cluster: "",
      accepted: [],
      nodes: [node("manager-0", 20000), node("manager-1", 20001), node("web-join-0", 32768)],
      endpoint: "http://127.0.0.1:8080",
      pools: [],
    });
  });

  it("recognizes the seed by the step that created the swarm, in any order", () => {
    const { nodes } = readCluster({ deployment: { resources: [...resources].reverse() } });
    assert.deepEqual(nodes, [node("manager-0", 20000), node("web-join-0", 32768), node("manager-1", 20001)]);
  });

  it("reads plain values, and a secret endpoint", () => {
    const plain = (value: unknown): unknown => JSON.parse((value as { plaintext: string }).plaintext);
    const state = resources.map((resource) => {
      if (resource.type === "pulumi:pulumi:Stack")
        return { ...resource, outputs: { endpoint: { plaintext: '"http://127.0.0.1:8081"' } } };
      if (resource.type !== "command:remote:Command") return resource;
      return { ...resource, inputs: { connection: plain(resource.inputs?.connection) } };
    });
    assert.deepEqual(readCluster({ deployment: { resources: state } }), {
      cluster: "",
      accepted: [],
      nodes: readCluster(recorded).nodes,
      endpoint: "http://127.0.0.1:8081",
      pools: [],
    });
  });

  it("returns the cluster id that the first up drew", () => {
    const identity = {
      type: "pulumi:index:Stash",
      urn: "urn:pulumi:dev::swarm::swarm:index:ClusterIdentity$pulumi:index:Stash::cluster",
      inputs: { input: "another" },
      outputs: { input: "another", output: cluster },
    };
    assert.equal(readCluster({ deployment: { resources: [...resources, identity] } }).cluster, cluster);
  });

  it("returns the nodes that the settings accept as Down", () => {
    const id = "a".repeat(25);
    const ready = {
      type: "command:remote:Command",
      urn: "urn:pulumi:dev::swarm::command:remote:Command::swarm-ready",
      inputs: {
        create: `sh -c 'x' swarm-swarm-ready ours c0 - manager-0=${id} web-0=${id}=down web-1=${id}`,
      },
    };
    assert.deepEqual(readCluster({ deployment: { resources: [ready] } }).accepted, ["web-0"]);
  });

  it("returns no nodes without a swarm", () => {
    const stack = resources.slice(0, 1);
    assert.deepEqual(readCluster({ deployment: { resources: stack } }).nodes, []);
    assert.deepEqual(readCluster({ deployment: {} }), {
      cluster: "",
      accepted: [],
      nodes: [],
      endpoint: "",
      pools: [],
    });
  });

  it("returns the nodes of an unfinished swarm", () => {
    const half = resources.filter(({ urn }) => !urn.includes("web-join-0"));
    assert.deepEqual(
      readCluster({ deployment: { resources: half } }).nodes.map(({ name }) => name),
      ["manager-0", "manager-1"],
    );
  });
});
