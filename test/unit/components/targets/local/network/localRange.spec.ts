import assert from "node:assert/strict";
import { localRange } from "../../../../../../components/targets/local/network/localRange.ts";
import type { Reached } from "../../../../../../components/targets/local/network/routes.ts";

const settings = {
  stack: "dev",
  own: { port: 8080, subnet: "172.31.0.0/24", firstPort: 20000 },
  addressPool: "10.128.0.0/16",
};

const computer = (reached: readonly Reached[], networks: Readonly<Record<string, string>> = {}) => ({
  reached: async () => reached,
  networks: async () => new Map(Object.entries(networks)),
});
const vpc = { range: "172.31.0.0/16", what: "the route 172.31.0.0/16 dev ens5" };
const resolver = { range: "172.31.0.2/32", what: "the name server 172.31.0.2" };

describe("localRange", () => {
  it("is the default range if it hides nothing", async () => {
    assert.deepEqual(await localRange(settings, undefined, computer([])), {
      subnet: "172.31.0.0/24",
      diagnostics: [],
    });
  });

  it("is another range if the default hides a route, name server or another stack's machines", async () => {
    const chosen = async (...neighbours: Parameters<typeof computer>) =>
      (await localRange(settings, undefined, computer(...neighbours))).subnet;
    assert.equal(await chosen([vpc]), "10.213.0.0/24");
    assert.equal(await chosen([resolver]), "172.31.1.0/24");
    assert.equal(await chosen([], { "swarm-other": "172.31.0.0/24" }), "172.31.1.0/24");
  });

  it("stays the same once the network exists", async () => {
    const there = computer([vpc, resolver], { "swarm-dev": "172.31.0.0/24" });
    assert.deepEqual(await localRange(settings, undefined, there), {
      subnet: "172.31.0.0/24",
      diagnostics: [],
    });
    const other = computer([], { "swarm-dev": "10.213.4.0/24" });
    assert.deepEqual(await localRange(settings, undefined, other), {
      subnet: "10.213.4.0/24",
      diagnostics: [],
    });
  });

  it("refuses a range of the settings that hides something, and names it", async () => {
    assert.deepEqual(await localRange(settings, "172.31.0.0/24", computer([vpc, resolver])), {
      subnet: "172.31.0.0/24",
      diagnostics: [
        {
          path: "swarm:local.subnet",
          problem: '"172.31.0.0/24" hides the route 172.31.0.0/16 dev ens5 of this computer',
          hint: "use a free range, for example 10.213.0.0/24, or leave it out",
        },
      ],
    });
  });

  it("refuses an address pool that contains a whole route", async () => {
    const route = (range: string) => ({ range, what: `the route ${range} dev tun0` });
    const inside = await localRange(settings, undefined, computer([route("10.128.4.0/24")]));
    assert.deepEqual(inside.diagnostics, [
      {
        path: "swarm:addressPool",
        problem: '"10.128.0.0/16" hides the route 10.128.4.0/24 dev tun0 of this computer from the services',
        hint: "use another range, for example 10.192.0.0/16",
      },
    ]);
    const around = await localRange(settings, undefined, computer([route("10.0.0.0/8")]));
    assert.deepEqual(around.diagnostics, []);
  });
});
