import assert from "node:assert/strict";
import { handedBack } from "../../../../support/fakeHost.ts";
import type { SwarmFacts } from "../../../../support/swarmHost/swarmFacts.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const used = async (facts: SwarmFacts, refused?: string) => {
  using host = new SwarmHost(facts);
  if (refused) host.refuse(refused, "no answer");
  const { code, stdout } = await host.step("images/scripts/used.sh", [
    "shop/api=registry:5000/shop@sha256:a",
  ]);
  return { code, stdout };
};
const prints = (text: string) => ({ code: 0, stdout: handedBack(text) });
const services = {
  one: { image: "r/shop@b", previousImage: "r/shop@a" },
  two: { image: "r/shop@b" },
  three: { image: undefined },
};

describe("used.sh", () => {
  it("prints current and previous images of services, each once, in one line", async () => {
    assert.deepEqual(await used({ services }), prints("r/shop@a r/shop@b"));
  });

  it("prints nothing without services or without a swarm", async () => {
    assert.deepEqual(await used({}), prints(""));
    assert.deepEqual(await used({ services, engine: { state: "inactive" } }), prints(""));
  });

  it("prints unknown if the manager does not answer", async () => {
    for (const silent of ["service ls", "service inspect"])
      assert.deepEqual(await used({ services }, silent), prints("unknown"));
    assert.deepEqual(await used({ services, engine: { hasLeader: false } }), prints("unknown"));
  });
});
