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

function workflowOf(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

describe("workflows", () => {
  it("are these", () => {
    assert.deepEqual(workflows.map(({ file }) => file).sort(), [
      "local-cluster.yml",
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
      "setup",
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

  it("get credentials when the tools are there, and give secrets to the last step only", () => {
    for (const [file, name] of [
      ["preview.yml", "preview"],
      ["up.yml", "prod"],
    ] as const) {
      const all = jobOf(file, name).steps ?? [];
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

  it("ask AWS for nothing outside of a protected environment", () => {
    const asking = jobs.filter(({ job }) => job.permissions?.["id-token"] !== undefined);
    assert.deepEqual(
      asking.map(({ at, job }) => [at, job.environment]),
      [
        ["preview.yml, preview", "preview"],
        ["up.yml, prod", "production"],
      ],
    );
  });

  it("update production from main alone, by a push or by hand", () => {
    const { on } = parse(workflowOf("up.yml"));
    assert.deepEqual(Object.keys(on), ["push", "workflow_dispatch"]);
    assert.deepEqual(on.push.branches, ["main"]);
    assert.deepEqual(Object.keys(on.workflow_dispatch.inputs), ["allow_danger"]);
    assert.match(jobOf("up.yml", "prod").if ?? "", /&& github\.ref == 'refs\/heads\/main'$/);
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

  it("take names as values", () => {
    const step = jobOf("preview.yml", "preview").steps?.find(({ run }) => run?.includes("--markdown"));
    assert.equal(step?.env?.STACKS, "$" + "{{ needs.stacks.outputs.stacks }}");
    const up = jobOf("up.yml", "prod").steps?.find(({ run }) => run?.includes("npm run up"));
    assert.equal(up?.env?.ALLOW_DANGER, "$" + "{{ inputs.allow_danger }}");
  });
});

/** Runs a step as a runner does. */
async function runStep(script: string, folder: Folder, more: Readonly<Record<string, string>>) {
  chmodSync(folder.at("bin/npm"), 0o755);
  const files = { GITHUB_OUTPUT: folder.at("output"), GITHUB_STEP_SUMMARY: folder.at("summary") };
  const env = { ...process.env, ...files, ...more, PATH: `${folder.at("bin")}:${process.env.PATH}` };
  writeFileSync(folder.at("step.sh"), script);
  const words = ["-c", 'cd "$1" && . ./step.sh', "-", folder.at(".")];
  const { code, stdout } = await run("bash", ["--noprofile", "--norc", "-eo", "pipefail", ...words], { env });
  return { code, stdout };
}

describe("the preview's step", () => {
  const script = jobOf("preview.yml", "preview").steps?.find(({ run }) => run?.includes("--markdown"))?.run;

  /** Previews stacks whose preview ends with these exit codes. */
  async function preview(codes: Readonly<Record<string, number>>) {
    const npm = `#!/bin/sh
[ "$1 $2 $3 $4 $5 $7 $8" = "run --silent preview -- --stack --markdown --output" ] || exit 99
printf 'first %s\\n<<last\\n' "$6" > "$9"
case $6 in ${Object.entries(codes)
      .map(([stack, code]) => `${stack}) exit ${code} ;;`)
      .join(" ")} esac
`;
    using folder = new Folder().write({ "bin/npm": npm });
    const { code, stdout } = await runStep(script ?? "", folder, {
      STACKS: JSON.stringify(Object.keys(codes)),
    });
    return { code, stdout, output: folder.read("output"), summary: folder.read("summary") };
  }

  it("fails where a preview failed only, and warns of danger", async () => {
    const { code, stdout } = await preview({ prod: 0, staging: 2 });
    assert.deepEqual([code, stdout], [0, ""]);
    const danger = await preview({ prod: 3, staging: 2 });
    const warning = "::warning::prod: data or an address would be lost; see the preview\n";
    assert.deepEqual([danger.code, danger.stdout], [0, warning]);
    assert.equal((await preview({ prod: 1, staging: 0 })).code, 1);
    assert.equal((await preview({ prod: 130 })).code, 1);
  });

  it("hands every text on, whichever preview failed", async () => {
    const { code, output, summary } = await preview({ prod: 1, staging: 0 });
    assert.deepEqual([code, summary], [1, "first prod\n<<last\nfirst staging\n<<last\n"]);
    const { groups } = /^comments<<(?<end>[0-9a-f-]{36})\n(?<json>.*)\n\k<end>\n$/.exec(output) ?? {};
    assert.deepEqual(JSON.parse(groups?.json ?? ""), ["first prod\n<<last\n", "first staging\n<<last\n"]);
  });
});

describe("the update's step", () => {
  const script = jobOf("up.yml", "prod").steps?.find(({ run }) => run?.includes("npm run up"))?.run;

  async function up(allow: string, code: number) {
    using folder = new Folder().write({
      "bin/npm": `#!/bin/sh\nprintf '[%s]' "$@" > words\nexit ${code}\n`,
      words: "",
    });
    const outcome = await runStep(script ?? "", folder, { ALLOW_DANGER: allow });
    return { ...outcome, words: folder.read("words") };
  }

  it("passes on the dangers that are allowed, and nothing else", async () => {
    const plain = "[run][up][--][--stack][prod][--yes]";
    assert.deepEqual(await up("", 0), { code: 0, stdout: "", words: plain });
    assert.equal(
      (await up("manager-2  shop/api", 0)).words,
      `${plain}[--allow-danger=manager-2][--allow-danger=shop/api]`,
    );
    assert.equal(
      (await up("$(touch x) *", 0)).words,
      `${plain}[--allow-danger=$(touch][--allow-danger=x)][--allow-danger=*]`,
    );
  });

  it("fails as the update does, and says how to allow a danger", async () => {
    const { code, stdout } = await up("", 3);
    assert.equal(code, 3);
    assert.match(
      stdout,
      /^::error::data or an address would be lost, and nothing was changed\. .* run this workflow by hand/,
    );
    assert.deepEqual(await up("", 255), {
      code: 255,
      stdout: "",
      words: "[run][up][--][--stack][prod][--yes]",
    });
  });
});

interface Comment {
  readonly id: number;
  readonly user: { readonly type: string; readonly login: string } | null;
  readonly body?: string | null;
}

describe("the comment's script", () => {
  const script = String(jobOf("preview.yml", "comment").steps?.[0]?.with?.script);
  const body = `${marker("prod")}\n### Preview`;
  const bot = { type: "Bot", login: "github-actions[bot]" };

  /** Runs the script as actions/github-script does; these comments are there. */
  async function comment(bodies: readonly string[], ...comments: readonly Comment[]) {
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
    const core = { setFailed: (message: string) => calls.push(["failed", message]) };
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
    const call = new AsyncFunction("github", "context", "core", "process", script);
    await call(github, context, core, { env: { COMMENTS: JSON.stringify(bodies) } });
    return calls;
  }

  it("writes a first comment", async () => {
    const others = [
      { id: 1, user: { type: "User", login: "ann" }, body },
      { id: 2, user: bot, body: `${marker("prod-2")}\n### Preview` },
      { id: 3, user: null },
      { id: 4, user: { type: "Bot", login: "other[bot]" }, body },
      { id: 5, user: bot, body: `\n${body}` },
      { id: 6, user: bot, body: `${marker("prod")} and more\n` },
      { id: 7, user: bot, body: null },
    ];
    assert.deepEqual(await comment([body], ...others), [
      ["create", { owner: "o", repo: "r", issue_number: 7, body }],
    ]);
  });

  it("puts later ones into its place, one for each stack", async () => {
    const other = `${marker("staging")}\n### Preview`;
    const there = [
      { id: 4, user: bot, body: `${marker("prod")}\n### Old` },
      { id: 5, user: bot, body: `${marker("staging")}\n### Old` },
    ];
    assert.deepEqual(await comment([body, other], ...there), [
      ["update", { owner: "o", repo: "r", comment_id: 4, body }],
      ["update", { owner: "o", repo: "r", comment_id: 5, body: other }],
    ]);
  });

  it("writes nothing that does not begin with the mark of a stack, which any comment might match", async () => {
    const there = { id: 4, user: bot, body: "\nof another workflow" };
    for (const text of [
      "",
      "\nof a preview",
      "# Preview",
      "<!-- swarm preview of  -->",
      `x${body}`,
      "<!---->",
    ])
      assert.deepEqual(
        await comment([text], there, { ...there, id: 5, body: text }),
        [["failed", "a preview does not begin with the line that marks its comment"]],
        text,
      );
  });
});
