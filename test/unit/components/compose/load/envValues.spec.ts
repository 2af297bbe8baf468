import assert from "node:assert/strict";
import { modelOf } from "../../../../support/composeModel.ts";
import { web } from "../../../badInput/badInput.ts";

function rendered(line: string) {
  const model = modelOf(web("env_file: web.env"), { files: { "web.env": `${line}\n` } });
  const warnings = model.warnings.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`);
  return { environment: model.document.services.web?.environment, warnings };
}

describe("a line of an env file is read as compose reads it:", () => {
  const cases: readonly (readonly [line: string, value: string, ...warnings: string[]])[] = [
    ["COLOR=#ff8800", "#ff8800"],
    ["COLOR= # none", "# none"],
    ["COLOR=a#b", "a#b"],
    ["COLOR=a #b", "a"],
    ["COLOR=a\t#b", "a\t#b"],
    ["COLOR='#a' # b", "#a"],
    ['COLOR="a # b"', "a # b"],
    ['COLOR="\\0101\\$"', "A$"],
    [
      "COLOR=$(date)",
      "$(date)",
      'web.env:1: has a $ that starts no variable, before "(dat"; it stays a $ → write $$ for a $',
    ],
    ["COLOR=$$x", "$x"],
  ];
  for (const [line, value, ...warnings] of cases)
    it(line, () => {
      assert.deepEqual(rendered(line), { environment: { COLOR: value }, warnings });
    });

  it("1A=b", () => {
    assert.deepEqual(rendered("1A=b\nÄ=c\nA[0]=d").environment, { "1A": "b", Ä: "c", "A[0]": "d" });
  });
});
