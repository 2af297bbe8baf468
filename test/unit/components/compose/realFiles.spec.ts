import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Facts, factsOf, type Given } from "../../../support/deployedFacts.ts";

const folder = new URL("./realFiles/", import.meta.url);
const projects = readdirSync(folder);
const read = (project: string, file: string) => readFileSync(new URL(`${project}/${file}`, folder), "utf8");

/** Our own files with the keys, forms and oddities of compose files in public use; the first line of each names the file that has them. */
describe("a real compose file", () => {
  for (const project of projects)
    describe(project, () => {
      const compose = read(project, "compose.yaml");
      const cases: Readonly<Record<string, { given?: Given } & Facts>> = parse(
        read(project, "expected.yaml"),
      );

      it("names its repository and path", () => assert.match(compose, /^# [\w.-]+\/[\w.-]+ [\w./-]+\n/));

      for (const [name, { given = {}, ...facts }] of Object.entries(cases))
        it(name, () => assert.deepEqual(factsOf(compose, given), facts));
    });

  it("is one of at least 25", () => assert.ok(projects.length >= 25, `${projects.length}`));
});
