import assert from "node:assert/strict";
import {
  changes,
  createPage,
  createPassword,
  deploy,
  deployStack,
  look,
  observations,
  records,
  script,
  seed,
} from "../../../../support/deployHost.ts";
import { cluster, type FakeHost } from "../../../../support/fakeHost.ts";

describe("deploy.sh on failure", () => {
  it("shows tasks and last log lines of a service that was rolled back, and removes nothing", async () => {
    using host = seed(
      { 0: look(1, 2, "updating"), 2: look(0, 2, "rollback_completed") },
      { objects: "config shop_page-0\n", state: "rollback_completed rollback old none\n" },
    );
    const { code, stdout, stderr, calls } = await deploy(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `shop: web 1/2
shop: web 0/2
--- tasks of shop_web
shop_web.1            worker-0      Failed 2 seconds ago        exit 1
shop_web.1            worker-1      Running 1 hour ago
--- last log lines of shop_web.1 on worker-0
the last words
this-host: stack shop: service web was rolled back; the version before it serves on
  → fix it and run pulumi up again; npm run docker -- service logs shop_web
`,
    );
    assert.deepEqual(changes(calls), [createPage, createPassword, deployStack]);
  });

  describe("with a foreign stack of that name", () => {
    const swarm = "id-of-the-swarm";
    const foreign = (kind: string, adopt: string) => {
      const host = seed({ 0: look(2, 2) }, { [`foreign-${kind}`]: "foreign\n" }).write(
        "facts",
        `active|${swarm}|/var/lib/docker|${cluster}|swarm/test\n`,
      );
      host.owner = ["ours", cluster, adopt];
      return host;
    };

    for (const kind of ["service", "network"])
      for (const adopt of ["", "-", "another-swarm"])
        it(`refuses a foreign ${kind} if the settings adopt ${adopt || "no swarm"}`, async () => {
          using host = foreign(kind, adopt);
          const { code, stdout, stderr, calls } = await deploy(host);
          assert.deepEqual([code, stdout], [1, ""]);
          assert.equal(
            stderr,
            `this-host: stack shop is in the swarm already, and this cluster has not deployed its ${kind} shop_${kind}
  → nothing was changed; give the stack of the settings another name, or remove the other one first: npm run docker -- stack rm shop
`,
          );
          assert.deepEqual(changes(calls), []);
        });

    it("deploys it if the settings adopt the swarm", async () => {
      using host = foreign("service", swarm);
      const { code, calls } = await deploy(host);
      assert.equal(code, 0);
      assert.deepEqual(changes(calls), [createPage, createPassword, deployStack]);
    });
  });

  it("fails at its timeout and reports the progress", async () => {
    using host = seed({ 0: look(1, 2) });
    const { code, stderr } = await deploy(host, { seconds: 0 });
    assert.equal(code, 1);
    assert.ok(
      stderr.endsWith(`this-host: stack shop: not converged after 0 s (web 1/2)
  → fix it and run pulumi up again, or raise swarm:stacks.shop.timeout
`),
    );
  });

  describe("gives up", () => {
    const ended = (task: number) => `task id-web 1 shutdown failed new - ${task} failed-${task} "exit 4"`;
    const failing = (before: string, files = {}) =>
      seed({ 0: before, 1: look(0, 1, "none", ended(16)) }, files);
    const rollback = "docker service rollback --detach --quiet shop_web";
    const message = /^this-host: stack shop: service web (.*)$/m;

    it("and rolls back what swarm did not", async () => {
      using host = failing(look(1, 1), { state: "completed rollback new old\n" });
      const { code, calls, stderr } = await deploy(host);
      assert.deepEqual([code, changes(calls).at(-1)], [1, rollback]);
      assert.equal(
        message.exec(stderr)?.[1],
        "has ended and is not started again: exit 4; it is left as it is",
      );
    });

    const kept: Readonly<Record<string, [state: string, kind: string]>> = {
      "the file says pause": ["completed pause new old", "unchecked"],
      "the file says continue": ["completed continue new old", "unchecked"],
      "nothing of it changed": ["completed rollback new new", "unchecked"],
      "it is new": ["none rollback new none", "unchecked"],
      "it is a job": ["completed rollback new old", "job"],
      "swarm rolls it back already": ["rollback_completed rollback old none", "unchecked"],
    };
    for (const [why, [state, kind]] of Object.entries(kept))
      it(`and rolls nothing back if ${why}`, async () => {
        using host = failing(look(1, 1), { state: `${state}\n` });
        const { code, calls } = await deploy(host, { kind });
        assert.equal(code, 1);
        assert.deepEqual(changes(calls).slice(2), [deployStack]);
      });

    it("and says so if there is no previous version", async () => {
      using host = failing("", { state: "none rollback new none\n", services: "" });
      const { stderr } = await deploy(host);
      assert.equal(
        message.exec(stderr)?.[1],
        "has ended and is not started again: exit 4; there is no version before it to go back to",
      );
    });
  });

  it("fails before it changes a service if a network's options would change", async () => {
    const ask = (host: FakeHost, ...traits: string[]) =>
      host.run(
        script,
        ["shop", "60", "web=new=checked"],
        [...records, ["network", "shop_front", traits.join(" ")], ["network", "shop_new", "internal=true"]],
      );
    using host = seed({ 0: look(2, 2) });
    const asIs = ["internal=false", "attachable=true", "encrypted=false"];
    const other = await ask(host, "internal=false", "attachable=true", "encrypted=true");
    assert.deepEqual(
      [other.code, other.stderr],
      [
        1,
        "this-host: stack shop: the network shop_front is internal=false attachable=true encrypted=false in the swarm, but internal=false attachable=true encrypted=true in the file; swarm changes no network\n  → call it by another key in the file, so that a new one is made, or remove the stack first\n",
      ],
    );
    assert.deepEqual(changes(other.calls), [createPage, createPassword]);
    assert.equal((await ask(host, ...asIs, "subnets=10.2.0.0/24")).code, 1);
    assert.equal((await ask(host, ...asIs)).code, 0);
    assert.equal((await ask(host, ...asIs, "subnets=10.1.0.0/24")).code, 0);
  });

  it("fails if the swarm stops answering", async () => {
    using host = seed({ 0: look(2, 2) }, { silent: "" });
    const { code, stderr } = await deploy(host, { seconds: 0 });
    assert.deepEqual(
      [code, stderr],
      [1, "this-host: the swarm does not answer: \n  → npm run status, then run pulumi up again\n"],
    );
  });

  it("repeats docker's error if it refuses the file", async () => {
    using host = seed({ 0: look(2, 2) }, { refusal: "services.web Additional property x is not allowed\n" });
    const { code, stderr, calls } = await deploy(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "this-host: stack shop: docker refuses it: services.web Additional property x is not allowed\n  → fix the compose file\n",
    );
    assert.equal(observations(calls), 0);
  });

  const refusals: Readonly<Record<string, string>> = {
    "service mode change is not allowed":
      "give the service another name, or remove it first: npm run docker -- service rm NAME",
    'network "edge" is declared as external, but could not be found':
      "make it first: npm run docker -- network create --driver overlay NAME",
    "secret not found: key": "make it first: npm run docker -- secret create NAME FILE, or config create",
  };
  for (const [refusal, hint] of Object.entries(refusals))
    it(`gives a hint if docker says ${refusal}`, async () => {
      using host = seed({ 0: look(2, 2) }, { refusal: `Creating network shop_net\n${refusal}\n` });
      assert.equal(
        (await deploy(host)).stderr,
        `this-host: stack shop: docker refuses it: ${refusal}\n  → ${hint}\n`,
      );
    });
});
