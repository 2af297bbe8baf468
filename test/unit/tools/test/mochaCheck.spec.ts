import assert from "node:assert/strict";
import { countsOf } from "../../../../tools/test/check.ts";
import { mochaCheck } from "../../../../tools/test/mochaCheck.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

/** Passes only while the other file runs too: each writes a file and waits for the other one's. */
const meeting = (own: string, other: string) => `
const { existsSync, writeFileSync } = require("node:fs");
describe("${own}", () => {
  it("meets ${other}", async () => {
    writeFileSync(__dirname + "/${own}", "");
    while (!existsSync(__dirname + "/${other}")) await new Promise((done) => setTimeout(done, 20));
  });
});
`;

/** Runs specs two at a time with the reporter of npm test. */
async function reportOf(specs: Readonly<Record<string, string>>) {
  using folder = new Folder().write(specs);
  const files = Object.keys(specs).map((name) => folder.at(name));
  const { command } = mochaCheck({ name: "any", files, timeout: 15_000, jobs: 2, engine: false });
  const [program, ...args] = command;
  const options = [`output=${folder.at("report.json")}`];
  const reporter = ["--reporter", "tools/test/reporter.cjs", "--reporter-option", ...options];
  const { code, stdout } = await run(program, [...args, ...reporter]);
  const { stats, times } = JSON.parse(folder.read("report.json"));
  return {
    counts: countsOf(stats, code ?? 1),
    tests: times.map(({ test }: { test: string }) => test),
    stdout,
  };
}

describe("mochaCheck with two jobs", () => {
  it("runs two files at the same time, and counts and names the tests of both", async () => {
    const { counts, tests, stdout } = await reportOf({
      "a.spec.cjs": meeting("a", "b"),
      "b.spec.cjs": meeting("b", "a"),
    });
    assert.deepEqual([counts, tests.sort()], [{ passed: 2, failed: 0 }, ["a meets b", "b meets a"]], stdout);
  });

  it("counts a skipped test and an exclusive one as failures", async () => {
    const { counts, stdout } = await reportOf({
      "skipped.spec.cjs": 'describe("s", () => { it.skip("t", () => {}); it("u", () => {}); });',
      "exclusive.spec.cjs": 'describe("e", () => { it.only("t", () => {}); });',
    });
    assert.deepEqual(counts, { passed: 1, failed: 2 }, stdout);
  });

  it("counts a file that ends its process as a failure", async () => {
    const { counts, stdout } = await reportOf({
      "ended.spec.cjs": 'it("t", () => process.exit(0));',
      "good.spec.cjs": 'it("u", () => {});',
    });
    assert.deepEqual(counts, { passed: 1, failed: 1 }, stdout);
  });
});
