import assert from "node:assert/strict";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

const script = "stack/scripts/stackCommand.sh";
const services = { shop_web: { image: "new", previousImage: "old", on: ["manager-0"] } };
const image = (host: SwarmHost) => host.swarm.services.find(({ name }) => name === "shop_web")?.image;

describe("stackCommand.sh", () => {
  it("runs docker with its arguments", async () => {
    using host = new SwarmHost({ services });
    const args = ["service", "rollback", "--detach", "shop_web"];
    const { code, changes } = await host.step(script, ["shop", "9", ...args]);
    assert.deepEqual([code, changes], [0, ["service rollback --detach shop_web"]]);
    assert.equal(image(host), "old");
  });

  it("deploys its input, with --detach if the client has it", async () => {
    for (const [client, detach] of [
      [26, " --detach"],
      [25, ""],
    ] as const) {
      using host = new SwarmHost({ services });
      host.daemon.client = client;
      const args = ["shop", "9", "stack", "deploy", "--compose-file", "-", "shop"];
      const { code, changes } = await host.runInput(script, args, "services: {web: {image: newest}}");
      assert.deepEqual([code, changes], [0, [`stack deploy --compose-file - shop${detach}`]]);
      assert.equal(image(host), "newest");
    }
  });

  it("passes docker no variable to interpolate", async () => {
    using host = new SwarmHost({ services });
    let names: string[] = [];
    host.before("service ls", (environment) => {
      names = [...environment.keys()];
    });
    assert.equal((await host.step(script, ["shop", "9", "service", "ls"])).code, 0);
    assert.deepEqual(names, ["PATH"]);
  });

  it("ends a command that takes too long with exit code 124", async () => {
    using host = new SwarmHost({ services });
    host.before("service logs", () => new Promise(() => undefined));
    const begin = Date.now();
    assert.equal((await host.step(script, ["shop", "1", "service", "logs", "shop_web"])).code, 124);
    assert.ok(Date.now() - begin < 10_000);
  });
});
