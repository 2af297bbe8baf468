import assert from "node:assert/strict";
import { withVersion } from "../../../bench/endpoint.ts";
import { figuresOf } from "../../../bench/figures.ts";
import { markdown, rowsOf } from "../../../bench/report.ts";

const rounds = {
  product: [{ up: 18.123, noop: 4 }, { up: 18.123 }],
  floor: [{ up: 10 }],
  empty: [{ up: 2, noop: 2 }],
  memory: 512.4,
};

describe("bench report", () => {
  it("has a row for each figure", () => {
    const rows = rowsOf(figuresOf(rounds, ["up", "noop", "rollout", "memory"])).slice(1);
    assert.deepEqual(
      rows.map(([, ...cells]) => cells),
      [
        ["18.12 s", "10.00 s", "2.00 s", "1.51", "≤ 1.5", "no"],
        ["4.00 s", "", "2.00 s", "2.00", "≤ 2.5", "yes"],
        ["", "", "", "", "≤ 1.5", "not measured"],
        ["512 MB", "", "", "", "≤ 600 MB", "yes"],
      ],
    );
  });

  it("shows every time, the parts of the memory, the facts and the timeline", () => {
    const text = markdown({
      figures: figuresOf(rounds, ["up"]),
      rounds,
      memory: { pulumi: 100.6, node: 300 },
      timeline: "a chart",
      large: [["state of one worker", "35.0 KB", "≤ 12 KB"]],
      facts: [["cores", "2"]],
    });
    assert.match(text, /\| up \| 18\.12 18\.12 \| 10\.00 \| 2\.00 \|/);
    assert.match(text, /node 300, pulumi 101/);
    assert.match(text, /\| state of one worker \| 35\.0 KB \| ≤ 12 KB \|/);
    assert.match(text, /\| cores \| 2 \|/);
    assert.match(text, /```\na chart\n```/);
  });

  it("changes the version in the source file, or says that it has none", () => {
    assert.equal(withVersion('export const version = "1.0.0";\n', "b-1"), 'export const version = "b-1";\n');
    assert.throws(() => withVersion("export {};\n", "b-1"), /holds no version/);
  });
});
