import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { allStoredScripts } from "../../components/steps/script.ts";
import { projectRoot } from "../../setup/project.ts";
import { Folder } from "../support/folder.ts";
import {
  checkScripts,
  commandMakers,
  deployerScripts,
  engineGuard,
  engineScripts,
  guards,
  imageScripts,
  installedScripts,
  otherReaders,
  otherScripts,
  readingScripts,
  stepFunctions,
  stepScripts,
  toolScripts,
} from "../support/scriptGuards.ts";
import { namedScripts, scriptUses, usesOf } from "../support/syntax.ts";

/** Paths from the project's root. */
function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)))
    .sort();
}

const read = (path: string) => readFileSync(join(projectRoot, path), "utf8");
const program = ["config.ts", "index.ts", ...filesBelow("components", ".ts")];
const steps = program.flatMap((path) => scriptUses(path).map((use) => ({ path, ...use })));

/** A script without the line that has preflight store it. */
const isSentInline = (path: string) => !/^# Remote step/m.test(read(path));

/** The values by their keys, each once and sorted. */
function grouped(pairs: readonly (readonly [key: string, value: string])[]): Record<string, string[]> {
  const keys = [...new Set(pairs.map(([key]) => key))].sort();
  return Object.fromEntries(
    keys.map((key) => [
      key,
      [...new Set(pairs.flatMap(([other, value]) => (other === key ? [value] : [])))].sort(),
    ]),
  );
}

