import assert from "node:assert/strict";
import type { PortFile } from "../../../../../components/stack/deployment.ts";
import { deploymentOf, deployTo } from "../../../../support/deployments.ts";
import { service, up } from "../../../../support/judgement.ts";

const before = service("web", "replicated 1/1", "none 0 old", up("1", "old"));
const after = [service("web", "replicated 1/1", "none", up("1"))];
const port = (target: number, published: number, mode = "ingress"): PortFile => ({
  ...{ target, published, protocol: "tcp", mode },
});
/** As the engine describes it. */
const running = ({ target, published, mode }: PortFile) => ({
  ...{ Protocol: "tcp", TargetPort: target, PublishedPort: published, PublishMode: mode },
});

/** Orders of the update and the rollback in the file, and what was said and changed. */
async function deployed(
  now: readonly PortFile[],
  wanted: readonly PortFile[],
  order = "start-first",
  text = before,
) {
  const deploy = { update_config: { order, delay: "1s" }, rollback_config: { order } };
  const [found] = now.length > 0 || text ? [{ EndpointSpec: { Ports: now.map(running) } }] : [];
  const facts = {
    web: {
      Spec: {
        ...{ Name: "s_web", Mode: { Replicated: {} }, Labels: { "swarm.cluster": "c0ffee00c0ffee00c0ff" } },
        TaskTemplate: { ContainerSpec: { Labels: { "swarm.revision": "new" } } },
        ...found,
      },
    },
  };
  const file = { services: { web: { image: "redis", ports: wanted, deploy } } };
  const { swarm, error } = await deployTo(
    { before: text, after, facts },
    deploymentOf("web=new=checked", { file }),
  );
  assert.equal(error, "");
  const { update_config, rollback_config } = JSON.parse(swarm.files[0] ?? "").services.web.deploy;
  return {
    orders: [update_config.order, rollback_config.order],
    delay: update_config.delay,
    said: swarm.said.slice(0, -1),
    changes: swarm.changes.slice(0, -1),
  };
}

const stopFirst = {
  orders: ["stop-first", "stop-first"],
  delay: "1s",
  said: ["s: the published ports of web change, so its old tasks stop before new ones start"],
  changes: ["docker service update --rollback-order stop-first --detach --quiet s_web"],
};
const asWritten = { orders: ["start-first", "start-first"], delay: "1s", said: [], changes: [] };

describe("a service whose published ports change", () => {
  const web = port(80, 8000);
  const cases: Readonly<Record<string, [now: PortFile[], wanted: PortFile[]]>> = {
    "gets one": [[web], [web, port(81, 8001)]],
    "gets its first": [[], [web]],
    "loses one": [[web, port(81, 8001)], [web]],
    "loses its last": [[web], []],
    "publishes another one": [[web], [port(80, 8001)]],
    "publishes it for another one": [[web], [port(81, 8000)]],
    "publishes it in another mode": [[web], [port(80, 8000, "host")]],
  };
  for (const [what, [now, wanted]] of Object.entries(cases))
    it(`stops first, also in a rollback, if it ${what}`, async () => {
      assert.deepEqual(await deployed(now, wanted), stopFirst);
    });

  it("is deployed as the file says if it stops first anyway", async () => {
    assert.deepEqual(await deployed([web], [], "stop-first"), {
      ...asWritten,
      orders: ["stop-first", "stop-first"],
    });
  });

  it("is deployed as the file says if its ports stay, or if it is new", async () => {
    const both = [web, port(81, 8001)];
    assert.deepEqual(await deployed(both, [...both].reverse()), asWritten);
    assert.deepEqual(await deployed([], [web], "start-first", ""), asWritten);
  });
});
