import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { EnginePreview } from "../../../../../tools/pulumi/preview.ts";
import { markdown } from "../../../../../tools/report/plan/markdown.ts";
import { exitCodes, readPlan, verdict } from "../../../../../tools/report/plan/plan.ts";

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
  it("shows what the first up creates", () => {
    assert.deepEqual(told("firstUp"), {
      code: 2,
      text: `${head("changes")}
**Nodes**

| Node | Role | Change |
| --- | --- | --- |
| \`manager-0\` | manager | added |
| \`worker-0\` | worker | added |
| \`worker-1\` | worker | added |

**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | added | image \`example/api:0de3ee0d51ae40b7\`, 4 replicas |
| \`example_data\` | added | image \`example/data:16639b8e84302b25\`, 1 replica |
| \`example_edge\` | added | image \`example/edge:b483b8ccc20c8f0b\`, one a node, ports \`8000/tcp\` |

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

  it("says that nothing changes", () => {
    assert.deepEqual(told("noChange"), {
      code: 0,
      text: `${head("no change")}\nEverything is as the settings say.\n`,
    });
  });

  it("shows an added and a removed worker", () => {
    const rest =
      "`example`: deployed again, and waited for, with the same services.\n\nand 5 internal steps\n";
    const table = (row: string) =>
      `\n**Nodes**\n\n| Node | Role | Change |\n| --- | --- | --- |\n${row}\n\n${rest}`;
    assert.deepEqual(told("moreWorkers"), {
      code: 2,
      text: head("changes") + table("| `worker-2` | worker | added |"),
    });
    assert.deepEqual(told("fewerWorkers"), {
      code: 2,
      text: head("changes") + table("| `worker-1` | worker | removed |"),
    });
  });

  it("shows the service whose source changed", () => {
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

  it("shows which services a secret changes, and nothing of its content", () => {
    assert.deepEqual(told("secret"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | secrets | \`data-password\` changed |
| \`example_data\` | secrets | \`data-password\` changed |

and 2 internal steps
`,
    });
  });

  it("shows replicas, ports, variables and other settings, and what they replace", () => {
    assert.deepEqual(told("serviceSettings"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | replicas | \`4 replicas\` → \`6 replicas\` |
| \`example_api\` | environment | \`LEVEL\` added |
| \`example_api\` | settings | \`stop_grace_period\` changed |
| \`example_edge\` | ports | \`8000/tcp\` → \`9000/tcp\` |
| \`example_edge\` | environment | \`NOTICE_SECONDS\` changed |

**Replaced or deleted**

| Resource | Change | Why |
| --- | --- | --- |
| docker Container \`entrypoint\` | replaced | \`uploads\` |

and 2 internal steps
`,
    });
  });

  it("shows a removed service", () => {
    assert.deepEqual(told("serviceGone"), {
      code: 2,
      text: `${head("changes")}
**Services**

| Service | What | Change |
| --- | --- | --- |
| \`example_api\` | removed |  |

and 6 internal steps
`,
    });
  });

  it("shows nodes with a new machine, which is no danger", () => {
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

  it("warns of a removed stack and of a changed network", () => {
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
| \`example_api\` | removed |  |
| \`example_data\` | removed |  |
| \`example_edge\` | removed |  |

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
        `${head("danger")}\n> [!CAUTION]\n> - \`network\`: The cluster's network is replaced; no machine can stay in it.\n`,
      ),
    );
    assert.match(text, /\| `manager-0` \| manager \| new machine: `networksAdvanced` \|/);
  });

  it("shows why a preview failed", () => {
    assert.deepEqual(told("mistake"), {
      code: 1,
      text: `${head("failed")}
The preview needs this fixed first:

\`\`\`text
1 mistake in the settings; nothing was changed
  swarm:wrokers: is unknown
    → did you mean workers?
\`\`\`
`,
    });
  });
});
