import assert from "node:assert/strict";
import { failed, judgement, service, up } from "../../../../support/judgement.ts";

describe("judge on jobs", () => {
  interface Case {
    readonly expected?: string;
    readonly observed: string;
    readonly verdict: string;
    readonly progress: string;
  }
  const cases: Record<string, Case> = {
    "a global job that was just created": {
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
      observed: service(
        "web",
        "replicated-job 0/1 (0/1 completed)",
        "none",
        "1 complete assigned new",
        failed("1"),
        failed("1"),
      ),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "a job that failed three times": {
      expected: "web=new=job",
      observed: service(
        "web",
        "replicated-job 0/1 (0/1 completed)",
        "none",
        "1 complete assigned new",
        failed("1"),
        failed("1"),
        failed("1"),
      ),
      verdict: "failed; web fails again and again",
      progress: "web 0/1",
    },
    "a service whose tasks may end, and one did": {
      expected: "web=new=finite",
      observed: service("web", "replicated 1/2", "none", up("1"), "2 shutdown complete new"),
      verdict: "converged",
      progress: "web 2/2",
    },
    "a service that runs once and still runs": {
      expected: "web=new=job",
      observed: service("web", "replicated 1/1", "none", up("1")),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "a service that runs once and has finished": {
      expected: "web=new=job",
      observed: service("web", "replicated 0/1", "none", "1 shutdown complete new"),
      verdict: "converged",
      progress: "web 1/1",
    },
    "a service that runs once and failed, while swarm still monitors its update": {
      expected: "web=new=job",
      observed: service("web", "replicated 0/1", "updating", failed("1")),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "a job of the old revision that has finished": {
      expected: "web=new=job",
      observed: service(
        "web",
        "replicated-job 0/1 (1/1 completed)",
        "none 0 old",
        "0node1 complete complete old",
      ),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "the first task of a job, continued on another node": {
      expected: "web=new=job",
      observed: service(
        "web",
        "replicated-job 1/1 (0/1 completed)",
        "none",
        "0node2 complete running new",
        "0node1 shutdown failed new",
      ),
      verdict: "waiting",
      progress: "web 0/1",
    },
  };
  for (const [what, one] of Object.entries(cases)) {
    const { expected = "web=new=checked", observed, verdict, progress } = one;
    it(`${what}: ${verdict}`, () => {
      const judged = judgement(expected, observed);
      assert.deepEqual([judged.verdict, judged.progress], [verdict, progress]);
    });
  }
});
