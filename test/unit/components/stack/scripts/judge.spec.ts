import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { run } from "../../../../support/run.ts";
import { shellFunction } from "../../../../support/scripts.ts";

const judge = shellFunction("stack/scripts/deploy.sh", "judge");
const started = "2026-11-22 16:34:26";

/** Verdict and progress, as deploy.sh reads them from its judgement. */
async function judgement(expected: string, observed: string, since = started): Promise<string[]> {
  const text = `set -eu; stack=s; expected=$1; started=$2\n${judge}\njudge`;
  const { code, stdout, stderr } = await run("sh", ["-c", text, "judge", expected, since], {
    input: observed,
  });
  assert.deepEqual([code, stderr], [0, ""]);
  const [verdict = "", progress = "", end] = stdout.split("\n");
  assert.equal(end, "");
  return [verdict, progress];
}

/** What `observe` printed on a real swarm of one node. */
function recorded(name: string): string {
  return readFileSync(new URL(`./recorded/${name}.txt`, import.meta.url), "utf8");
}

describe("deploy.sh's judgement of what a real swarm showed", () => {
  const all = "web=aaa=unchecked edge=bbb=checked once=ddd=job each=eee=job finite=ggg=job";
  const cases: [what: string, file: string, expected: string, verdict: string, progress: string][] = [
    ["just made", "fresh", all, "waiting", "web 0/2  edge 0/1  once 0/2  each 0/1  finite 0/1"],
    ["jobs at work", "jobsBusy", all, "waiting", "web 2/2  edge 1/1  once 0/2  each 0/1  finite 1/1"],
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
    ["rolled back", "rolledBack", "web=aa3=unchecked", "failed web was rolled back", "web 0/2"],
    ["paused", "paused", "web=aa4=unchecked", "failed web stopped its update", "web 0/2"],
    [
      "a service that ends again and again",
      "crashing",
      "crash=ccc=unchecked",
      "failed crash fails again and again",
      "crash 0/1",
    ],
    [
      "a job that fails again and again",
      "crashing",
      "broken=fff=job",
      "failed broken fails again and again",
      "broken 0/1",
    ],
    ["a global service that fits on no node", "nowhere", "nowhere=hhh=checked", "waiting", "nowhere 0/0"],
  ];
  for (const [what, file, expected, verdict, progress] of cases) {
    it(`${what}: ${verdict}`, async () => {
      assert.deepEqual(await judgement(expected, recorded(file)), [verdict, progress]);
    });
  }
});

/** A service's count, update and tasks; a task is `slot desired state revision [created]`. */
function service(name: string, count: string, update: string, ...tasks: string[]): string {
  const lines = tasks.map((task) => {
    const [slot, desired, state, revision, created = "2026-11-22 16:34:27.5"] = task.split(/ +(?!\d\d:)/);
    return `task id-${name} ${slot} ${desired} ${state} ${revision} ${created} +0000 UTC`;
  });
  return [`count s_${name} ${count}`, `update s_${name} id-${name} ${update}`, ...lines, ""].join("\n");
}

const up = (slot: string, revision = "new") => `${slot} running running ${revision}`;
const failed = (slot: string, created?: string, revision = "new") =>
  `${slot} shutdown failed ${revision} ${created ?? ""}`.trim();

