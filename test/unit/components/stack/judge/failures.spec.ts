import assert from "node:assert/strict";
import { type Memory, noMemory } from "../../../../../components/stack/judge/memory.ts";
import { failed, judgement, service, up } from "../../../../support/judgement.ts";

describe("judge on failures", () => {
  interface Case {
    readonly expected?: string;
    readonly kept?: Memory;
    readonly observed: string;
    readonly verdict: string;
    readonly progress: string;
  }
  const cases: Record<string, Case> = {
    "a rollback that is over": {
      observed: service("web", "replicated 1/1", "rollback_completed", up("1", "old"), failed("1")),
      verdict: "failed; web was rolled back",
      progress: "web 0/1",
    },
    "a rollback that failed as well": {
      observed: service("web", "replicated 0/1", "rollback_paused", failed("1", "old")),
      verdict: "failed; web could not be rolled back",
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
      verdict: "failed; web fails again and again",
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
    "failures from before this deployment": {
      kept: { ...noMemory, forgiven: new Set(["web-1", "web-2", "web-3"]) },
      observed: service("web", "replicated 1/1", "none", up("1"), ...Array(3).fill(failed("1"))),
      verdict: "converged",
      progress: "web 1/1",
    },
    "failures that swarm has forgotten meanwhile": {
      kept: {
        ...noMemory,
        failures: new Map(["older", "old"].map((task) => [task, { service: "web", slot: "1" }])),
      },
      observed: service("web", "replicated 0/1", "none", "1 ready ready new", failed("1")),
      verdict: "failed; web fails again and again",
      progress: "web 0/1",
    },
    "failures of the old revision": {
      observed: service("web", "replicated 1/1", "none", up("1"), ...Array(3).fill(failed("1", "old"))),
      verdict: "converged",
      progress: "web 1/1",
    },
    "a global service that fails on one node": {
      observed: service(
        "web",
        "global 1/2",
        "none",
        up("0node1"),
        "0node2 ready ready new",
        ...Array(3).fill(failed("0node2")),
      ),
      verdict: "failed; web fails again and again",
      progress: "web 1/2",
    },
    "a service whose tasks may not end, and one did": {
      observed: service("web", "replicated 1/2", "none", up("1"), "2 shutdown complete new"),
      verdict: "failed; web has ended and is not started again: the program ended with exit code 0",
      progress: "web 1/2",
    },
    "two services that failed": {
      expected: "web=new=checked data=one=checked api=two=checked",
      observed:
        service("web", "replicated 1/1", "none", up("1")) +
        service("data", "replicated 0/1", "paused") +
        service("api", "replicated 0/1", "rollback_completed"),
      verdict: "failed; data stopped its update; api was rolled back",
      progress: "web 1/1  data 0/1  api 0/1",
    },
    "a failure while another service rolls back": {
      expected: "web=new=checked data=one=checked",
      observed:
        service("web", "replicated 1/1", "rollback_started") + service("data", "replicated 0/1", "paused"),
      verdict: "reverting; data stopped its update",
      progress: "web 0/1  data 0/1",
    },
    "a failure while another service is on its way": {
      expected: "web=new=checked data=one=checked",
      observed: service("web", "replicated 0/1", "updating") + service("data", "replicated 0/1", "paused"),
      verdict: "failing; data stopped its update",
      progress: "web 0/1  data 0/1",
    },
    "a service that ends well again and again": {
      observed: service(
        "web",
        "replicated 0/1",
        "none",
        "1 ready ready new",
        ...Array(3).fill("1 shutdown complete new"),
      ),
      verdict: "failed; web fails again and again: the program ended with exit code 0",
      progress: "web 0/1",
    },
    "four failures of five attempts": {
      observed: service(
        "web",
        "replicated 0/1",
        "none 4",
        "1 ready ready new",
        ...Array(4).fill(failed("1")),
      ),
      verdict: "waiting",
      progress: "web 0/1",
    },
    "three failures while another service is on its way": {
      expected: "web=new=unchecked data=one=checked",
      observed:
        service("web", "replicated 0/1", "none", "1 ready ready new", ...Array(3).fill(failed("1"))) +
        service("data", "replicated 0/1", "none", "1 running starting one"),
      verdict: "waiting",
      progress: "web 0/1  data 0/1",
    },
    "three failures while another service fails as well": {
      expected: "web=new=unchecked data=new=checked",
      observed: ["web", "data"]
        .map((name) =>
          service(name, "replicated 0/1", "none", "1 ready ready new", ...Array(3).fill(failed("1"))),
        )
        .join(""),
      verdict: "failed; web fails again and again; data fails again and again",
      progress: "web 0/1  data 0/1",
    },
  };
  for (const [what, one] of Object.entries(cases)) {
    const { expected = "web=new=checked", observed, kept = noMemory, verdict, progress } = one;
    it(`${what}: ${verdict}`, () => {
      const judged = judgement(expected, observed, { kept });
      assert.deepEqual([judged.verdict, judged.progress], [verdict, progress]);
    });
  }
});
