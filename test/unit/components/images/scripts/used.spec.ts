import assert from "node:assert/strict";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";

const used = async (answers: string) => {
  using host = new FakeHost({ docker: `case "$*" in\n  version) ;;\n${answers}\nesac` });
  return await host.run("images/scripts/used.sh", ["shop/api=registry:5000/shop@sha256:a"]);
};
const active = '"info --format {{.Swarm.LocalNodeState}}") echo active ;;';

describe("used.sh", () => {
  it("prints current and previous images of services, each once, in one line", async () => {
    const { code, stdout, calls } = await used(`${active}
  "service ls --quiet") printf '%s\\n' one two three ;;
  "service inspect one two three "*) printf '%s\\n' 'r/shop@b r/shop@a' 'r/shop@b ' ' ' ;;`);
    assert.deepEqual([code, stdout], [0, handedBack("r/shop@a r/shop@b")]);
    assert.equal(calls.length, 4);
  });

  it("prints nothing without services or without a swarm", async () => {
    const empty = await used(`${active}\n  "service ls --quiet") ;;`);
    assert.deepEqual([empty.code, empty.stdout], [0, handedBack("")]);
    const none = await used('"info --format {{.Swarm.LocalNodeState}}") echo inactive ;;');
    assert.deepEqual([none.code, none.stdout], [0, handedBack("")]);
  });

  it("prints unknown if the manager does not answer", async () => {
    for (const silent of [
      `${active}\n  "service ls --quiet") exit 1 ;;`,
      `${active}\n  "service ls --quiet") echo one ;;\n  *) exit 1 ;;`,
    ])
      assert.deepEqual([(await used(silent)).code, (await used(silent)).stdout], [0, handedBack("unknown")]);
  });
});