describe("every shell script", () => {
  it("is listed, with what keeps it off foreign machines", () => {
    const known = [
      ...guards,
      engineGuard,
      ...[
        engineScripts,
        stepFunctions,
        toolScripts,
        checkScripts,
        deployerScripts,
        readingScripts,
        imageScripts,
      ].flat(),
      ...[stepScripts, installedScripts, otherScripts].flatMap(Object.keys),
    ];
    assert.deepEqual(filesBelow("components", ".sh"), known.sort());
  });

  it("of a remote step runs only in its listed scopes", () => {
    const pairs = steps.map(({ script, scope }) => [script, scope] as const);
    assert.deepEqual(grouped(pairs), stepScripts);
  });

  it("of a remote step is stored on the machines, unless the step runs before preflight", () => {
    const steps = [...Object.keys(stepScripts), ...Object.keys(installedScripts), ...deployerScripts];
    const first = steps.filter(isSentInline);
    const names = allStoredScripts().map(({ id }) => id.replace(/-[0-9a-f]{12}$/, ""));
    const listed = steps.filter((path) => !first.includes(path));
    assert.deepEqual(names.sort(), listed.map((path) => basename(path, ".sh")).sort());
    assert.deepEqual(first, [
      "components/targets/aws/machines/scripts/booted.sh",
      "components/machines/scripts/managerReady.sh",
    ]);
  });

  it("of a remote step has only the listed functions", () => {
    const functions = [
      ...Object.keys(stepScripts),
      ...deployerScripts,
      ...Object.keys(installedScripts),
    ].flatMap((path) => {
      const names = /^# Remote step; functions: (.+)$/m.exec(read(path))?.[1]?.split(" ") ?? [];
      return names.filter((name) => name !== "payload.sh").map((name) => join(dirname(path), name));
    });
    assert.deepEqual([...new Set(functions)].sort(), stepFunctions);
  });

  it("checks the swarm's owner, except the one that waits for a machine's first boot", () => {
    assert.deepEqual(
      steps.filter(({ scope }) => scope === "any").map(({ script }) => script),
      ["components/targets/aws/machines/scripts/booted.sh"],
    );
  });

  it("has other uses only in the listed files", () => {
    const pairs = program.flatMap((path) => {
      const uses = scriptUses(path).map(({ script }) => script);
      const own = new Set(uses.map((use) => basename(use)));
      return namedScripts(path).flatMap((name) => (own.has(name) ? [] : [[path, name] as const]));
    });
    const listed = Object.fromEntries(
      Object.entries(otherReaders).map(([path, { scripts }]) => [path, scripts]),
    );
    assert.deepEqual(grouped(pairs), listed);
  });

  it("that a command of tools/ sends to a machine checks the swarm's owner too", () => {
    const uses = filesBelow("tools", ".ts").flatMap((path) =>
      usesOf(path, /components\/steps\/(script|remoteStep)\.ts$/).map((use) => [path, use] as const),
    );
    assert.deepEqual(grouped(uses), { "tools/cluster/nodeScript.ts": ["stepScript"] });
  });

  it("that runs on any machine only reads", () => {
    const reading = new Set(["service ls", "service inspect", "network ls"]);
    for (const path of [...readingScripts, "components/live/scripts/deployed.sh"]) {
      const text = read(path).replace(/^\s*#.*$/gm, "");
      const calls = [...text.matchAll(/\bdocker ([a-z]+ [a-z]+)/g)].map(([, call]) => call ?? "");
      assert.deepEqual(
        calls.filter((call) => !reading.has(call)),
        [],
        path,
      );
      assert.doesNotMatch(text, /--data|--request|-X |>\s*\/(?!dev\/null)|\b(rm|mv|mkdir|tee)\b/, path);
    }
  });

  it("of an image is copied by the Dockerfile beside it", () => {
    for (const path of imageScripts)
      assert.match(
        read(join(dirname(path), "Dockerfile")),
        new RegExp(`^COPY .*\\b${basename(path)}\\b`, "m"),
        path,
      );
  });

  it("without a guard is listed with a reason", () => {
    for (const [path, reason] of Object.entries(otherScripts)) assert.ok(reason.length > 20, path);
  });
});

describe("every file that creates a Pulumi command", () => {
  it("is listed, with everything that it uses from the package", () => {
    const found = program.flatMap((path) => {
      const uses = usesOf(path, /^@pulumi\/command/);
      return uses.length > 0 ? [[path, uses] as const] : [];
    });
    const listed = Object.entries(commandMakers).map(([path, { uses }]) => [path, uses] as const);
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(listed));
  });

  it("is found in any notation", () => {
    const texts = {
      'import { remote } from "@pulumi/command";\nnew remote.Command("a", {});': ["new remote.Command"],
      'import * as command from "@pulumi/command";\nconst C = command.remote.Command;\nnew C("a", {});': [
        "command.remote.Command",
      ],
      'import { remote as there } from "@pulumi/command";\nnew there . Command("a", {});': [
        "new there . Command",
      ],
      'import { Command } from "@pulumi/command/local/index.js";\nnew Command("a", {});': ["new Command"],
      'const { remote } = await import("@pulumi/command");\nnew remote.CopyToRemote("a", {});': [
        'import("@pulumi/command")',
      ],
      'export { remote } from "@pulumi/command";': ['export { remote } from "@pulumi/command";'],
      'import type { remote } from "@pulumi/command";\nlet a: remote.Command;': [],
      'import { remote } from "@pulumi/command";\nlet a: remote.Command;\nlet b = { remote: 1 };': [],
    };
    using folder = new Folder().write(
      Object.fromEntries(Object.keys(texts).map((text, index) => [`${index}.ts`, text])),
    );
    for (const [index, uses] of Object.values(texts).entries()) {
      const path = relative(projectRoot, folder.at(`${index}.ts`));
      assert.deepEqual(usesOf(path, /^@pulumi\/command/), uses);
    }
  });
});

describe("every use of a script in a step", () => {
  it("is found in any notation, and shown as written if it cannot be resolved", () => {
    using folder = new Folder().write({
      "one/steps.ts": `
const leave = new URL("../two/scripts/leave.sh", import.meta.url);
const script = (file: string) => new URL(\`./scripts/\${file}\`, import.meta.url);
step({ run: { scope: "ours", script: script("join.sh"), args: [] } });
step({ run: { scope: "undo", script: leave, args: [] } });
step({ run: { scope: which, script: theirs, args: [] } });
`,
    });
    const at = (path: string) => relative(projectRoot, folder.at(path));
    assert.deepEqual(scriptUses(at("one/steps.ts")), [
      { scope: "ours", script: at("one/scripts/join.sh") },
      { scope: "undo", script: at("two/scripts/leave.sh") },
      { scope: "which", script: "theirs" },
    ]);
  });
});
