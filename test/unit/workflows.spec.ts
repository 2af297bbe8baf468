import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { marker } from "../../tools/plan/markdown.ts";
import { Folder } from "../support/folder.ts";
import { run } from "../support/run.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, ".github/workflows");

type Permissions = Readonly<Record<string, string>>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly needs?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly "timeout-minutes"?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflows = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  return { file, text, workflow: parse(text) as Workflow };
});

const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ at: `${file}, ${name}`, file, name, job, workflow })),
);
const steps = jobs.flatMap(({ at, job }) => (job.steps ?? []).map((step) => ({ at, step })));

function jobOf(file: string, name: string): Job {
  const found = jobs.find((candidate) => candidate.file === file && candidate.name === name);
  assert.ok(found, `${file} has no job ${name}`);
  return found.job;
}

describe("workflows", () => {
  it("are these", () => {
    assert.deepEqual(workflows.map(({ file }) => file).sort(), [
      "local-cluster.yml",
      "preview-stack.yml",
      "preview.yml",
      "test.yml",
      "up.yml",
    ]);
    assert.ok(steps.length > 20);
  });

  it("pin each action by commit, the same one everywhere, and say its version", () => {
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
    ]);
    assert.equal(new Set(foreign).size, actions.size);
  });

  it("start with the right to read the project, and nothing else", () => {
    for (const { file, workflow } of workflows)
      assert.deepEqual(workflow.permissions, { contents: "read" }, file);
  });

  it("have a token for AWS only where AWS is asked, and write only where nothing of the project runs", () => {
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

  it("keep no login of git's beside the code", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    assert.ok(checkouts.length >= 5);
    for (const { at, step } of checkouts) assert.equal(step.with?.["persist-credentials"], false, at);
  });

  it("call npm scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const called = steps.flatMap(({ step }) =>
      [...(step.run ?? "").matchAll(/\bnpm (?:run (?:--silent )?(?<run>[\w:-]+)|(?<own>start|test)\b)/g)].map(
        ({ groups }) => groups?.run ?? groups?.own,
      ),
    );
    assert.deepEqual([...new Set(called)].sort(), [
      "destroy",
      "preview",
      "pulumi",
      "start",
      "status",
      "test",
      "test:faults",
      "up",
    ]);
    for (const name of called) assert.ok(name && name in scripts, name);
  });

  it("end by themselves", () => {
    for (const { at, job } of jobs.filter((candidate) => !candidate.job.uses))
      assert.ok((job["timeout-minutes"] ?? 0) > 0, at);
  });

  it("give a pull request secrets only where it comes from this repository", () => {
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
    for (const { file, workflow } of workflows) assert.ok(!("pull_request_target" in workflow.on), file);
  });

  it("update production one after the other, to the end, in an environment of its own", () => {
    const { concurrency, environment } = jobOf("up.yml", "prod");
    assert.deepEqual(concurrency, { group: "up-prod", "cancel-in-progress": false });
    assert.equal(environment, "production");
  });

  it("always remove the cluster that they make", () => {
    const last = jobOf("local-cluster.yml", "cluster").steps?.at(-1);
    assert.deepEqual(last, { if: "always()", run: "npm run destroy" });
  });

  it("take the stack's name as a value", () => {
    const step = jobOf("preview-stack.yml", "preview").steps?.find(({ run }) => run?.includes("--markdown"));
    assert.equal(step?.env?.STACK, "$" + "{{ inputs.stack }}");
    assert.match(step?.run ?? "", /--stack "\$STACK" --markdown --output preview\.md/);
  });
});

describe("the preview's step", () => {
  const script = jobOf("preview-stack.yml", "preview").steps?.find(({ run }) =>
    run?.includes("--markdown"),
  )?.run;

  /** Runs the step as a runner does, with a preview that ends with this exit code. */
  async function preview(code: number) {
    using folder = new Folder().write({
      "bin/npm": `#!/bin/sh\nprintf 'first\\n<<last\\n' > preview.md\nexit ${code}\n`,
    });
    chmodSync(folder.at("bin/npm"), 0o755);
    const files = { GITHUB_OUTPUT: folder.at("output"), GITHUB_STEP_SUMMARY: folder.at("summary") };
    const env = { ...process.env, ...files, STACK: "prod", PATH: `${folder.at("bin")}:${process.env.PATH}` };
    const words = ["-c", 'cd "$1" && . ./step.sh', "-", folder.at(".")];
    writeFileSync(folder.at("step.sh"), script ?? "");
    const { code: ended, stdout } = await run(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", ...words],
      { env },
    );
    const [output, summary] = Object.values(files).map((file) => readFileSync(file, "utf8"));
    return { ended, stdout, output, summary };
  }

  it("fails where the preview failed only, and warns of danger", async () => {
    const warning = "::warning::prod: data or an address would be lost; see the preview\n";
    for (const code of [0, 2]) {
      const { ended, stdout } = await preview(code);
      assert.deepEqual([ended, stdout], [0, ""]);
    }
    const danger = await preview(3);
    assert.deepEqual([danger.ended, danger.stdout], [0, warning]);
    assert.equal((await preview(1)).ended, 1);
    assert.equal((await preview(130)).ended, 1);
  });

  it("hands the text on in any case", async () => {
    for (const code of [1, 2]) {
      const { output, summary } = await preview(code);
      assert.equal(summary, "first\n<<last\n");
      assert.match(output ?? "", /^comment<<(?<end>[0-9a-f-]{36})\nfirst\n<<last\n\k<end>\n$/);
    }
  });
});

describe("the comment's script", () => {
  const script = String(jobOf("preview-stack.yml", "comment").steps?.[0]?.with?.script);
  const body = `${marker("prod")}\n### Preview`;

  /** Runs the script as actions/github-script does; these comments are there. */
  async function comment(...comments: { id: number; user: { type: string } | null; body?: string }[]) {
    const calls: unknown[] = [];
    const github = {
      paginate: async (list: unknown, place: unknown) => {
        assert.equal(list, github.rest.issues.listComments);
        assert.deepEqual(place, { owner: "o", repo: "r", issue_number: 7 });
        return comments;
      },
      rest: {
        issues: {
          listComments: () => undefined,
          updateComment: async (request: unknown) => calls.push(["update", request]),
          createComment: async (request: unknown) => calls.push(["create", request]),
        },
      },
    };
    const context = { repo: { owner: "o", repo: "r" }, issue: { number: 7 } };
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
    const call = new AsyncFunction("github", "context", "process", script);
    await call(github, context, { env: { COMMENT: body } });
    return calls;
  }
  const bot = { type: "Bot" };

  it("writes a first comment", async () => {
    const others = [
      { id: 1, user: { type: "User" }, body: `${marker("prod")}\nmine` },
      { id: 2, user: bot, body: `${marker("prod-2")}\n### Preview` },
      { id: 3, user: null },
    ];
    assert.deepEqual(await comment(...others), [
      ["create", { owner: "o", repo: "r", issue_number: 7, body }],
    ]);
  });

  it("puts later ones into its place", async () => {
    assert.deepEqual(await comment({ id: 4, user: bot, body: `${marker("prod")}\n### Old` }), [
      ["update", { owner: "o", repo: "r", comment_id: 4, body }],
    ]);
  });
});
