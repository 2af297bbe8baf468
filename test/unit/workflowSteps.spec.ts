import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { marker } from "../../tools/report/plan/markdown.ts";
import { Folder } from "../support/folder.ts";
import { run } from "../support/run.ts";
import { jobOf } from "../support/workflowFiles.ts";

/** Runs a step as a runner does. */
async function runStep(script: string, folder: Folder, more: Readonly<Record<string, string>>) {
  chmodSync(folder.at("bin/npm"), 0o755);
  const files = { GITHUB_OUTPUT: folder.at("output"), GITHUB_STEP_SUMMARY: folder.at("summary") };
  const env = { ...process.env, ...files, ...more, PATH: `${folder.at("bin")}:${process.env.PATH}` };
  writeFileSync(folder.at("step.sh"), script);
  const args = ["-c", 'cd "$1" && . ./step.sh', "-", folder.at(".")];
  const { code, stdout } = await run("bash", ["--noprofile", "--norc", "-eo", "pipefail", ...args], { env });
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

  it("fails only if a preview failed, and warns of danger", async () => {
    const { code, stdout } = await preview({ prod: 0, staging: 2 });
    assert.deepEqual([code, stdout], [0, ""]);
    const danger = await preview({ prod: 3, staging: 2 });
    const warning = "::warning::prod: data or an address would be lost; see the preview\n";
    assert.deepEqual([danger.code, danger.stdout], [0, warning]);
    assert.equal((await preview({ prod: 1, staging: 0 })).code, 1);
    assert.equal((await preview({ prod: 130 })).code, 1);
  });

  it("passes every text on, whichever preview failed", async () => {
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
      "bin/npm": `#!/bin/sh\nprintf '[%s]' "$@" > args\nexit ${code}\n`,
      args: "",
    });
    const outcome = await runStep(script ?? "", folder, { ALLOW_DANGER: allow });
    return { ...outcome, args: folder.read("args") };
  }

  it("passes on the allowed dangers, and nothing else", async () => {
    const plain = "[run][up][--][--stack][prod][--yes]";
    assert.deepEqual(await up("", 0), { code: 0, stdout: "", args: plain });
    assert.equal(
      (await up("manager-2  shop/api", 0)).args,
      `${plain}[--allow-danger=manager-2][--allow-danger=shop/api]`,
    );
    assert.equal(
      (await up("$(touch x) *", 0)).args,
      `${plain}[--allow-danger=$(touch][--allow-danger=x)][--allow-danger=*]`,
    );
  });

  it("fails with the update's exit code, and says how to allow a danger", async () => {
    const { code, stdout } = await up("", 3);
    assert.equal(code, 3);
    assert.match(
      stdout,
      /^::error::data or an address would be lost, and nothing was changed\. .* run this workflow by hand/,
    );
    assert.deepEqual(await up("", 255), {
      code: 255,
      stdout: "",
      args: "[run][up][--][--stack][prod][--yes]",
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
      paginate: async (list: unknown, path: unknown) => {
        assert.equal(list, github.rest.issues.listComments);
        assert.deepEqual(path, { owner: "o", repo: "r", issue_number: 7 });
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

  it("updates that comment later, one for each stack", async () => {
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

  it("writes no comment without a stack's marker, which could match any comment", async () => {
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
