import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { judgement } from "../../../../support/judgement.ts";

/** Lines recorded on a real swarm of one node. */
function recorded(name: string): string {
  return readFileSync(new URL(`./recorded/${name}.txt`, import.meta.url), "utf8");
}

describe("judge on recorded states of a real swarm", () => {
  const all = "web=aaa=unchecked edge=bbb=checked once=ddd=job each=eee=job finite=ggg=job";
  const cases: [what: string, file: string, expected: string, verdict: string, progress: string][] = [
    ["just created", "fresh", all, "waiting", "web 0/2  edge 0/1  once 0/2  each 0/1  finite 0/1"],
    ["running jobs", "jobsBusy", all, "waiting", "web 2/2  edge 1/1  once 0/2  each 0/1  finite 1/1"],
    [
      "everything there or done",
      "converged",
      all,
      "converged",
      "web 2/2  edge 1/1  once 2/2  each 1/1  finite 1/1",
    ],
    ["in the middle of an update", "updating", "web=aa2=unchecked", "waiting", "web 1/2"],
    ["updated, still watched", "updatedNotMonitored", "web=aa2=unchecked", "waiting", "web 2/2"],
    ["updated", "updated", "web=aa2=unchecked", "converged", "web 2/2"],
    ["on its way back", "rollingBack", "web=aa3=unchecked", "waiting", "web 0/2"],
    [
      "paused",
      "paused",
      "web=aa4=unchecked",
      "failed; web stopped its update: task: non-zero exit (1)",
      "web 0/2",
    ],
    [
      "a service that ends again and again",
      "failing",
      "crash=ccc=unchecked",
      "failed; crash fails again and again: task: non-zero exit (1)",
      "crash 0/1",
    ],
    [
      "a job that fails again and again",
      "failing",
      "broken=fff=job",
      "failed; broken fails again and again: task: non-zero exit (3)",
      "broken 0/1",
    ],
    [
      "a job that has used up its attempts",
      "failing",
      "tried=iii=job",
      "failed; tried failed: task: non-zero exit (3)",
      "tried 0/1",
    ],
    [
      "a task that failed and is not started again",
      "failing",
      "oncebad=jjj=job",
      "failed; oncebad failed: task: non-zero exit (4)",
      "oncebad 0/1",
    ],
    ["a global service that fits on no node", "failing", "nowhere=hhh=checked", "waiting", "nowhere 0/0"],
    ["a service that fits on no node", "failing", "pending=kkk=checked", "waiting", "pending 0/1"],
  ];
  for (const [what, file, expected, verdict, progress] of cases) {
    it(`${what}: ${verdict}`, () => {
      const judged = judgement(expected, recorded(file));
      assert.deepEqual([judged.verdict, judged.progress], [verdict, progress]);
    });
  }

  const stuck: Readonly<Record<string, string>> = {
    "nowhere=hhh=checked": "nowhere cannot start: no node for it (node.labels.disk == ssd)",
    "pending=kkk=checked":
      "pending cannot start: no suitable node (scheduling constraints not satisfied on 1 node)",
    "large=lll=unchecked": "large cannot start: no suitable node (insufficient resources on 1 node)",
  };
  for (const [expected, failure] of Object.entries(stuck))
    it(`after fifteen seconds: ${failure}`, () => {
      const first = judgement(expected, recorded("failing"), { now: 100 });
      const later = judgement(expected, recorded("failing"), { now: 114, kept: first.kept });
      const last = judgement(expected, recorded("failing"), { now: 115, kept: later.kept });
      assert.deepEqual(
        [first, later, last].map(({ verdict }) => verdict),
        ["waiting", "waiting", `failed; ${failure}`],
      );
    });
});
