import assert from "node:assert/strict";
import { failed, judgement, service, up } from "../../../../support/judgement.ts";

describe("judge", () => {
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
    "two new ones run in one slot": {
      observed: service("web", "replicated 3/2", "completed", up("1"), up("2"), up("2")),
      verdict: "waiting",
      progress: "web 3/2",
    },
    "a second one starts in a slot": {
      observed: service("web", "replicated 2/2", "completed", up("1"), up("2"), "2 running starting new"),
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
    "a global service that was just created": {
      observed: service("web", "global 0/0", "none"),
      verdict: "waiting",
      progress: "web 0/0",
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
    "a service that ends well and is started again": {
      observed: service("web", "replicated 0/1", "none", "1 ready ready new", "1 shutdown complete new"),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "a failed task of a slot that is no longer needed": {
      observed: service("web", "replicated 1/1", "none", up("1"), failed("2")),
      verdict: "converged",
      progress: "web 1/1",
    },
    "a failed task of the new revision, while the spec is the old one": {
      observed: service("web", "replicated 1/1", "none 0 old", up("1", "old"), failed("1")),
      verdict: "waiting",
      progress: "web 0/1",
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
  for (const [what, one] of Object.entries(cases)) {
    const { expected = "web=new=checked", observed, verdict, progress } = one;
    it(`${what}: ${verdict}`, () => {
      const judged = judgement(expected, observed);
      assert.deepEqual([judged.verdict, judged.progress], [verdict, progress]);
    });
  }
});
