import assert from "node:assert/strict";
import { criticalPath, dependenciesIn } from "../../../bench/criticalPath.ts";
import { spansOf } from "../../../bench/eventLog.ts";
import { timeline } from "../../../bench/timeline.ts";

const urn = (type: string, name: string) => `urn:pulumi:bench::swarm::swarm:index:Parts$${type}::${name}`;
const network = urn("docker:index/network:Network", "network");
const machine = urn("docker:index/container:Container", "machine");
const quick = urn("docker:index/container:Container", "quick");
const step = urn("command:remote:Command", "step");

function events(
  ...list: [second: number, kind: "resourcePreEvent" | "resOutputsEvent", op: string, urn: string][]
) {
  return list.map(([second, kind, op, urn]) => ({
    second,
    text: JSON.stringify({ sequence: 1, [kind]: { metadata: { op, urn } } }),
  }));
}

const log = [
  ...events([0.5, "resourcePreEvent", "create", urn("swarm:index:Machines", "machines")]),
  ...events([1, "resourcePreEvent", "create", network], [3, "resOutputsEvent", "create", network]),
  ...events([3, "resourcePreEvent", "create", quick], [3.5, "resourcePreEvent", "create", machine]),
  ...events([4, "resOutputsEvent", "create", quick], [6, "resOutputsEvent", "create", machine]),
  ...events([6.25, "resourcePreEvent", "create", step], [9, "resOutputsEvent", "create", step]),
  ...events([9, "resourcePreEvent", "same", network], [9, "resOutputsEvent", "same", network]),
  { second: 9, text: JSON.stringify({ sequence: 9, summaryEvent: { durationSeconds: 9 } }) },
];

const state = JSON.stringify({
  deployment: {
    resources: [
      { urn: network },
      { urn: machine, dependencies: [network] },
      { urn: quick, dependencies: [network] },
      { urn: step, dependencies: [network, quick, machine] },
    ],
  },
});

describe("timeline of an up", () => {
  const spans = spansOf(log);

  it("shows when each resource starts and ends, without components and unchanged resources", () => {
    assert.deepEqual(
      spans.map(({ urn, start, end }) => [urn, start, end]),
      [
        [network, 1, 3],
        [quick, 3, 4],
        [machine, 3.5, 6],
        [step, 6.25, 9],
      ],
    );
  });

  it("finds the critical path and its gaps", () => {
    const path = criticalPath(spans, dependenciesIn(state));
    assert.deepEqual(
      path.map(({ span, waited }) => [span.urn, waited]),
      [
        [network, 1],
        [machine, 0.5],
        [step, 0.25],
      ],
    );
  });

  it("draws a bar for each resource, filled on the critical path", () => {
    const lines = timeline(spans, dependenciesIn(state), 10).split("\n");
    assert.equal(
      lines[1],
      `  1.00   3.00 │${" ".repeat(6)}${"█".repeat(12)}${" ".repeat(42)}│ create Network network`,
    );
    assert.match(lines[2] ?? "", /│ {18}▒{6} {36}│ create Container quick$/);
    assert.equal(
      lines.at(-2),
      "  6.25   9.00  took   2.75,   0.25 after the one before: create Command step",
    );
    assert.equal(lines.at(-1), " 10.00 the end");
  });
});
