import assert from "node:assert/strict";
import ts from "typescript";
import { nodesOf, sourceFiles } from "../support/sourceFiles.ts";

/** Who opens files otherwise than by components/input/userFile.ts, and whose files those are. */
const readers: Readonly<Record<string, string>> = {
  "components/input/userFile.ts": "the reader itself",
  "components/targets/aws/machines/bootData.ts": "a script beside it",
  "components/preflight/machineCheck.ts": "its standard input",
  "components/steps/runFirst.ts": "its standard input",
  "components/stack/deployer/deployStack.ts": "its standard input",
  "components/preflight/scriptArchive.ts": "a script of the components",
  "components/targets/local/machines/stoppedContainers.ts": "a script beside it",
  "components/targets/local/network/routes.ts": "/proc and resolv.conf",
  "components/preflight/standIns.ts": "records of set-up",
  "components/process/privateFolder.ts": "its own note",
  "components/process/processStart.mjs": "/proc",
  "components/images/build/buildFolders.ts": "/proc, and what a plugin has written",
  "components/images/scripts/mirror.ts": "its standard input",
  "components/targets/aws/entryPoint/scripts/targets.ts": "its standard input",
  "components/steps/localScript.ts": "a script of the components",
  "components/steps/script.ts": "a script of the components",
  "tools/pulumi/fileBackend.ts": "Pulumi's state",
  "tools/pulumi/locks.ts": "Pulumi's state",
  "components/targets/aws/cost/cachedPriceList.ts": "a file in .state",
  "tools/pulumi/callWithEvents.ts": "what Pulumi has just written",
  "tools/update/update.ts": "the state of the project, which Pulumi has written",
  "tools/pulumi/changedStacks.ts": "its standard input",
  "tools/pulumi/runPreview.ts": "what Pulumi has just written",
  "tools/run.mjs": "the project's own sources",
  "tools/test/awsParts.ts": "packages and their record",
  "tools/test/check.ts": "what mocha has just written",
  "tools/test/faultMatrix.ts": "what the tests have just written",
  "tools/test/virtualMachineParts.ts": "a script beside it",
  "tools/commands/testfaults.ts": "the project's documentation",
  "setup/engine/startEngine.ts": "the engine's log and /proc",
  "setup/lock.mjs": "its own lock",
  "setup/packages.mjs": "package.json and its record",
  "setup/project.ts": "package.json",
  "setup/installReceipt.ts": "the project's sources and a record",
  "setup/download/releaseDigest.ts": "a download",
  "tools/pulumi/selectedStack.ts": "Pulumi's record of the selected stack",
  "setup/steps/languageHost.ts": "sources that it builds",
  "tools/test/reporter.cjs": "what it writes itself",
  "bench/eventLog.ts": "what Pulumi is writing",
  "bench/floor.ts": "a script beside it",
  "bench/memoryWatch.ts": "/proc",
};

const opening =
  /^(readFile|readFileSync|open|openSync|openAsBlob|createReadStream|ReadStream|FileReadStream|copyFile|copyFileSync|cp|cpSync)$/;

/** Names that a file takes from node:fs; `*` for all of it at once. */
function takenFromFs(source: ts.SourceFile): string[] {
  return [...nodesOf(source)].flatMap((node) => {
    if (ts.isCallExpression(node) && isModule(node.arguments[0])) return ["*"];
    if (!ts.isImportDeclaration(node) || !isModule(node.moduleSpecifier)) return [];
    const { name, namedBindings } = node.importClause ?? {};
    if (name || !namedBindings || ts.isNamespaceImport(namedBindings)) return ["*"];
    return namedBindings.elements.map((element) => (element.propertyName ?? element.name).text);
  });
}

function isModule(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.isStringLiteralLike(node) && /^(node:)?fs(\/promises)?$/.test(node.text);
}

describe("a user's files", () => {
  it("are opened only by components/input/userFile.ts", () => {
    const found = sourceFiles.filter((source) =>
      takenFromFs(source).some((name) => name === "*" || opening.test(name)),
    );
    const names = found.map(({ fileName }) => fileName);
    assert.deepEqual(
      names.filter((name) => !Object.hasOwn(readers, name)),
      [],
      "use contentAt or textAt of components/input/userFile.ts; list who opens files of the project itself",
    );
    assert.ok(names.length > 20);
  });

  it("cannot be opened unseen by another way to import node:fs", () => {
    const taken = (text: string) =>
      takenFromFs(ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true));
    assert.deepEqual(taken('import { readFileSync as read } from "node:fs";'), ["readFileSync"]);
    for (const text of [
      'import fs from "fs";',
      'import * as fs from "node:fs/promises";',
      'const { openSync } = await import("node:fs");',
      'require("fs").openSync("a");',
    ])
      assert.deepEqual(taken(text), ["*"], text);
  });
});
