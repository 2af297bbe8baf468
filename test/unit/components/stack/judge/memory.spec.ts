import assert from "node:assert/strict";
import { judge } from "../../../../../components/stack/judge/judge.ts";
import { noMemory } from "../../../../../components/stack/judge/memory.ts";
import { observe } from "../../../../../components/stack/judge/observation.ts";
import { progressOf } from "../../../../../components/stack/judge/progress.ts";
import {
  engineAnswers,
  expectations,
  failed,
  judgement,
  service,
  up,
} from "../../../../support/judgement.ts";

describe("judge over time", () => {
  it("lists services that have ended and that an update without a change would not restart", () => {
    const expected = "web=new=unchecked once=new=job data=new=checked";
    const ended = ["web", "once"].map((name) => service(name, "replicated 0/1", "none", failed("1")));
    const { over } = judgement(expected, ended.join("") + service("data", "replicated 0/1", "paused"));
    assert.deepEqual([...over].sort(), ["once", "web"]);
  });

  it("forgives failures while another service starts, until they repeat", () => {
    const expected = "web=new=unchecked data=new=checked";
    const failures = (count: number, ...live: string[]) =>
      service("web", "replicated 0/1", "none", ...live, ...Array(count).fill(failed("1")));
    const data = (state: string) =>
      service("data", `replicated ${state === "running" ? 1 : 0}/1`, "none", `1 running ${state} new`);
    const busy = judgement(expected, failures(4, "1 ready ready new") + data("starting"));
    const verdicts: string[] = [];
    for (const count of [4, 5, 6]) {
      const observed = failures(count, "1 ready ready new") + data("running");
      verdicts.push(judgement(expected, observed, { kept: busy.kept }).verdict);
    }
    assert.deepEqual(verdicts, ["waiting", "waiting", "failed; web fails again and again"]);
    const well = judgement(expected, failures(4, up("1")) + data("running"), { kept: busy.kept });
    assert.equal(well.verdict, "converged");
  });

  it("does not wait for a task that no node can run", () => {
    const crashing = service(
      "web",
      "replicated 0/1",
      "none",
      "1 ready ready new",
      ...Array(3).fill(failed("1")),
    );
    const pending = service("data", "replicated 0/1", "none", "1 running pending new no suitable node");
    assert.equal(
      judgement("web=new=unchecked data=new=checked", crashing + pending).verdict,
      "failing; web fails again and again",
    );
  });

  it("restarts the stall timer if anything moves or still stops", () => {
    const pending = service(
      "web",
      "replicated 1/2",
      "none",
      up("1"),
      "2 running pending new no suitable node",
    );
    const first = judgement("web=new=checked", pending, { now: 100 });
    assert.deepEqual([...first.kept.stuckSince], [["web", 100]]);
    const stopping = `${pending}task id-old 1 shutdown running old - 1 old-1 ""\n`;
    assert.equal(judgement("web=new=checked", stopping, { now: 130, kept: first.kept }).verdict, "waiting");
    const moved = service("web", "replicated 1/2", "none", up("1"), "2 running preparing new");
    assert.deepEqual(
      judgement("web=new=checked", moved, { now: 130, kept: first.kept }).kept.stuckSince,
      new Map(),
    );
  });

  it("waits for no task on a node that is Down", () => {
    const { services, tasks } = engineAnswers(
      service("web", "replicated 1/1", "none", up("1"), "2 running running old") +
        'task id-old 0gone shutdown running old - 1 old-1 ""\n',
    );
    const onGone = tasks.map((task) => ({ ...task, NodeID: task.Slot === 1 ? "here" : "gone" }));
    const verdict = (down: string) => {
      const observed = observe("s", services, onGone, { down: new Set([down]), leaving: new Set() });
      return judge(expectations("web=new=checked"), observed, noMemory, 100).verdict;
    };
    assert.deepEqual([verdict("other"), verdict("gone")], ["waiting", "converged"]);
  });

  it("ignores a global service's tasks on nodes that leave, which swarm does not update there", () => {
    const { services, tasks } = engineAnswers(
      service("web", "global 2/2", "completed", "0here running running new", "0leaves running running old"),
    );
    const judged = (leaving: string) => {
      const observed = observe("s", services, tasks, { down: new Set(), leaving: new Set([leaving]) });
      const { verdict, services: all } = judge(expectations("web=new=checked"), observed, noMemory, 100);
      return [verdict, progressOf(all)];
    };
    assert.deepEqual(judged("other"), ["waiting", "web 1/2"]);
    assert.deepEqual(judged("leaves"), ["converged", "web 1/1"]);
  });

  it("reports that no address is left for a task", () => {
    const observed = service("web", "replicated 0/1", "none", "1 running new new");
    const { kept } = judgement("web=new=checked", observed, { now: 100 });
    assert.equal(
      judgement("web=new=checked", observed, { now: 120, kept }).verdict,
      "failed; web cannot start: no address is free in one of its networks",
    );
  });

  it("prints an error as swarm wrote it", () => {
    const observed = service(
      "web",
      "replicated 0/1",
      "paused",
      String.raw`1 shutdown failed new exec: \"a\\b\" \u003cx\u003e\n\u0026`,
    );
    assert.equal(
      judgement("web=new=checked", observed).verdict,
      String.raw`failed; web stopped its update: exec: "a\b" <x> &`,
    );
  });
});
