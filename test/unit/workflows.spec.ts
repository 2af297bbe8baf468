import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectRoot } from "../../setup/project.ts";
import { type Job, jobOf, jobs, steps, workflowOf, workflows } from "../support/workflowFiles.ts";

describe("workflows", () => {
  it("are the expected ones", () => {
    assert.deepEqual(workflows.map(({ file }) => file).sort(), [
      "local-cluster.yml",
      "preview.yml",
      "test.yml",
      "up.yml",
    ]);
    assert.ok(steps.length > 20);
  });

  it("pin each action to the same commit everywhere, and name its version", () => {
    const uses = workflows.flatMap(({ text }) =>
      [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, to]) => to),
    );
    const foreign = uses.filter((to) => !to?.startsWith("./.github/workflows/"));
    for (const to of foreign) assert.match(to ?? "", /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const actions = new Set(foreign.map((to) => to?.split("@")[0]));
    assert.deepEqual([...actions].sort(), [
      "actions/checkout",
      "actions/github-script",
      "actions/setup-node",
      "aws-actions/configure-aws-credentials",
      "docker/setup-qemu-action",
    ]);
    assert.equal(new Set(foreign).size, actions.size);
  });

  it("start with read access to the project, and nothing else", () => {
    for (const { file, workflow } of workflows)
      assert.deepEqual(workflow.permissions, { contents: "read" }, file);
  });

  it("have an AWS token only in jobs that use AWS, and write access only in jobs without project code", () => {
    const usesOf = (job: Job) => (job.steps ?? []).map((step) => step.uses?.split("@")[0]);
    for (const { at, job } of jobs.filter((candidate) => candidate.job.permissions && !candidate.job.uses)) {
      const { contents = "read", ...more } = job.permissions ?? {};
      assert.equal(contents, "read", at);
      for (const [permission, access] of Object.entries(more)) {
        assert.equal(access, "write", at);
        if (permission === "id-token")
          assert.ok(usesOf(job).includes("aws-actions/configure-aws-credentials"), at);
        else {
          assert.equal(permission, "pull-requests", at);
          assert.deepEqual(usesOf(job), ["actions/github-script"], at);
        }
      }
    }
    const askingAws = jobs.filter(({ job }) => usesOf(job).includes("aws-actions/configure-aws-credentials"));
    for (const { at, job } of askingAws) assert.equal(job.permissions?.["id-token"], "write", at);
  });

  it("put no expression into a script", () => {
    for (const { at, step } of steps)
      for (const script of [step.run, step.with?.script]) assert.doesNotMatch(String(script), /\$\{\{/, at);
  });

  it("keep no git login beside the code", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    assert.ok(checkouts.length >= 5);
    for (const { at, step } of checkouts) assert.equal(step.with?.["persist-credentials"], false, at);
  });

  it("call only existing npm scripts", () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));
    const called = steps.flatMap(({ step }) =>
      [...(step.run ?? "").matchAll(/\bnpm (?:run (?:--silent )?(?<run>[\w:-]+)|(?<own>start|test)\b)/g)].map(
        ({ groups }) => groups?.run ?? groups?.own,
      ),
    );
    assert.deepEqual([...new Set(called)].sort(), [
      "destroy",
      "preview",
      "pulumi",
      "setup",
      "start",
      "status",
      "test",
      "test:faults",
      "up",
    ]);
    for (const name of called) assert.ok(name && name in scripts, name);
  });

  it("have a timeout for each job", () => {
    for (const { at, job } of jobs.filter((candidate) => !candidate.job.uses))
      assert.ok((job["timeout-minutes"] ?? 0) > 0, at);
  });

  it("give secrets only to pull requests from this repository", () => {
    const withSecrets = workflows.filter(
      ({ text, workflow }) => "pull_request" in workflow.on && /secrets\./.test(text),
    );
    assert.deepEqual(
      withSecrets.map(({ file }) => file),
      ["preview.yml"],
    );
    assert.match(
      jobOf("preview.yml", "stacks").if ?? "",
      /github\.event\.pull_request\.head\.repo\.full_name == github\.repository/,
    );
    assert.equal(jobOf("preview.yml", "preview").needs, "stacks");
    // Everybody who can push a branch can change this workflow: what protects the secrets is the environment.
    const inPreview = Object.entries(parse(workflowOf("preview.yml")).jobs).filter(([, job]) =>
      /secrets\./.test(JSON.stringify(job)),
    );
    assert.deepEqual(
      inPreview.map(([name, job]) => [name, (job as Job).environment]),
      [["preview", "preview"]],
    );
    for (const { file, workflow } of workflows) assert.ok(!("pull_request_target" in workflow.on), file);
  });

  it("get credentials after the tools, and give secrets to the last step only", () => {
    for (const [file, name] of [
      ["preview.yml", "preview"],
      ["up.yml", "prod"],
    ] as const) {
      const every = jobOf(file, name).steps ?? [];
      // It has neither.
      const all = every.filter(({ uses }) => !uses?.startsWith("docker/setup-qemu-action@"));
      const called = all.map(({ uses, run }) => uses?.split("@")[0] ?? run?.trim().split("\n")[0] ?? "");
      const [checkout, node, packages, setup, login, last, ...more] = called;
      assert.deepEqual(
        [checkout, node, packages, login, more],
        [
          "actions/checkout",
          "actions/setup-node",
          "npm ci --ignore-scripts",
          "aws-actions/configure-aws-credentials",
          [],
        ],
        file,
      );
      assert.match(all[3]?.run ?? "", /npm run setup -- --stack /, setup);
      const withSecrets = all.filter((step) => /secrets\.|AWS_[A-Z]+_ROLE/.test(JSON.stringify(step)));
      assert.deepEqual(withSecrets, all.slice(4), last);
    }
  });

  it("use AWS only in a protected environment", () => {
    const asking = jobs.filter(({ job }) => job.permissions?.["id-token"] !== undefined);
    assert.deepEqual(
      asking.map(({ at, job }) => [at, job.environment]),
      [
        ["preview.yml, preview", "preview"],
        ["up.yml, prod", "production"],
      ],
    );
  });

  it("update production only from main, by a push or by hand", () => {
    const { on } = parse(workflowOf("up.yml"));
    assert.deepEqual(Object.keys(on), ["push", "workflow_dispatch"]);
    assert.deepEqual(on.push.branches, ["main"]);
    assert.deepEqual(Object.keys(on.workflow_dispatch.inputs), ["allow_danger"]);
    assert.match(jobOf("up.yml", "prod").if ?? "", /&& github\.ref == 'refs\/heads\/main'$/);
  });

  it("update production one run at a time, to the end, in its own environment", () => {
    const { concurrency, environment } = jobOf("up.yml", "prod");
    assert.deepEqual(concurrency, { group: "up-prod", "cancel-in-progress": false });
    assert.equal(environment, "production");
  });

  it("always remove the cluster that they create", () => {
    const last = jobOf("local-cluster.yml", "cluster").steps?.at(-1);
    assert.deepEqual(last, { if: "always()", run: "npm run destroy" });
  });

  it("pass names as environment variables", () => {
    const step = jobOf("preview.yml", "preview").steps?.find(({ run }) => run?.includes("--markdown"));
    assert.equal(step?.env?.STACKS, "$" + "{{ needs.stacks.outputs.stacks }}");
    const up = jobOf("up.yml", "prod").steps?.find(({ run }) => run?.includes("npm run up"));
    assert.equal(up?.env?.ALLOW_DANGER, "$" + "{{ inputs.allow_danger }}");
  });
});
