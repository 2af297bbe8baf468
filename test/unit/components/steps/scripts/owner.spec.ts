import assert from "node:assert/strict";
import type { SwarmScope } from "../../../../../components/steps/remoteStep.ts";
import { askOwner, cluster, FakeHost } from "../../../../support/fakeHost.ts";
import { foreign, others, type Place, places, swarm } from "../../../../support/ownerPlaces.ts";
import { run } from "../../../../support/run.ts";

/** An engine that answers what the guard asks, and notes whatever else it is asked to do. */
const docker = `[ ! -e "$HOST/silent" ] || exit 1
case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) cat "$HOST/facts" ;;
  "info --format {{range .Swarm.RemoteManagers}}"*) printf ' 10.0.0.10:2377 10.0.0.11:2377' ;;
esac`;

const askManagers = "docker info --format {{range .Swarm.RemoteManagers}} {{.Addr}}{{end}}";
function machine({ facts, certificate, record }: Place): FakeHost {
  const [state, id = "", label = "", stack = ""] = facts;
  const host = new FakeHost({ docker });
  if (certificate) host.inSwarm(certificate);
  if (record) host.write("docker/swarm-cluster", `${record.join(" ")}\n`);
  const manager = id ? `|${label}|${stack}` : "|";
  return host.write("facts", `${state}|${id}|${host.path("docker")}${manager}\n`);
}

/** Runs a step of this scope; its script says only that it runs, and with which words. */
function step(host: FakeHost, scope: SwarmScope, adopt = "") {
  host.owner = [scope, cluster, adopt];
  return host.runText('docker change; say "runs with $*"\n', ["one", "it's two"]);
}

const ran = "runs with one it's two\n";
const leave =
  "nothing was changed here. Leave this machine out of the settings, or take it out of that swarm where that swarm is managed";
const failure = (problem: string, ...hints: string[]) =>
  [`this-host: ${problem}`, ...hints.map((hint) => `  → ${hint}`), ""].join("\n");

/** What the user reads. */
function told(verdict: string): { code: number; stderr: string } {
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
  if (left) return { code: 0, stderr: `this-host is in ${left}: it is left as it is\n` };
  return { code: 1, stderr: failure(`this machine is in ${verdict}`, leave) };
}

/** Reading commands alone, unless the script itself runs; a machine that seems another's is asked twice. */
const asked = (verdict: string) => [
  ...[askOwner],
  ...(["on", "done", "in no swarm"].includes(verdict) ? [] : [askOwner]),
  ...(verdict.endsWith(others) ? [askManagers] : []),
  ...(verdict === "on" ? ["docker change"] : []),
];

describe("owner.sh", () => {
  for (const [what, { verdict, ...path }] of Object.entries(places))
    for (const scope of ["ours", "ours-or-none", "undo"] as const)
      it(`${scope}: ${what}`, async () => {
        using host = machine(path);
        const { code, stdout, stderr, calls } = await step(host, scope);
        assert.deepEqual({ code, stdout, stderr }, { stdout: "", ...told(verdict[scope]) });
        assert.deepEqual(calls, asked(verdict[scope]));
      });

  for (const [what, path] of Object.entries(places))
    it(`any: ${what}, without asking docker`, async () => {
      using host = machine(path);
      assert.deepEqual(await step(host, "any"), {
        code: 0,
        stdout: "",
        stderr: ran,
        calls: ["docker change"],
      });
    });

  describe("if the settings adopt a swarm", () => {
    const manager = places["a manager of another cluster's swarm"] as Place;
    const byHand = places["a manager of a swarm that somebody made by hand"] as Place;
    const worker = places["a worker of a swarm that somebody made by hand"] as Place;
    const leaderless = places["a manager that knows no leader and has no note"] as Place;

    for (const [what, path] of Object.entries({ manager, byHand, worker, leaderless }))
      it(`lets only the steps that create and join continue: ${what}`, async () => {
        using host = machine(path);
        assert.deepEqual(await step(host, "ours-or-none", foreign), {
          code: 0,
          stdout: "",
          stderr: ran,
          calls: asked("on"),
        });
        // Once it is taken over, the label and the notes say so; nothing is undone before.
        assert.equal((await step(host, "ours", foreign)).code, 1);
        const undo = await step(host, "undo", foreign);
        assert.deepEqual([undo.code, undo.calls.includes("docker change")], [0, false]);
        assert.match(undo.stderr, /^this-host is in .*: it is left as it is\n$/);
      });

    it("lets no step continue in any other swarm", async () => {
      for (const path of [manager, byHand, worker, leaderless]) {
        using host = machine(path);
        const { code, calls } = await step(host, "ours-or-none", swarm);
        assert.deepEqual([code, calls.includes("docker change")], [1, false]);
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
      const { calls } = await host.runText("docker change\n", []);
      assert.equal(calls.includes("docker change"), false);
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
      const { code, stderr, calls } = await step(host, "ours");
      assert.deepEqual([code, stderr], [0, ran]);
      assert.deepEqual(calls, [askOwner, askOwner, "docker change"]);
      assert.equal((await joining).code, 0);
    });

  it("fails if the engine does not answer, whatever is on the disk", async () => {
    for (const scope of ["ours", "ours-or-none", "undo"] as const) {
      using host = machine({ facts: ["active"], certificate: swarm, record: [cluster, swarm] });
      host.write("silent", "");
      const { code, stderr, calls } = await step(host, scope);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        failure(
          "the Docker Engine does not answer",
          "look at its log on this machine: journalctl -u docker, or /var/log/dockerd.log",
        ),
      );
      assert.deepEqual(calls, [askOwner, ...Array(4).fill("docker version")]);
    }
  });

  it("does not treat an engine error as a machine in no swarm", async () => {
    for (const scope of ["ours", "ours-or-none", "undo"] as const) {
      using host = machine({ facts: ["inactive"] });
      host.replace("docker", `[ "$1" = version ]`);
      const { code, calls, stderr } = await step(host, scope);
      assert.equal(code, 1);
      assert.equal(calls.includes("docker change"), false);
      assert.equal(
        stderr,
        "this-host: the Docker Engine does not say whose swarm this machine is in\n  → look at its log: journalctl -u docker, then run the same command again\n",
      );
    }
  });
});
