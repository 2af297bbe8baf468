import assert from "node:assert/strict";
import { deploymentOf, deployTo } from "../../../../support/deployments.ts";
import type { FakeContent } from "../../../../support/fakeSwarm.ts";
import { failed, service, up } from "../../../../support/judgement.ts";

const deployStack = "docker stack deploy --resolve-image never --compose-file - s";
const healthy = service("web", "replicated 1/1", "none 0 old", up("1", "old"));
const rolledBack = "rollback_completed 0 old";

describe("a deployment that fails", () => {
  it("shows tasks and last log lines of a service that was rolled back, and removes nothing", async () => {
    const tasks = [
      {
        ID: "task-1",
        Name: "s_web.1",
        Node: "worker-0",
        CurrentState: "Failed 2 seconds ago",
        Error: "exit\u009b2J 1\u202e",
      },
      { ID: "task-0", Name: "s_web.1", Node: "worker-1", CurrentState: "Running 1 hour ago", Error: "" },
    ];
    const log = "the\tlast\x07 words\n\u001b[31mred\u001b[0m next\u0085line \u009b?\n\u202etxt.exe\n";
    const { swarm, error } = await deployTo(
      {
        before: healthy,
        after: [
          service("web", "replicated 1/2", "updating", up("1")),
          service(
            "web",
            "replicated 2/2",
            rolledBack,
            `${failed("1")} exit 1`,
            up("1", "old"),
            up("2", "old"),
          ),
        ],
        objects: ["config s_page-0"],
        docker: ([, command]) => {
          if (command === "ps") return { output: tasks.map((task) => `${JSON.stringify(task)}\n`).join("") };
          return command === "logs" ? { output: log } : undefined;
        },
      },
      deploymentOf("web=new=checked"),
    );
    assert.deepEqual(swarm.said, [
      "s: web 1/2",
      "s: web 0/2",
      "--- tasks of s_web",
      "s_web.1               worker-0      Failed 2 seconds ago        exit 1\\u202e",
      "s_web.1               worker-1      Running 1 hour ago",
      "--- last log lines of s_web.1 on worker-0",
      "the last\\u0007 words",
      "red next\\u0085line \\u009b?",
      "\\u202etxt.exe",
    ]);
    assert.equal(
      error,
      "stack s: service web was rolled back: exit 1; the previous version is running\n  → fix it and run pulumi up again; npm run docker -- service logs s_web",
    );
    assert.deepEqual(swarm.changes, [deployStack]);
  });

  it("says at its timeout how far it got", async () => {
    const { swarm, error } = await deployTo(
      { after: [service("web", "replicated 1/2", "none", up("1"))] },
      deploymentOf("web=new=checked"),
      { timeout: 45 },
    );
    assert.deepEqual(error.split("\n"), [
      "stack s: service web is not ready yet; there is no previous version to roll back to",
      "  → fix it and run pulumi up again; npm run docker -- service logs s_web",
      "stack s: not converged after 45 s (web 1/2)",
      "  → fix it and run pulumi up again, or raise swarm:stacks.s.timeout",
    ]);
    assert.equal(Math.floor(swarm.now()), 1045);
  });

  it("names the services that go on by themselves", async () => {
    const busy = service("data", "replicated 0/1", "updating", "1 running starting new");
    const { swarm, error } = await deployTo(
      { before: healthy, after: [service("web", "replicated 0/1", "paused") + busy] },
      deploymentOf("web=new=checked data=new=checked"),
    );
    assert.equal(
      error.split("\n").at(-1),
      "stack s: service data is not ready yet; its deployment continues by itself",
    );
    assert.ok(swarm.now() >= 1030);
  });

  it("repeats what docker says if it refuses the file", async () => {
    const refusals: Readonly<Record<string, string>> = {
      "services.web Additional property x is not allowed": "fix the compose file",
      "service mode change is not allowed":
        "give the service another name, or remove it first: npm run docker -- service rm NAME",
      'network "edge" is declared as external, but could not be found':
        "make it first: npm run docker -- network create --driver overlay NAME",
      "secret not found: key": "make it first: npm run docker -- secret create NAME FILE, or config create",
    };
    for (const [refusal, hint] of Object.entries(refusals)) {
      const messages = `Creating network s_net\n${refusal}\n`;
      const { error } = await deployTo(
        { docker: () => ({ code: 1, messages }) },
        deploymentOf("web=new=checked"),
      );
      assert.equal(error, `stack s: docker refuses it: ${refusal}\n  → ${hint}`);
    }
  });

  describe("for a reason that passes", () => {
    const outOfSequence =
      "failed to update service s_web: rpc error: code = Unknown desc = update out of sequence";
    const failingTimes = (times: number, result: { code: number | null; messages: string }): FakeContent => ({
      after: [service("web", "replicated 1/1", "none", up("1"))],
      docker: () => (times-- > 0 ? result : undefined),
    });

    it("is tried again if another writer came first", async () => {
      const content = failingTimes(4, { code: 1, messages: outOfSequence });
      const { swarm, error } = await deployTo(content, deploymentOf("web=new=checked"));
      assert.deepEqual([error, swarm.changes], ["", Array(5).fill(deployStack)]);
    });

    it("is tried again if the connection broke", async () => {
      const content = failingTimes(1, { code: null, messages: "Connection reset by peer" });
      const { swarm, error } = await deployTo(content, deploymentOf("web=new=checked"));
      assert.deepEqual([error, swarm.changes], ["", Array(2).fill(deployStack)]);
    });

    it("fails after five attempts, and does not ask for another file", async () => {
      const { error } = await deployTo(
        failingTimes(9, { code: 1, messages: outOfSequence }),
        deploymentOf("web=new=checked"),
      );
      assert.equal(
        error,
        `stack s: docker refuses it: ${outOfSequence}\n  → something else changes the service at the same time; find out what, then run pulumi up again`,
      );
    });
  });
});
