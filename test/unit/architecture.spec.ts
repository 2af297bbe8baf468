import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { guards, stepScripts } from "../support/scriptGuards.ts";

const root = join(import.meta.dirname, "../..");

/** Paths of all files below a folder, from the project's root. */
function filesBelow(folder: string, ...extensions: string[]): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.includes(extname(entry.name)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("node_modules"))
    .sort();
}

const read = (path: string) => readFileSync(join(root, path), "utf8");
const components = filesBelow("components", ".ts");
const modules = filesBelow("components", ".mjs");
const program = ["index.ts", "config.ts", ...components];

interface Import {
  readonly from: string;
  /** A path from the project's root, or a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

function importsOf(from: string): Import[] {
  const statement =
    /^(?:import|export)\b(?<type> type\b)?[^;"]*?from "(?<name>[^"]+)"|\bimport\("(?<lazy>[^"]+)"\)/gm;
  return [...read(from).matchAll(statement)].map(({ groups = {} }) => {
    const name = groups.name ?? groups.lazy ?? "";
    const to = name.startsWith(".") ? join(dirname(from), name) : name;
    return { from, to, typeOnly: groups.type !== undefined };
  });
}

const imports = program.flatMap(importsOf);

/** `machines` for a file of components/machines; empty for one that lies above the folders. */
function folderOf(path: string): string {
  const [top, folder, ...rest] = path.split("/");
  return top === "components" && rest.length > 0 ? (folder ?? "") : "";
}

/** What each folder may import besides itself. */
const ground = ["input", "build", "keys", "process", "remote"];
const middle = [...ground, "machines"];
const mayImport: Readonly<Record<string, readonly string[]>> = {
  live: middle,
  input: [],
  build: ["input", "process"],
  keys: [],
  process: [],
  remote: ["process"],
  machines: ["build", "keys", "process", "remote"],
  settings: ["input", "machines"],
  registry: middle,
  swarm: middle,
  entrypoint: middle,
  preflight: [...middle, "stack"],
  stack: [...middle, "settings", "registry", "swarm", "entrypoint"],
  target: [...middle, "live", "registry", "entrypoint"],
};

describe("imports", () => {
  it("are found", () => {
    assert.deepEqual(importsOf("components/target/target.ts").at(-1), {
      from: "components/target/target.ts",
      to: "components/target/hostsTarget.ts",
      typeOnly: false,
    });
    assert.ok(imports.length > 200);
  });

  it("go one way: index, stack, then registry, swarm and entrypoint, then machines, then the ground", () => {
    const folders = new Set([...components, ...modules].map(folderOf).filter(Boolean));
    assert.deepEqual([...folders].sort(), Object.keys(mayImport).sort());
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      const [here, there] = [folderOf(from), folderOf(to)];
      if (!here || !to.startsWith("components/") || here === there) return false;
      // Everybody may know what the settings look like.
      if (typeOnly && /^components\/settings\/(awsS|hostsS|imagesS|s)ettings\.ts$/.test(to)) return false;
      return !mayImport[here]?.includes(there);
    });
    assert.deepEqual(wrong, []);
  });

  it("go round in no circle", () => {
    const circles = program.filter((start) => {
      const seen = new Set<string>();
      const visit = (path: string) => {
        for (const { from, to, typeOnly } of imports) {
          if (from !== path || typeOnly || seen.has(to)) continue;
          seen.add(to);
          visit(to);
        }
      };
      visit(start);
      return seen.has(start);
    });
    assert.deepEqual(circles, []);
  });

  it("name files with their extension", () => {
    const local = imports.filter(({ to }) => /^(components|config|index)/.test(to));
    assert.deepEqual(
      local.filter(({ to }) => ![...program, ...modules].includes(to)),
      [],
    );
  });
});

describe("one place for one thing", () => {
  /** The files whose text matches. */
  const saying = (words: RegExp) => program.filter((path) => words.test(read(path)));

  it("reads the stack's configuration in config.ts", () => {
    assert.deepEqual(saying(/pulumi\.Config\b|allConfig\(|getConfig\(/), ["config.ts"]);
  });

  it("makes remote commands in remoteStep.ts", () => {
    assert.deepEqual(saying(/new (remote|command)\.|CopyToRemote/), ["components/remote/remoteStep.ts"]);
  });

  it("makes local commands in localCommand.ts; the copy of an image needs a cloud's login", () => {
    assert.deepEqual(saying(/new local\.|local\.run/), [
      "components/machines/localCommand.ts",
      "components/registry/mirroredImage.ts",
    ]);
  });

  it("tells targets apart in target.ts", () => {
    assert.deepEqual(saying(/settings\.target\b/), [
      "components/settings/targetFacts.ts",
      "components/target/target.ts",
    ]);
  });
});

describe("files", () => {
  const sources = [
    ...program,
    ...filesBelow("components", ".sh", ".mjs"),
    ...filesBelow("tools", ".ts", ".mjs", ".mts", ".cjs", ".sh", ".go"),
  ];
  const lines = (path: string) => read(path).split("\n").length - 1;

  it("have 250 lines at most, and index.ts 60", () => {
    const long = sources.filter((path) => lines(path) > (path === "index.ts" ? 60 : 250));
    assert.deepEqual(
      long.map((path) => `${path}: ${lines(path)}`),
      [],
    );
  });

  it("have 300 lines at most where they are tests, and 250 where tests share them", () => {
    const tests = filesBelow("test", ".ts", ".mjs", ".sh", ".go", ".py");
    const long = tests.filter((path) => lines(path) > (path.startsWith("test/support/") ? 250 : 300));
    assert.deepEqual(
      long.map((path) => `${path}: ${lines(path)}`),
      [],
    );
  });

  it("are called after what is in them, in camel case", () => {
    const wrong = sources.filter((path) => {
      const name = basename(path).split(".")[0] ?? "";
      return (
        !/^[a-z][A-Za-z0-9]*(_test|_linux|_other)?$/.test(name) ||
        /^(utils?|utilities|helpers?|common|misc)$/i.test(name)
      );
    });
    assert.deepEqual(wrong, []);
  });

  it("hold no half of a merge", () => {
    const documents = [...filesBelow("docs", ".md"), "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
    const marked = [...sources, ...documents].filter((path) => /^(<{7}|={7}|>{7})( |$)/m.test(read(path)));
    assert.deepEqual(marked, []);
  });

  it("hold strict shell scripts, by themselves or by the prelude in front of them", () => {
    for (const path of filesBelow("components", ".sh")) {
      const text = read(path);
      assert.ok(text.startsWith("#!/bin/sh\n"), path);
      const isBehindPrelude = path in stepScripts || guards.includes(path);
      assert.ok(isBehindPrelude || /^set -eu$/m.test(text), path);
    }
  });
});
