import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policy/rules.ts";

const text = readFileSync(join(import.meta.dirname, "../../../docs/aws.md"), "utf8");
const part = text.slice(text.indexOf("## Policy pack"), text.indexOf("## Security"));
const lines = part.split("\n").filter((line) => line.startsWith("| "));
const control = /\b(?:[A-Z][A-Z0-9]+\.\d+|CKV2?_AWS_\d+)\b/g;

describe("the rules of docs/aws.md", () => {
  it("are those of the policy pack, with the controls that ask for them", () => {
    const documented = lines
      .filter((line) => line.startsWith("| `") && !line.startsWith("| `no-secret"))
      .map((line) => ({ name: line.split("`")[1], sources: line.match(control) ?? [] }));
    assert.deepEqual(
      documented,
      rules.map(({ name, sources }) => ({ name, sources })),
    );
  });

  it("name no control both as followed and as not followed", () => {
    const other = lines
      .filter((line) => !line.startsWith("| `"))
      .flatMap((line) => line.match(control) ?? []);
    assert.ok(other.length > 25, String(other.length));
    assert.deepEqual(
      other.filter((one, index) => other.indexOf(one) !== index),
      [],
    );
    const followed = rules.flatMap(({ sources }) => sources);
    assert.deepEqual(
      other.filter((one) => followed.includes(one)),
      [],
    );
  });
});
