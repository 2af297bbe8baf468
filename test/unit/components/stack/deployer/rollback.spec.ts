import assert from "node:assert/strict";
import { deploymentOf, deployTo, planned } from "../../../../support/deployments.ts";
import type { FakeContent } from "../../../../support/fakeSwarm.ts";
import { failed, service, up } from "../../../../support/judgement.ts";

const deployStack = "docker stack deploy --resolve-image never --compose-file - s";
const rollback = "docker service rollback --detach --quiet s_web";
const healthy = service("web", "replicated 1/1", "none 0 old", up("1", "old"));
const ended = service("web", "replicated 0/1", "none", `${failed("1")} exit 4`);
const rolledBack = "rollback_completed 0 old";
const spec = (revision: string, more: object = {}) => ({
  Name: "s_web",
  Mode: { Replicated: {} },
  TaskTemplate: { ContainerSpec: { Labels: { "swarm.revision": revision } } },
  Labels: { "swarm.cluster": "c0ffee00c0ffee00c0ff" },
  ...more,
});

describe("rollBack", () => {
  it("rolls back what swarm did not, and waits for that", async () => {
    const facts = (update: string) => ({
      web: {
        Spec: spec("new", { UpdateConfig: { FailureAction: "rollback" } }),
        PreviousSpec: spec("old"),
        UpdateStatus: { State: update },
      },
    });
    const { swarm, error } = await deployTo(
      { before: healthy, after: [ended], facts: facts("completed") },
      deploymentOf("web=new=unchecked"),
    );
    assert.deepEqual(swarm.changes, [deployStack, rollback]);
    assert.match(
      error,
      /^stack s: service web has ended and is not started again: exit 4; it stays unchanged\n/,
    );
    const slow = await deployTo(
      { before: healthy, after: [ended], facts: facts("rollback_started") },
      deploymentOf("web=new=unchecked"),
    );
    assert.match(slow.error, /is not ready yet; the previous version is being restored \(0\/1\)\n/);
    // A minute for swarm's own rollback, and one for that after giving up.
    assert.ok(slow.swarm.now() >= 1600 + 60, String(slow.swarm.now()));
  });

  describe("if swarm completes the rollback before the previous version runs", () => {
    const crashed = `${failed("1")} exit 1`;
    const delayed = service("web", "replicated 0/1", rolledBack, "1 ready ready old", crashed);
    const restarted = service("web", "replicated 1/1", rolledBack, up("1", "old"), crashed);
    const deployed = (...after: string[]) =>
      deployTo({ before: healthy, after }, deploymentOf("web=new=unchecked"));
    const said = ["s: web 0/1", "s: waiting for the previous version: web 0/1"];

    it("waits for it", async () => {
      const { swarm, error } = await deployed(...Array(12).fill(delayed), restarted);
      assert.deepEqual(swarm.said, said);
      assert.match(error, /^stack s: service web was rolled back: exit 1; the previous version is running\n/);
      assert.ok(swarm.observations >= 13 && swarm.now() < 1010, `${swarm.observations}, ${swarm.now()}`);
    });

    for (const [what, task] of [
      ["of it that stops", "1 shutdown running old"],
      ["of the version that failed", up("1")],
    ] as const)
      it(`does not count a task ${what}`, async () => {
        const waiting = service("web", "replicated 1/1", rolledBack, "1 ready ready old", crashed, task);
        const { swarm, error } = await deployed(...Array(12).fill(waiting), restarted);
        assert.equal(swarm.said.at(-1), said[1]);
        assert.match(error, /; the previous version is running\n/);
      });

    it("counts a task of it that has completed, if its tasks may end", async () => {
      const over = service("web", "replicated 0/1", rolledBack, "1 shutdown complete old", crashed);
      const content = { before: healthy, after: [over] };
      const { swarm, error } = await deployTo(content, deploymentOf("web=new=finite"));
      assert.deepEqual(swarm.said, ["s: web 0/1"]);
      assert.match(error, /; the previous version is running\n/);
    });

    it("says after two minutes that it does not run", async () => {
      const { swarm, error } = await deployed(delayed);
      assert.deepEqual(swarm.said, said);
      assert.match(error, /was rolled back: exit 1; the previous version is being restored \(0\/1\)\n/);
      assert.ok(swarm.now() >= 1120 && swarm.now() < 1125, String(swarm.now()));
    });

    it("does not wait if swarm has given up the rollback", async () => {
      const paused = service("web", "replicated 0/1", "rollback_paused 0 old", "1 ready ready old", crashed);
      const { swarm, error } = await deployed(paused);
      assert.deepEqual(swarm.said, ["s: web 0/1"]);
      assert.match(error, /could not be rolled back: exit 1; the previous version is not running either\n/);
      assert.ok(swarm.now() < 1005, String(swarm.now()));
    });

    it("waits for what others had deployed", async () => {
      const foreign = (task: string) =>
        service("web", "replicated 0/1", "rollback_completed 0 -", task, crashed);
      const waiting = Array(12).fill(foreign("1 ready ready -"));
      const { swarm, error } = await deployed(...waiting, foreign("1 running running -"));
      assert.deepEqual(swarm.said, said);
      assert.match(error, /; the previous version is running\n/);
    });
  });

  const action = (FailureAction: string) => spec("new", { UpdateConfig: { FailureAction } });
  const kept: Readonly<Record<string, [facts: object, kind: string]>> = {
    "the file says pause": [{ Spec: action("pause"), PreviousSpec: spec("old") }, "unchecked"],
    "the file says nothing": [{ Spec: spec("new"), PreviousSpec: spec("old") }, "unchecked"],
    "the file says continue": [{ Spec: action("continue"), PreviousSpec: spec("old") }, "unchecked"],
    "nothing of it changed": [{ Spec: action("rollback"), PreviousSpec: spec("new") }, "unchecked"],
    "it is new": [{ Spec: action("rollback") }, "unchecked"],
    "its tasks end": [{ Spec: action("rollback"), PreviousSpec: spec("old") }, "job"],
    "swarm rolled it back": [
      { Spec: spec("old"), PreviousSpec: spec("new"), UpdateStatus: { State: "rollback_completed" } },
      "unchecked",
    ],
  };
  for (const [why, [web, kind]] of Object.entries(kept))
    it(`rolls nothing back if ${why}`, async () => {
      const content: FakeContent = { before: healthy, after: [ended], facts: { web } };
      const services = planned(`web=new=${kind}`, { isJob: false });
      const { swarm, error } = await deployTo(content, deploymentOf(`web=new=${kind}`, { services }));
      assert.notEqual(error, "");
      assert.deepEqual(swarm.changes, [deployStack]);
    });
});
