import assert from "node:assert/strict";
import { failed, judgement, service, up } from "../../../../support/judgement.ts";

describe("judge.sh over time", () => {
  it("lists services that have ended and that an update without a change would not restart", async () => {
    const expected = "web=new=unchecked once=new=job data=new=checked";
    const ended = ["web", "once"].map((name) => service(name, "replicated 0/1", "none", failed("1")));
    const { over } = await judgement(expected, ended.join("") + service("data", "replicated 0/1", "paused"));
    assert.deepEqual([...over].sort(), ["once", "web"]);
  });

  it("forgives failures while another service starts, until they repeat", async () => {
    const expected = "web=new=unchecked data=new=checked";
    const failures = (count: number, ...live: string[]) =>
      service("web", "replicated 0/1", "none", ...live, ...Array(count).fill(failed("1")));
    const data = (state: string) =>
      service("data", `replicated ${state === "running" ? 1 : 0}/1`, "none", `1 running ${state} new`);
    const busy = await judgement(expected, failures(4, "1 ready ready new") + data("starting"));
    const verdicts: string[] = [];
    for (const count of [4, 5, 6]) {
      const observed = failures(count, "1 ready ready new") + data("running");
      verdicts.push((await judgement(expected, observed, { kept: busy.kept })).verdict);
    }
    assert.deepEqual(verdicts, ["waiting", "waiting", "failed; web fails again and again"]);
    const well = await judgement(expected, failures(4, up("1")) + data("running"), { kept: busy.kept });
    assert.equal(well.verdict, "converged");
  });

  it("does not wait for a task that no node can run", async () => {
    const crashing = service(
      "web",
      "replicated 0/1",
      "none",
      "1 ready ready new",
      ...Array(3).fill(failed("1")),
    );
    const pending = service("data", "replicated 0/1", "none", "1 running pending new no suitable node");
    assert.equal(
      (await judgement("web=new=unchecked data=new=checked", crashing + pending)).verdict,
      "failing; web fails again and again",
    );
  });

  it("restarts the stall timer if anything moves or still stops", async () => {
    const pending = service(
      "web",
      "replicated 1/2",
      "none",
      up("1"),
      "2 running pending new no suitable node",
    );
    const first = await judgement("web=new=checked", pending, { now: 100 });
    assert.equal(first.kept, "keep stuck web 100\n");
    const stopping = `${pending}task id-old 1 shutdown running old - 1 old-1 ""\n`;
    assert.equal(
      (await judgement("web=new=checked", stopping, { now: 130, kept: first.kept })).verdict,
      "waiting",
    );
    const moved = service("web", "replicated 1/2", "none", up("1"), "2 running preparing new");
    assert.equal((await judgement("web=new=checked", moved, { now: 130, kept: first.kept })).kept, "");
  });

  it("reports that no address is left for a task", async () => {
    const observed = service("web", "replicated 0/1", "none", "1 running new new");
    const { kept } = await judgement("web=new=checked", observed, { now: 100 });
    assert.equal(
      (await judgement("web=new=checked", observed, { now: 120, kept })).verdict,
      "failed; web cannot start: no address is free in one of its networks",
    );
  });

  it("prints an error as swarm wrote it", async () => {
    const observed = service(
      "web",
      "replicated 0/1",
      "paused",
      String.raw`1 shutdown failed new exec: \"a\\b\" \u003cx\u003e\n\u0026`,
    );
    assert.equal(
      (await judgement("web=new=checked", observed)).verdict,
      String.raw`failed; web stopped its update: exec: "a\b" <x> &`,
    );
  });
});
