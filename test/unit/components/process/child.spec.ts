import assert from "node:assert/strict";
import ts from "typescript";
import { execFile, execFileSync, spawn, spawnSync } from "../../../../components/process/child.mjs";
import { lineOf, nodesOf, sourceFiles } from "../../../support/sourceFiles.ts";

const only = "components/process/child.mjs";

/** The benchmark runs the project's commands as a user would, with all that the user has. */
const all = sourceFiles.filter(({ fileName }) => !fileName.startsWith("bench/"));

/** Modules by which a process can be started; the lint rules let no other one be named without `node:`. */
const starters = /^((node:)?child_process|node:cluster)$/;

/** Where a file names such a module, other than for a type. */
function startersIn(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    return [];
  // typeof import("…")
  if (ts.isImportTypeNode(node)) return [];
  const here = ts.isStringLiteralLike(node) && starters.test(node.text) ? [lineOf(node)] : [];
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  return [...here, ...children.flatMap(startersIn)];
}

/** Where a file hands its whole environment on: by the name alone, or spread. */
function wholeEnvironmentsIn(source: ts.SourceFile): string[] {
  return [...nodesOf(source)]
    .filter((node) => ts.isPropertyAccessExpression(node) && node.getText() === "process.env")
    .filter(({ parent }) => ts.isSpreadAssignment(parent) || ts.isPropertyAssignment(parent))
    .map(({ parent }) => `${source.fileName}: ${parent.getText()}`);
}

const parsed = (text: string) => ts.createSourceFile("x.ts", text, ts.ScriptTarget.Latest, true);

describe("a child process", () => {
  it("is started from one module only", () => {
    const places = all.flatMap(startersIn);
    assert.deepEqual(
      places.filter((path) => !path.startsWith(`${only}:`)),
      [],
      `import from ${only}`,
    );
    assert.equal(places.length, 1);
  });

  it("is found under every import form", () => {
    const ways = [
      'import { spawn } from "node:child_process";',
      'import * as child from "child_process";',
      'export { exec } from "node:child_process";',
      'const { fork } = require("child_process");',
      'const { spawn } = await import("node:child_process");',
      'process.getBuiltinModule("node:child_process").spawn("x");',
      "const cluster = await import(`node:cluster`);",
    ];
    for (const way of ways) assert.deepEqual(startersIn(parsed(way)), ["x.ts:1"], way);
    for (const type of [
      'import type { ChildProcess } from "node:child_process";',
      'let a: typeof import("node:child_process");',
    ])
      assert.deepEqual(startersIn(parsed(type)), [], type);
  });

  it("gets the whole environment only in workspace.ts, run.mjs and check.ts", () => {
    const places = all.flatMap(wholeEnvironmentsIn);
    assert.deepEqual(places.sort(), [
      "components/input/workspace.ts: ...process.env",
      "tools/run.mjs: ...process.env",
      "tools/test/check.ts: ...process.env",
    ]);
  });

  describe("of any kind", () => {
    const secrets = {
      PULUMI_CONFIG: '{"swarm:password":"hush"}',
      PULUMI_CONFIG_PASSPHRASE: "hush",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/hush",
      PULUMI_ACCESS_TOKEN: "hush",
      AWS_SECRET_ACCESS_KEY: "hush",
      GITHUB_TOKEN: "hush",
    };
    before(() => Object.assign(process.env, secrets));
    after(() => {
      for (const name of Object.keys(secrets)) delete process.env[name];
    });

    const asked = ["-c", "env"] as const;
    const ways: Readonly<Record<string, () => Promise<string> | string>> = {
      spawn: () =>
        new Promise((resolve) => {
          const child = spawn("sh", asked, { stdio: ["ignore", "pipe", "ignore"] });
          let text = "";
          child.stdout.on("data", (piece) => {
            text += piece;
          });
          child.once("close", () => resolve(text));
        }),
      spawnSync: () => spawnSync("sh", asked, { encoding: "utf8" }).stdout,
      execFileSync: () => execFileSync("sh", asked, { encoding: "utf8" }),
      execFile: async () => (await execFile("sh", asked)).stdout,
    };
    for (const [name, way] of Object.entries(ways))
      it(`gets no settings, passphrase or token by ${name}`, async () => {
        const text = await way();
        assert.ok(text.includes(`PATH=${process.env.PATH}\n`));
        assert.ok(!text.includes("hush"), text);
        assert.deepEqual(
          Object.keys(secrets).filter((secret) => text.includes(secret)),
          [],
        );
      });

    it("gets its caller's changes", () => {
      const env = { DOCKER_HOST: "unix:///other", HOME: undefined };
      const text = spawnSync("sh", asked, { encoding: "utf8", env }).stdout;
      assert.ok(text.includes("DOCKER_HOST=unix:///other\n"));
      assert.ok(!/^HOME=/m.test(text));
    });
  });
});
