import assert from "node:assert/strict";
import { recordedContainers } from "../../../../tools/cluster/recordedContainers.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { withPulumi } from "../../../support/fakePulumi.ts";

/** Looks with a Pulumi that answers `stack export` like this. */
const look = (answer: string) => withPulumi(answer, () => recordedContainers("shop", "npm run destroy"));

describe("recordedContainers", () => {
  it("returns the containers in the state", () => {
    const resources = [
      { type: "docker:index/container:Container", urn: "urn:a", id: "c1" },
      { type: "command:local:Command", urn: "urn:b", id: "c2" },
    ];
    const found = look(`echo '${JSON.stringify({ deployment: { resources } })}'`);
    assert.deepEqual(found, { containers: new Set(["c1"]), cluster: undefined, protected: [] });
  });

  it("returns the state's cluster id", () => {
    const urn = "urn:pulumi:shop::swarm::swarm:index:ClusterIdentity$pulumi:index:Stash::cluster";
    const resources = [
      {
        type: "pulumi:index:Stash",
        urn: urn.replaceAll("cluster", "keys").replace("ClusterIdentity", "ClusterKeys"),
      },
      { type: "pulumi:index:Stash", urn, outputs: { input: "another", output: cluster } },
    ];
    const found = look(`echo '${JSON.stringify({ deployment: { resources } })}'`);
    assert.deepEqual(found, { containers: new Set(), cluster, protected: [] });
  });

  it("returns undefined if the stack does not exist", () => {
    assert.equal(look(`echo "error: no stack named 'shop' found" >&2; exit 6`), undefined);
  });

  it("fails if the state cannot be read", () => {
    assert.throws(() => look(`echo "error: ExpiredToken: the token has expired" >&2; exit 255`), {
      message:
        "the state of stack shop cannot be read: error: ExpiredToken: the token has expired\n  → nothing was changed; fix that, then run npm run destroy again",
    });
  });
});
