import assert from "node:assert/strict";
import type { SwarmScope } from "../../../../../components/steps/remoteStep.ts";
import { cluster, FakeHost } from "../../../../support/fakeHost.ts";
import { foreign, others, type Place, places, swarm } from "../../../../support/ownerPlaces.ts";
import { run } from "../../../../support/run.ts";
import { SwarmHost } from "../../../../support/swarmHost/swarmHost.ts";

/** An engine in this place; a test must not need more than what the guard asks. */
function machine({ facts, certificate, record }: Place): SwarmHost {
  const [state, id = "", label = "", stack = ""] = facts;
  const labels = { ...(label && { "swarm.cluster": label }), ...(stack && { "swarm.stack": stack }) };
  const host = new SwarmHost({
    engine: { state, isManager: id !== "", managers: ["10.0.0.10:2377", "10.0.0.11:2377"] },
    cluster: { id, labels: new Map(Object.entries(labels)) },
  });
  if (certificate) host.inSwarm(certificate);
  if (record) host.write("docker/swarm-cluster", `${record.join(" ")}\n`);
  return host;
}

/** Runs a step of this scope; its script says only that it runs, and with which arguments. */
function step(host: SwarmHost, scope: SwarmScope, adopt = "") {
  host.owner = [scope, cluster, adopt];
  return host.stepText('say "runs with $*"\n', ["one", "it's two"]);
}

const ran = "runs with one it's two\n";
const leave =
  "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed";
const failure = (problem: string, ...hints: string[]) =>
  [`this-host: ${problem}`, ...hints.map((hint) => `  → ${hint}`), ""].join("\n");

/** What the user reads. */
function printed(verdict: string): { code: number; stderr: string } {
  if (verdict === "on") return { code: 0, stderr: ran };
  if (verdict === "done") return { code: 0, stderr: "" };
  if (verdict === "in no swarm")
    return {
      code: 1,
      stderr: failure(
        "this machine is in no swarm",
        "npm run preview says what the cluster has lost, and what to do",
      ),
    };
  const [, left] = /^left: (.*)$/.exec(verdict) ?? [];
  if (left) return { code: 0, stderr: `this-host is in ${left}: it stays unchanged\n` };
  return { code: 1, stderr: failure(`this machine is in ${verdict}`, leave) };
}

