import assert from "node:assert/strict";
import { FakeHost } from "../../../../support/fakeHost.ts";

const script = "stack/scripts/stackCommand.sh";
const docker = `
case "$*" in
  "stack deploy --help") cat "$HOST/help" ;;
  *) cat >"$HOST/input"; env >"$HOST/environment" ;;
esac`;
const help = "  -d, --detach   Exit immediately instead of waiting for the stack services to converge\n";

describe("stackCommand.sh", () => {
  it("runs docker with its words and its input", async () => {
    using host = new FakeHost({ docker });
    const words = ["service", "rollback", "--detach", "a b"];
    const { code, calls } = await host.run(script, ["shop", "9", ...words]);
    assert.deepEqual([code, calls], [0, ["docker service rollback --detach a b"]]);
  });

  it("deploys with --detach if the client has it", async () => {
    using host = new FakeHost({ docker }).write("help", help);
    const call = ["shop", "9", "stack", "deploy", "--compose-file", "-", "shop"];
    const { calls } = await host.run(script, call);
    assert.equal(calls.at(-1), "docker stack deploy --compose-file - shop --detach");
    host.write("help", "Usage:  docker stack deploy [OPTIONS] STACK\n");
    assert.equal((await host.run(script, call)).calls.at(-1), "docker stack deploy --compose-file - shop");
  });

  it("passes docker no variable to interpolate", async () => {
    using host = new FakeHost({ docker });
    await host.run(script, ["shop", "9", "service", "ls"]);
    const names = host
      .read("environment")
      .split("\n")
      .map((line) => line.split("=")[0])
      // These are the shell's own.
      .filter((name) => name && !["PWD", "OLDPWD", "SHLVL", "_"].includes(name));
    assert.deepEqual(names, ["PATH"]);
  });

  it("ends a command that takes too long with exit code 124", async () => {
    using host = new FakeHost({ docker: "exec /bin/sleep 30" });
    assert.equal((await host.run(script, ["shop", "1", "service", "logs", "x"])).code, 124);
  });
});
