import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { EnginePreview, EngineStep } from "../../../../tools/plan/enginePreview.ts";
import { markdown, marker } from "../../../../tools/plan/markdown.ts";
import { exitCodes, readPlan, verdict } from "../../../../tools/plan/plan.ts";

/** What `pulumi preview --json` printed, without what no reader needs. */
function recorded(name: string): EnginePreview {
  return JSON.parse(readFileSync(new URL(`./recorded/${name}.json`, import.meta.url), "utf8"));
}

const told = (name: string) => {
  const plan = readPlan(recorded(name));
  return { text: markdown(plan, "plan"), code: exitCodes[verdict(plan)] };
};

const head = (result: string) => `<!-- swarm preview of plan -->\n### Preview of \`plan\`: ${result}\n`;

describe("markdown of a recorded preview", () => {
  it("tells what the first up makes", () => {
    assert.deepEqual(told("firstUp"), {
      code: 2,
      text: `${head("changes")}
**Nodes**

| Node | Role | Change |
| --- | --- | --- |
| \`manager-0\` | manager | comes |
| \`worker-0\` | worker | comes |
| \`worker-1\` | worker | comes |

**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | comes | image \`example/api:0de3ee0d51ae40b7\`, 4 replicas |
| \`example_data\` | comes | image \`example/data:16639b8e84302b25\`, 1 replica |
| \`example_edge\` | comes | image \`example/edge:b483b8ccc20c8f0b\`, one a node, ports \`8000/tcp\` |

<details><summary>5 more resources are created or updated</summary>

| Resource | Change | What |
| --- | --- | --- |
| docker Container \`entrypoint\` | created |  |
| network \`network\` | created |  |
| docker Container \`registry\` | created |  |
| volume \`swarm-plan-manager-0-volume\` | created |  |
| volume \`swarm-plan-registry-volume\` | created |  |

</details>

and 19 internal steps
`,
    });
  });

  it("tells that nothing changes", () => {
    assert.deepEqual(told("noChange"), {
      code: 0,
      text: `${head("no change")}\nEverything is as the settings say.\n`,
    });
  });

  it("tells a worker that comes and one that goes", () => {
    const rest =
      "`example`: deployed again, and waited for, with the same services.\n\nand 5 internal steps\n";
    const table = (row: string) =>
      `\n**Nodes**\n\n| Node | Role | Change |\n| --- | --- | --- |\n${row}\n\n${rest}`;
    assert.deepEqual(told("moreWorkers"), {
      code: 2,
      text: head("changes") + table("| `worker-2` | worker | comes |"),
    });
    assert.deepEqual(told("fewerWorkers"), {
      code: 2,
      text: head("changes") + table("| `worker-1` | worker | goes |"),
    });
  });

  it("tells the service whose source changed", () => {
    assert.deepEqual(told("sourceFile"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | image | \`example/api:0de3ee0d51ae40b7\` → \`example/api:d28f0f105404329e\` |

and 6 internal steps
`,
    });
  });

  it("tells which services a secret changes, and nothing of its content", () => {
    assert.deepEqual(told("secret"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | secrets | \`data-password\` changes |
| \`example_data\` | secrets | \`data-password\` changes |

and 2 internal steps
`,
    });
  });

  it("tells replicas, ports, variables and other settings, and what is replaced for them", () => {
    assert.deepEqual(told("serviceSettings"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | replicas | \`4 replicas\` → \`6 replicas\` |
| \`example_api\` | environment | \`LEVEL\` comes |
| \`example_api\` | settings | \`stop_grace_period\` changes |
| \`example_edge\` | ports | \`8000/tcp\` → \`9000/tcp\` |
| \`example_edge\` | environment | \`NOTICE_SECONDS\` changes |

**Replaced or deleted**

| Resource | Change | Why |
| --- | --- | --- |
| docker Container \`entrypoint\` | replaced | \`uploads\` |

and 2 internal steps
`,
    });
  });

  it("tells a service that goes", () => {
    assert.deepEqual(told("serviceGone"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | goes |  |

and 6 internal steps
`,
    });
  });

  it("tells nodes that get another machine, which is no danger", () => {
    assert.deepEqual(told("machineImage"), {
      code: 2,
      text: `${head("changes")}
**Nodes**

| Node | Role | Change |
| --- | --- | --- |
| \`manager-0\` | manager | new machine: \`image\` |
| \`worker-0\` | worker | new machine: \`image\` |
| \`worker-1\` | worker | new machine: \`image\` |

\`example\`: deployed again, and waited for, with the same services.

and 13 internal steps
`,
    });
  });

  it("warns of a stack that goes and of another network", () => {
    assert.deepEqual(told("stackGone"), {
      code: 3,
      text: `${head("danger")}
> [!CAUTION]
> - \`example\`: The stack example is removed with all its services; its volumes stay on the nodes.
>
> \`npm run up\` stops before each of these unless \`--allow-danger NAME\` names it.

**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | goes |  |
| \`example_data\` | goes |  |
| \`example_edge\` | goes |  |

**Replaced or deleted**

| Resource | Change | Why |
| --- | --- | --- |
| docker Container \`entrypoint\` | deleted |  |

and 9 internal steps
`,
    });
    const { text, code } = told("subnet");
    assert.equal(code, 3);
    assert.ok(
      text.startsWith(
        `${head("danger")}\n> [!CAUTION]\n> - \`network\`: The cluster's network is made anew; no machine can stay in it.\n`,
      ),
    );
    assert.match(text, /\| `manager-0` \| manager \| new machine: `networksAdvanced` \|/);
  });

  it("shows why a preview failed", () => {
    assert.deepEqual(told("mistake"), {
      code: 1,
      text: `${head("failed")}
Nothing can be said before this is put right:

\`\`\`text
1 mistake in the settings; nothing was changed
  swarm:wrokers: is unknown
    → did you mean workers?
\`\`\`
`,
    });
  });
});

