import assert from "node:assert/strict";
import { recordedContainers } from "../../../../tools/cluster/recordedContainers.ts";
import { withPulumi } from "../../../support/fakePulumi.ts";

/** Looks with a Pulumi that answers `stack export` like this. */
const look = (answer: string) => withPulumi(answer, () => recordedContainers("shop"));

describe("recordedContainers", () => {
  it("are the containers that the state knows", () => {
    const resources = [
      { type: "docker:index/container:Container", urn: "urn:a", id: "c1" },
      { type: "command:local:Command", urn: "urn:b", id: "c2" },
    ];
    const found = look(`echo '${JSON.stringify({ deployment: { resources } })}'`);
    assert.deepEqual(found, { containers: new Set(["c1"]), network: false });
  });

  it("tell whether the network they are on is this state's", () => {
    const urn = "urn:pulumi:shop::swarm::swarm:index:ContainerNetwork$command:local:Command::network";
    const resources = [{ type: "command:local:Command", urn, id: "n1" }];
    const found = look(`echo '${JSON.stringify({ deployment: { resources } })}'`);
    assert.deepEqual(found, { containers: new Set(), network: true });
  });

  it("are unknown where there is no such stack", () => {
    assert.equal(look(`echo "error: no stack named 'shop' found" >&2; exit 6`), undefined);
  });

  it("are not taken for none where the state cannot be read", () => {
    assert.throws(() => look(`echo "error: ExpiredToken: the token has expired" >&2; exit 255`), {
      message:
        "the state of stack shop cannot be read: error: ExpiredToken: the token has expired\n  → nothing was removed; mend that, then run npm run destroy again",
    });
  });
});
