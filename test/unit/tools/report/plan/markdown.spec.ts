import assert from "node:assert/strict";
import type { EngineStep } from "../../../../../tools/pulumi/preview.ts";
import { markdown, marker } from "../../../../../tools/report/plan/markdown.ts";
import { readPlan } from "../../../../../tools/report/plan/plan.ts";

describe("markdown", () => {
  const urn = (types: string, name: string) => `urn:pulumi:prod::swarm::${types}::${name}`;
  const create = (types: string, name: string, inputs = {}): EngineStep => ({
    op: "create",
    urn: urn(types, name),
    newState: { type: types.split("$").at(-1) ?? "", inputs },
  });

  it("has a column for machine types if machines have them", () => {
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
      /\| Node \| Role \| Type \| Change \|\n[^\n]+\n\| `web-0` \| worker, pool `web` \| `t4g.small` \| added \|/,
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

  it("ends with the cost", () => {
    const text = markdown(readPlan({ steps: [] }), "prod", "**Monthly cost** $1.00");
    assert.ok(text.endsWith("\n\n**Monthly cost** $1.00\n"));
  });

  it("escapes every value", () => {
    const services = { "a|b": { image: "<img src=x>`@team`", replicas: "1 replica", ports: [] } };
    const text = markdown(
      readPlan({ steps: [create("swarm:index:ComposeStack", "x-stack", { services })] }),
      "x",
    );
    assert.ok(text.includes("| `x_a\\|b` | added | image `` <img src=x>`@team` ``, 1 replica |"), text);
    const message = "error: ```\n<script>\n````";
    const failed = markdown(readPlan({ diagnostics: [{ severity: "error", message }] }), "x");
    assert.ok(failed.includes("`````text\n```\n<script>\n````\n`````"), failed);
    const gone: EngineStep = {
      op: "delete",
      urn: urn("aws:ecr/repository:Repository", "<b>@team*"),
      oldState: { type: "aws:ecr/repository:Repository", inputs: { forceDelete: true } },
    };
    assert.ok(
      markdown(readPlan({ steps: [gone] }), "x").includes(
        "repository &#60;b&#62;@\u200bteam&#42; is deleted",
      ),
    );
  });

  it("shows warnings, which count as neither a change nor a failure", () => {
    const message = "warning: 1 warning for the compose files\n  compose.yaml: services.web: <x>\n";
    const plan = readPlan({ diagnostics: [{ severity: "warning", message }] });
    assert.deepEqual(plan.problems, []);
    assert.equal(
      markdown(plan, "dev"),
      [
        "<!-- swarm preview of dev -->\n### Preview of `dev`: no change",
        "Everything is as the settings say.",
        "**Warnings**",
        "```text\n1 warning for the compose files\n  compose.yaml: services.web: <x>\n```\n",
      ].join("\n\n"),
    );
  });

  it("fits into a comment, however large the plan", () => {
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

  it("starts with a marker line for each stack", () => {
    assert.equal(marker("org/prod.eu-1"), "<!-- swarm preview of org/prod.eu-1 -->");
    assert.equal(marker("a--> <b>"), "<!-- swarm preview of a-%2D___b_ -->");
  });
});
