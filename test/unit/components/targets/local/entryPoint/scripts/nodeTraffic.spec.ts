import assert from "node:assert/strict";
import { FakeDocker } from "../../../../../../support/fakeDocker.ts";
import { cluster } from "../../../../../../support/fakeHost.ts";
import { callTo } from "../../../../../../support/scripts.ts";

const script = callTo("targets/local/entryPoint/scripts/nodeTraffic.sh");

/** An engine whose containers answer with these texts; a stopped one answers with none. */
const engine = (address: string, owner: string) =>
  new FakeDocker(`case "$*" in
  *IPAddress*) echo '${address}' ;;
  "inspect "*) echo '${owner}' ;;
esac`);
const closing = ["close", "balancer", cluster, "machine", "120", "5"];

describe("nodeTraffic.sh", () => {
  const asked = [
    "docker inspect --format {{if .State.Running}}{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}{{end}} machine",
    'docker inspect --format {{if .State.Running}}{{index .Config.Labels "swarm.cluster"}}{{end}} balancer',
  ];

  it("opens and closes the balancer for the machine's current address", async () => {
    using docker = engine("172.31.0.9", cluster);
    const call = "docker exec balancer sh /usr/local/lib/swarm/traffic.sh";
    const opened = await docker.run(script, "open", "balancer", cluster, "machine");
    assert.deepEqual(opened, {
      code: 0,
      stdout: "",
      stderr: "",
      calls: [...asked, `${call} open 172.31.0.9 machine`],
    });
    const closed = await docker.run(script, ...closing);
    assert.deepEqual(closed.calls.at(-1), `${call} close 172.31.0.9 machine 120 5`);
  });

  it("leaves the balancer of another cluster alone, and what does not run", async () => {
    for (const [address, owner] of [
      ["172.31.0.9", "0123456789abcdef0123"],
      ["172.31.0.9", ""],
      ["", cluster],
    ] as const) {
      using docker = engine(address, owner);
      const { code, stderr, calls } = await docker.run(script, ...closing);
      assert.deepEqual([code, stderr, calls], [0, "", asked]);
    }
  });

  it("does nothing for a container that is gone, and fails if the balancer does", async () => {
    using gone = new FakeDocker("echo no such container >&2; exit 1");
    assert.deepEqual((await gone.run(script, ...closing)).code, 0);
    using failing = new FakeDocker(`case "$*" in
  *IPAddress*) echo 172.31.0.9 ;;
  "inspect "*) echo ${cluster} ;;
  *) exit 3 ;;
esac`);
    assert.deepEqual((await failing.run(script, ...closing)).code, 3);
  });
});