describe("deploy.sh's judgement", () => {
  interface Case {
    readonly expected?: string;
    readonly observed: string;
    readonly verdict: string;
    readonly progress: string;
  }
  const cases: Record<string, Case> = {
    "a service that is not there": {
      observed: "",
      verdict: "waiting",
      progress: "web 0/0",
    },
    "some tasks still start": {
      observed: service(
        "web",
        "replicated 1/3",
        "none",
        up("1"),
        "2 running starting new",
        "3 running preparing new",
      ),
      verdict: "waiting",
      progress: "web 1/3",
    },
    "every task runs": {
      observed: service("web", "replicated 2/2", "none", up("1"), up("2")),
      verdict: "converged",
      progress: "web 2/2",
    },
    "no replica is wanted": {
      observed: service("web", "replicated 0/0", "none"),
      verdict: "converged",
      progress: "web 0/0",
    },
    "at most one on a node": {
      observed: service("web", "replicated 1/2 (max 1 per node)", "none", up("1"), "2 running pending new"),
      verdict: "waiting",
      progress: "web 1/2",
    },
    "the old revision still runs": {
      observed: service("web", "replicated 2/2", "none", up("1", "old"), up("2", "old")),
      verdict: "waiting",
      progress: "web 0/2",
    },
    "the new one runs beside the old one": {
      observed: service("web", "replicated 3/2", "none", up("1"), up("2"), up("2", "old")),
      verdict: "waiting",
      progress: "web 2/2",
    },
    "tasks without a revision are not ours": {
      observed: service("web", "replicated 1/1", "none", up("1", "-")),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "the old tasks are shut down": {
      observed: service("web", "replicated 1/1", "completed", up("1"), "1 shutdown shutdown old"),
      verdict: "converged",
      progress: "web 1/1",
    },
    "a task that should stop still runs": {
      observed: service("web", "replicated 2/1", "none", up("1"), "2 shutdown running new"),
      verdict: "converged",
      progress: "web 1/1",
    },
    "a rollback that is under way": {
      observed: service(
        "web",
        "replicated 2/2",
        "rollback_started",
        up("1", "old"),
        failed("2"),
        failed("2"),
        failed("2"),
      ),
      verdict: "waiting",
      progress: "web 0/2",
    },
    "a rollback that is over": {
      observed: service("web", "replicated 1/1", "rollback_completed", up("1", "old"), failed("1")),
      verdict: "failed web was rolled back",
      progress: "web 0/1",
    },
    "a rollback that failed as well": {
      observed: service("web", "replicated 0/1", "rollback_paused", failed("1", undefined, "old")),
      verdict: "failed web could not be rolled back",
      progress: "web 0/1",
    },
    "two failures of one slot": {
      observed: service("web", "replicated 1/1", "none", up("1"), failed("1"), failed("1")),
      verdict: "converged",
      progress: "web 1/1",
    },
    "three failures of one slot, though it runs now": {
      observed: service(
        "web",
        "replicated 1/1",
        "none",
        up("1"),
        failed("1"),
        failed("1"),
        "1 shutdown rejected new",
      ),
      verdict: "failed web fails again and again",
      progress: "web 1/1",
    },
    "three failures of as many slots": {
      observed: service(
        "web",
        "replicated 3/3",
        "none",
        ...["1", "2", "3"].flatMap((slot) => [up(slot), failed(slot)]),
      ),
      verdict: "converged",
      progress: "web 3/3",
    },
    "failures from before the start": {
      observed: service(
        "web",
        "replicated 1/1",
        "none",
        up("1"),
        ...["2026-11-22 16:34:25.999999999", "2026-11-22 09:59:59", "2025-12-31 23:59:59"].map((at) =>
          failed("1", at),
        ),
      ),
      verdict: "converged",
      progress: "web 1/1",
    },
    "failures from the very second of the start": {
      observed: service(
        "web",
        "replicated 0/1",
        "none",
        ...Array(3).fill(failed("1", "2026-11-22 16:34:26.000000001")),
      ),
      verdict: "failed web fails again and again",
      progress: "web 0/1",
    },
    "failures of the old revision": {
      observed: service(
        "web",
        "replicated 1/1",
        "none",
        up("1"),
        ...Array(3).fill(failed("1", undefined, "old")),
      ),
      verdict: "converged",
      progress: "web 1/1",
    },
    "a global service on all nodes": {
      observed: service("web", "global 2/2", "none", up("0node1"), up("0node2")),
      verdict: "converged",
      progress: "web 2/2",
    },
    "a global service on some nodes": {
      observed: service("web", "global 1/2", "none", up("0node1"), "0node2 running assigned new"),
      verdict: "waiting",
      progress: "web 1/2",
    },
    "a global service that was just made": {
      observed: service("web", "global 0/0", "none"),
      verdict: "waiting",
      progress: "web 0/0",
    },
    "a global service that fails on one node": {
      observed: service("web", "global 1/2", "none", up("0node1"), ...Array(3).fill(failed("0node2"))),
      verdict: "failed web fails again and again",
      progress: "web 1/2",
    },
    "a global job that was just made": {
      expected: "web=new=job",
      observed: service("web", "global-job 0/0 (0/0 completed)", "none"),
      verdict: "waiting",
      progress: "web 0/0",
    },
    "a job that has finished": {
      expected: "web=new=job",
      observed: service(
        "web",
        "replicated-job 0/2 (3/3 completed)",
        "none",
        ..."123".split("").map((slot) => `${slot} complete complete new`),
      ),
      verdict: "converged",
      progress: "web 3/3",
    },
    "a job that runs again after it had finished": {
      expected: "web=new=job",
      observed: service(
        "web",
        "replicated-job 1/1 (0/1 completed)",
        "none",
        "1 complete complete new",
        "1 complete running new",
      ),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "a job that failed twice": {
      expected: "web=new=job",
      observed: service("web", "replicated-job 0/1 (0/1 completed)", "none", failed("1"), failed("1")),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "a job that failed three times": {
      expected: "web=new=job",
      observed: service(
        "web",
        "replicated-job 0/1 (0/1 completed)",
        "none",
        failed("1"),
        failed("1"),
        failed("1"),
      ),
      verdict: "failed web fails again and again",
      progress: "web 0/1",
    },
    "a service whose tasks may end, and one did": {
      expected: "web=new=job",
      observed: service("web", "replicated 1/2", "none", up("1"), "2 shutdown complete new"),
      verdict: "converged",
      progress: "web 2/2",
    },
    "a service whose tasks may not end, and one did": {
      observed: service("web", "replicated 1/2", "none", up("1"), "2 shutdown complete new"),
      verdict: "waiting",
      progress: "web 1/2",
    },
    "one service there, one not": {
      expected: "web=new=checked data=one=checked",
      observed: service("web", "replicated 1/1", "none", up("1")),
      verdict: "waiting",
      progress: "web 1/1  data 0/0",
    },
    "services that the stack had before": {
      observed: service("web", "replicated 1/1", "none", up("1")) + service("gone", "replicated 0/1", "none"),
      verdict: "converged",
      progress: "web 1/1",
    },
    "the first service that failed": {
      expected: "web=new=checked data=one=checked api=two=checked",
      observed:
        service("web", "replicated 1/1", "none", up("1")) +
        service("data", "replicated 0/1", "paused") +
        service("api", "replicated 0/1", "rollback_completed"),
      verdict: "failed data stopped its update",
      progress: "web 1/1  data 0/1",
    },
    "a failure while another service rolls back": {
      expected: "web=new=checked data=one=checked",
      observed:
        service("web", "replicated 1/1", "rollback_started") + service("data", "replicated 0/1", "paused"),
      verdict: "failed data stopped its update",
      progress: "web 0/1  data 0/1",
    },
    "names that begin alike, and one with the stack's name in it": {
      expected: "web=new=checked web_s_web=two=checked s=three=checked",
      observed:
        service("web", "replicated 1/1", "none", up("1")) +
        service("web_s_web", "replicated 0/2", "none") +
        service("s", "replicated 1/1", "none", up("1", "three")),
      verdict: "waiting",
      progress: "web 1/1  web_s_web 0/2  s 1/1",
    },
  };
  for (const [what, { expected = "web=new=checked", observed, verdict, progress }] of Object.entries(cases)) {
    it(`${what}: ${verdict}`, async () => {
      assert.deepEqual(await judgement(expected, observed), [verdict, progress]);
    });
  }
});
