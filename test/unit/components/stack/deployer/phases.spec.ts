import assert from "node:assert/strict";
import { deploymentOf, deployTo, planned } from "../../../../support/deployments.ts";
import { failed, service, up } from "../../../../support/judgement.ts";

const old =
  service("web", "replicated 1/1", "none 0 old", up("1", "old")) +
  service("gone", "replicated 1/1", "none", up("1"));
const web = service("web", "replicated 1/1", "none", up("1"));
const migrated = service("migrate", "replicated-job 0/1 (1/1 completed)", "none", "1 complete complete new");
const running = service("migrate", "replicated-job 1/1 (0/1 completed)", "none", "1 complete running new");
const deployment = deploymentOf("web=new=checked migrate=new=job", {
  services: [...planned("web=new=checked", { waitsFor: ["migrate"] }), ...planned("migrate=new=job")],
});
const file = (name: string) => `{"services":{"${name}":{"image":"redis"}}}`;
const deployStack = "docker stack deploy --resolve-image never --compose-file - s";

describe("a deployment in phases", () => {
  it("changes a service, and removes others, only once the job that it waits for has completed", async () => {
    const { swarm, error } = await deployTo(
      {
        before: old,
        after: [old + running, ...Array<string>(4).fill(old + migrated), web + migrated],
      },
      deployment,
    );
    assert.equal(error, "");
    assert.deepEqual(swarm.files, [file("migrate"), file("web")]);
    assert.deepEqual(swarm.changes, [deployStack, "DELETE /services/id-gone", deployStack]);
  });

  it("changes nothing else if the job fails, and says so", async () => {
    const broken = service(
      "migrate",
      "replicated-job 0/1 (0/1 completed)",
      "none",
      `${failed("1")} no such table`,
    );
    const { swarm, error } = await deployTo({ before: old, after: [old + broken] }, deployment);
    assert.deepEqual(swarm.files, [file("migrate")]);
    assert.deepEqual(swarm.changes, [deployStack]);
    assert.deepEqual(error.split("\n"), [
      "stack s: service migrate failed: no such table; a job is not rolled back",
      "  → fix it and run pulumi up again; npm run docker -- service logs s_migrate",
      "stack s: web was not changed",
    ]);
  });

  it("changes nothing else if the job hangs until the timeout", async () => {
    const { swarm, error } = await deployTo({ before: old, after: [old + running] }, deployment, {
      timeout: 45,
    });
    assert.deepEqual(swarm.changes, [deployStack]);
    assert.deepEqual(error.split("\n"), [
      "stack s: service migrate is not ready yet; a job is not rolled back",
      "  → fix it and run pulumi up again; npm run docker -- service logs s_migrate",
      "stack s: web was not changed",
      "stack s: not converged after 45 s (migrate 0/1)",
      "  → fix it and run pulumi up again, or raise swarm:stacks.s.timeout",
    ]);
  });

  it("goes on at once if the job has run at this revision", async () => {
    const { swarm } = await deployTo({ before: old + migrated, after: [web + migrated] }, deployment);
    assert.deepEqual(swarm.files, [file("web")]);
  });
});
