import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { nodesOf, sourceFiles } from "../support/sourceFiles.ts";

const root = join(import.meta.dirname, "../..");

/** Parsers that anyInput.spec.ts does not call by themselves, and why. */
const others: Readonly<Record<string, string>> = {
  "components/input/boundedYaml.ts": "called by composeYaml.ts, storedSettings.ts and stackFile.ts",
  "tools/arguments.ts": "node:util reads the arguments",
  "components/live/readLiveState.ts": "asks the machines; readAnswer.ts parses what they print",
  "components/targets/local/machines/stoppedContainers.ts": "ids and names that docker lists",
  "components/targets/local/resources/engineObjects.ts": "names and labels that docker lists",
  "components/targets/local/resources/recordedState.ts":
    "the engine's JSON; whatever it is, Pulumi refreshes",
  "components/targets/local/computer/kernelCheck.ts": "what the project's own script prints",
  "components/preflight/standIns.ts": "package.json, and records of set-up",
  "components/process/privateFolder.ts": "its own note",
  "components/images/build/buildFolders.ts": "what a plugin has written; whatever it is, a folder stays",
  "components/images/nodeImages.ts": "what the program made itself",
  "components/images/scripts/mirror.ts": "its task; platformManifest.ts reads the manifests",
  "components/steps/sshSession.ts": "the last line of ssh, for a message",
  "components/steps/packed.ts": "what it has written itself",
  "components/steps/script.ts": "a script of the components",
  "components/settings/settingsReader.ts": "called by readUserInput.ts",
  "components/compose/readCompose.ts": "called by readUserInput.ts",
  "components/compose/load/composeParts.ts": "called by readUserInput.ts",
  "components/compose/schema/documentSchema.ts": "called by readUserInput.ts",
  "components/stack/deployment.ts": "what renderStackFile.ts has written",
  "components/stack/deployer/engine.ts": "the engine's JSON",
  "components/stack/deployer/failureReport.ts": "what docker prints",
  "components/stack/deployer/failures.ts": "the engine's message, which may be no JSON",
  "components/stack/deployer/rollout.ts": "docker's messages",
  "components/compose/translate/serviceEnvironment.ts": "called by readUserInput.ts",
  "config.ts": "names of settings, from Pulumi's own variable",
  "tools/pulumi/fileBackend.ts": "Pulumi's state; what is no JSON is no error",
  "tools/cluster/leftovers.ts": "ids and names that docker lists",
  "tools/pulumi/locks.ts": "Pulumi's locks; what is no JSON is no lock",
  "components/targets/aws/cost/cachedPriceList.ts": "prices that it wrote itself",
  "components/targets/hosts/settings/listedHosts.ts": "settings that the engine passes on",
  "components/targets/aws/entryPoint/scripts/targets.ts": "what targetSteps.ts has written",
  "components/targets/aws/machines/lastingChoices.ts": "what an earlier run wrote into the state",
  "components/targets/aws/machines/bootData.ts": "user data that it wrote into the state itself",
  "components/targets/aws/resources/accountError.ts": "a list that the engine wrote into the state",
  "tools/report/cost/stackCost.ts": "its own message",
  "tools/stack/finalFile.ts": "what renderStackFile.ts has written",
  "tools/stack/showStack.ts": "the settings that Pulumi prints as JSON",
  "tools/commands/status.ts": "what docker prints as JSON",
  "tools/test/check.ts": "what mocha has just written",
  "tools/test/faultMatrix.ts": "what the tests have just written",
  "tools/test/terraformProvider.ts": "names of files",
  "setup/engine/startEngine.ts": "the last lines of the engine's log",
  "setup/lock.mjs": "its own lock",
  "setup/packages.mjs": "the last lines of npm",
  "setup/project.ts": "package.json",
  "setup/installReceipt.ts": "its own record",
  "tools/pulumi/selectedStack.ts": "Pulumi.yaml; Pulumi's record, and what is no JSON is no stack",
  "tools/cluster/poolNodes.ts": "docker's answer in a format of ours, one line for each node",
  "setup/toolCall.ts": "lines of a tool, as they come",
  "setup/download/verifiedDownload.ts": "the last line of its own script",
};

/** Functions that make values of a text. */
const parsing = /^(JSON\.parse|parse|parseDocument|parseAllDocuments|boundedYaml|plainYaml)$/;

/** Whether a file takes a text apart: by such a call, line by line, or under such a name. */
function parses(source: ts.SourceFile): boolean {
  return [...nodesOf(source)].some((node) => {
    if (ts.isCallExpression(node))
      return parsing.test(node.expression.getText()) || /\.split\((["']\\n|\/.*\\[nrs])/.test(node.getText());
    const isNamed = ts.isFunctionDeclaration(node) || ts.isVariableStatement(node);
    return isNamed && /^export (async )?(function|const) (parse|read)[A-Z]/.test(node.getText());
  });
}

/** The files that the table of parsers imports. */
function tried(): string[] {
  const folder = join(root, "test/support/parsers");
  return readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/from "\.\.\/\.\.\/\.\.\/([^"]+)"/g)].map(
      ([, path = ""]) => path,
    ),
  );
}

describe("every file that parses text", () => {
  const found = sourceFiles
    .filter(({ fileName }) => !fileName.startsWith("bench/"))
    .filter(parses)
    .map(({ fileName }) => fileName);

  it("is tested with any input, or listed here with a reason", () => {
    const known = new Set([...tried(), ...Object.keys(others)]);
    assert.deepEqual(
      found.filter((path) => !known.has(path)),
      [],
      "add its parser to test/support/parsers, or list it here",
    );
    assert.ok(found.length > 60, String(found.length));
  });

  it("is listed only if it parses text and has no such test", () => {
    const idle = Object.keys(others).filter((path) => !found.includes(path) || tried().includes(path));
    assert.deepEqual(idle, []);
  });

  it("is found by its calls and by the names of its functions", () => {
    const isFound = (text: string) => parses(ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true));
    for (const text of [
      "f(JSON.parse(text));",
      "const a = parseDocument(text);",
      "for (const line of text.split('\\n')) f(line);",
      'text.split("\\n");',
      "text.trim().split(/\\r?\\n/);",
      "text.split(/\\s+/);",
      "export function readRoutes(text: string) {}",
      "export const parseLine = (text: string) => text;",
      "export async function readStack() {}",
    ])
      assert.equal(isFound(text), true, text);
    for (const text of ['path.split("/");', "function readAll() {}", "JSON.stringify(text);"])
      assert.equal(isFound(text), false, text);
  });
});
