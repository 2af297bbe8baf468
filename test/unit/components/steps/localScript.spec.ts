import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { changingScript, localScript } from "../../../../components/steps/localScript.ts";
import { digestOf, withoutComments } from "../../../../components/steps/script.ts";
import { scriptFile, scriptText } from "../../../support/scripts.ts";
import { shopProgram } from "../../../support/shopProgram.ts";

const files = ["limited.sh", "run.sh"].map((name) => scriptFile(`steps/scripts/${name}`)) as [URL, URL];

describe("localScript", () => {
  it("names the file from the project's folder, so that a clone may move", () => {
    assert.equal(localScript(files[0], ["a", "it's"]), "sh components/steps/scripts/limited.sh a 'it'\\''s'");
    assert.equal(
      localScript(scriptFile("entrypoint/scripts/waitForEndpoint.mjs"), []),
      "node components/entrypoint/scripts/waitForEndpoint.mjs",
    );
  });

  it("changes with the text of each script, if it shall run again then", () => {
    const digest = (...names: string[]) =>
      digestOf(...names.map((name) => withoutComments(scriptText(`steps/scripts/${name}.sh`))));
    const text = "sh components/steps/scripts/limited.sh a #";
    assert.equal(changingScript(["a"], ...files), `${text} ${digest("limited", "run")}`);
    assert.equal(changingScript(["a"], files[0]), `${text} ${digest("limited")}`);
  });
});

describe("the undos of steps on this computer", () => {
  const { highlyAvailable } = shopProgram();

  it("run files that the states of older versions name: these stay where they are", async () => {
    const { recording } = await highlyAvailable();
    const texts = recording
      .all("command:local:Command")
      .filter(({ inputs }) => inputs.interpreter !== undefined)
      .flatMap(({ inputs }) => [...(inputs.delete ? [String(inputs.delete)] : []), inputs.interpreter]);
    const named = texts.map(
      (text) => /\bcomponents\/\S+/.exec(String(text).replaceAll(",", " "))?.[0] ?? "none",
    );
    const kept = [
      "components/steps/scripts/limited.sh",
      "components/targets/local/entryPoint/scripts/nodeTraffic.sh",
      "components/targets/local/resources/scripts/engineOwner.sh",
    ];
    assert.deepEqual([...new Set(named)].sort(), kept);
    for (const file of kept) assert.ok(existsSync(file), file);
  });
});