describe("owner.sh", () => {
  for (const [what, { verdict, ...path }] of Object.entries(places))
    for (const scope of ["ours", "ours-or-none", "undo"] as const)
      it(`${scope}: ${what}`, async () => {
        using host = machine(path);
        assert.deepEqual(await step(host, scope), { stdout: "", ...printed(verdict[scope]), changes: [] });
      });

  for (const [what, path] of Object.entries(places))
    it(`any: ${what}, without asking docker`, async () => {
      using host = machine(path);
      host.daemon.isRunning = false;
      assert.deepEqual(await step(host, "any"), { code: 0, stdout: "", stderr: ran, changes: [] });
    });

  describe("if the settings adopt a swarm", () => {
    const manager = places["a manager of another cluster's swarm"] as Place;
    const byHand = places["a manager of a swarm that somebody made by hand"] as Place;
    const worker = places["a worker of a swarm that somebody made by hand"] as Place;
    const leaderless = places["a manager that knows no leader and has no record"] as Place;

    for (const [what, path] of Object.entries({ manager, byHand, worker, leaderless }))
      it(`lets only the steps that create and join continue: ${what}`, async () => {
        using host = machine(path);
        const { code, stderr } = await step(host, "ours-or-none", foreign);
        assert.deepEqual([code, stderr], [0, ran]);
        // Once it is taken over, the label and the notes say so; nothing is undone before.
        const ours = await step(host, "ours", foreign);
        assert.equal(ours.code, 1);
        assert.match(ours.stderr, /^this-host: this machine is in /);
        const undo = await step(host, "undo", foreign);
        assert.equal(undo.code, 0);
        assert.match(undo.stderr, /^this-host is in .*: it stays unchanged\n$/);
      });

    it("lets no step continue in any other swarm", async () => {
      for (const path of [manager, byHand, worker, leaderless]) {
        using host = machine(path);
        const { code, stderr } = await step(host, "ours-or-none", swarm);
        assert.deepEqual([code, stderr.includes(ran)], [1, false]);
      }
    });

    const takeOver = `or let this cluster take over that swarm, with all that is in it: npm run pulumi -- config set swarm:adopt ${foreign}`;

    it("suggests adoption if the target can adopt and the settings name no swarm", async () => {
      using host = machine(byHand);
      const { stderr } = await step(host, "ours-or-none", "-");
      const whose = `the swarm ${foreign}, which this program did not make`;
      assert.equal(stderr, failure(`this machine is in ${whose}`, leave, takeOver));
    });

    it("does not suggest it on a worker, which does not know the swarm id", async () => {
      using host = machine(worker);
      const { stderr } = await step(host, "ours-or-none", "-");
      assert.equal(stderr, failure(`this machine is in ${others}`, leave));
    });

    it("reads a hyphen as no swarm", async () => {
      using host = machine({ facts: ["active"], certificate: "a-swarm-with-a-hyphen" });
      assert.equal((await step(host, "ours-or-none", "-")).code, 1);
    });
  });

  describe("without an engine", () => {
    for (const [scope, code, stderr] of [
      ["ours-or-none", 0, ran],
      ["undo", 0, ""],
      [
        "ours",
        1,
        failure(
          "Docker Engine is missing on this machine",
          "install it: https://docs.docker.com/engine/install/",
        ),
      ],
    ] as const)
      it(scope, async () => {
        using host = new FakeHost({});
        host.owner = [scope, cluster, ""];
        // This computer may have an engine of its own.
        const outcome = await host.runText('say "runs with $*"\n', ["one", "it's two"], {
          "command -v docker": "false",
        });
        assert.deepEqual([outcome.code, outcome.stderr], [code, stderr]);
      });
  });

  it("does not match a swarm without a label with a cluster without an id", async () => {
    for (const scope of ["ours", "ours-or-none", "undo"] as const) {
      using host = machine(places["a manager of a swarm that somebody made by hand"] as Place);
      host.owner = [scope, "", ""];
      const { stderr } = await host.stepText("say runs\n", []);
      assert.equal(stderr.includes("runs"), false);
    }
  });

  for (const lock of ["bootstrap", "join"])
    it(`waits until ${lock} of the same run has ended and recorded the cluster`, async () => {
      using host = machine({ facts: ["active"], certificate: swarm });
      host.write(`locks/${lock}.lock`, "");
      // The machine is in the swarm already, and its step has not noted that yet.
      const note = `echo '${cluster} ${swarm}' >${host.path("docker/swarm-cluster")}`;
      const joining = run("flock", [host.path(`locks/${lock}.lock`), "sh", "-c", `sleep 1; ${note}`]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const { code, stderr } = await step(host, "ours");
      assert.deepEqual([code, stderr], [0, ran]);
      assert.equal((await joining).code, 0);
    });

  it("fails if the engine does not answer, whatever is on the disk", async () => {
    for (const scope of ["ours", "ours-or-none", "undo"] as const) {
      using host = machine({ facts: ["active"], certificate: swarm, record: [cluster, swarm] });
      host.daemon.isRunning = false;
      const { code, stderr } = await step(host, scope);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        failure(
          "the Docker Engine does not answer",
          "read its log on this machine: journalctl -u docker, or /var/log/dockerd.log",
        ),
      );
    }
  });

  it("waits for an engine that does not answer yet", async () => {
    using host = machine({ facts: ["active"], certificate: swarm, record: [cluster, swarm] });
    host.daemon.isRunning = false;
    const start = () => {
      host.daemon.isRunning = true;
    };
    host.before("version", start, { after: 2 });
    const { code, stderr } = await step(host, "ours");
    assert.deepEqual([code, stderr], [0, ran]);
  });

  it("does not treat an engine error as a machine in no swarm", async () => {
    for (const scope of ["ours", "ours-or-none", "undo"] as const) {
      using host = machine({ facts: ["inactive"] });
      host.refuse("info", "Error response from daemon: context deadline exceeded");
      assert.deepEqual(await step(host, scope), {
        code: 1,
        stdout: "",
        stderr: failure(
          "the Docker Engine does not say whose swarm this machine is in",
          "read its log: journalctl -u docker, then run the same command again",
        ),
        changes: [],
      });
    }
  });
});