describe("markdown", () => {
  const urn = (types: string, name: string) => `urn:pulumi:prod::swarm::${types}::${name}`;
  const create = (types: string, name: string, inputs = {}): EngineStep => ({
    op: "create",
    urn: urn(types, name),
    newState: { type: types.split("$").at(-1) ?? "", inputs },
  });

  it("has a column for machine types where machines have some", () => {
    const machine = (instanceType: string, more = {}) => ({
      type: "aws:ec2/instance:Instance",
      inputs: { instanceType, tags: { "swarm.node": "web-0" }, ...more },
    });
    const steps = [
      create("swarm:index:SwarmCluster$swarm:index:SwarmNode", "web-0"),
      {
        ...create("swarm:index:Ec2Machines$aws:ec2/instance:Instance", "web-0"),
        newState: machine("t4g.small"),
      },
    ];
    const text = (list: EngineStep[]) => markdown(readPlan({ steps: list }), "prod");
    assert.match(
      text(steps),
      /\| Node \| Role \| Type \| Change \|\n[^\n]+\n\| `web-0` \| worker, pool `web` \| `t4g.small` \| comes \|/,
    );
    const other: EngineStep = {
      op: "replace",
      urn: urn("swarm:index:Ec2Machines$aws:ec2/instance:Instance", "web-0"),
      oldState: machine("t4g.small"),
      newState: machine("t4g.large", { instanceMarketOptions: { marketType: "spot" } }),
      replaceReasons: ["instanceType"],
      diffReasons: ["instanceType", "tags"],
    };
    assert.match(text([other]), /\| `t4g.small → t4g.large, spot` \| new machine: `instanceType` \|/);
  });

  it("shows cost at its end", () => {
    const text = markdown(readPlan({ steps: [] }), "prod", "**Monthly cost** $1.00");
    assert.ok(text.endsWith("\n\n**Monthly cost** $1.00\n"));
  });

  it("lets no value do anything in the comment", () => {
    const services = { "a|b": { image: "<img src=x>`@team`", replicas: "1 replica", ports: [] } };
    const text = markdown(
      readPlan({ steps: [create("swarm:index:ComposeStack", "x-stack", { services })] }),
      "x",
    );
    assert.ok(text.includes("| `x_a\\|b` | comes | image `` <img src=x>`@team` ``, 1 replica |"), text);
    const message = "error: ```\n<script>\n````";
    const failed = markdown(readPlan({ diagnostics: [{ severity: "error", message }] }), "x");
    assert.ok(failed.includes("`````text\n```\n<script>\n````\n`````"), failed);
    const gone: EngineStep = {
      op: "delete",
      urn: urn("aws:ecr/repository:Repository", "<b>@team*"),
      oldState: { type: "aws:ecr/repository:Repository" },
    };
    assert.ok(
      markdown(readPlan({ steps: [gone] }), "x").includes(
        "repository &#60;b&#62;@\u200bteam&#42; is deleted",
      ),
    );
  });

  it("tells what the program warns of, which makes no change and no failure", () => {
    const message = "warning: 1 note on the compose files\n  compose.yaml: services.web: <x>\n";
    const plan = readPlan({ diagnostics: [{ severity: "warning", message }] });
    assert.deepEqual(plan.problems, []);
    assert.equal(
      markdown(plan, "dev"),
      [
        "<!-- swarm preview of dev -->\n### Preview of `dev`: no change",
        "Everything is as the settings say.",
        "**Warnings**",
        "```text\n1 note on the compose files\n  compose.yaml: services.web: <x>\n```\n",
      ].join("\n\n"),
    );
  });

  it("fits into a comment, whatever there is to tell", () => {
    const services = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `service-${index}-${"x".repeat(300)}`,
        { image: "i".repeat(500), replicas: "1 replica", ports: [] },
      ]),
    );
    const stacks = Array.from({ length: 3 }, (_, index) =>
      create("swarm:index:ComposeStack", `s${index}-stack`, { services }),
    );
    const others = Array.from({ length: 900 }, (_, index) =>
      create("aws:ec2/eip:Eip", `address-${index}-${"y".repeat(400)}`),
    );
    const nodes = Array.from({ length: 900 }, (_, index) =>
      create("swarm:index:SwarmNode", `node${"z".repeat(30)}-${index}`),
    );
    const message = "é".repeat(100_000);
    const diagnostics = [{ severity: "error", message }];
    const text = markdown(readPlan({ steps: [...stacks, ...others, ...nodes], diagnostics }), "prod");
    assert.ok(Buffer.byteLength(text) < 65_536);
    assert.match(text, /\(80000 more characters\)/);
    assert.match(text, /and 840 more\n/);
    assert.match(
      text,
      /The rest is too long for a comment; `npm run preview -- --stack` `prod` shows it\.\n$/,
    );
  });

  it("starts with a line of its own for each stack", () => {
    assert.equal(marker("org/prod.eu-1"), "<!-- swarm preview of org/prod.eu-1 -->");
    assert.equal(marker("a--> <b>"), "<!-- swarm preview of a-%2D___b_ -->");
  });
});
