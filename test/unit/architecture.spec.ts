import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import {
  checkScripts,
  deployerScripts,
  guards,
  installedScripts,
  stepScripts,
  toolScripts,
} from "../support/scriptGuards.ts";

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
}

function importsOf(from: string): Import[] {
  const statement = /^(?:import|export)\b[^;"]*?from "(?<name>[^"]+)"|\bimport\("(?<lazy>[^"]+)"\)/gm;
  return [...read(from).matchAll(statement)].map(({ groups = {} }) => {
    const name = groups.name ?? groups.lazy ?? "";
    return { from, to: name.startsWith(".") ? join(dirname(from), name) : name };
  });
}

const imports = program.flatMap(importsOf);

/** What a file belongs to: its folder; `targets/NAME` for all folders of targets; above them the file itself. */
function partOf(path: string): string {
  const [top, folder = "", inner = "", ...rest] = path.split("/");
  if (top !== "components" || inner === "") return "";
  if (folder !== "targets") return folder;
  return rest.length === 0 ? `targets/${inner}` : "targets/NAME";
}

/** The folder of a target; empty for any other file. */
const targetOf = (path: string) => /^components\/targets\/[^/]+\//.exec(path)?.[0] ?? "";

/** Each part may import what stands in the lines above its own, types included. */
const layers: readonly (readonly string[])[] = [
  ["input", "net", "process"],
  ["keys"],
  ["steps"],
  ["compose", "machines"],
  ["settings"],
  ["entrypoint", "images", "live", "preflight", "swarm"],
  ["stack", "targets/targetCost.ts", "targets/targetPlan.ts", "targets/targetResources.ts"],
  ["targets/target.ts"],
  ["targets/NAME"],
  ["targets/list.ts"],
  ["targets/targets.ts"],
  ["userInput"],
];
const layerOf = (part: string) => layers.findIndex((layer) => layer.includes(part));

describe("imports", () => {
  it("come from the sources", () => {
    assert.deepEqual(importsOf("components/targets/hosts/target.ts").at(-1), {
      from: "components/targets/hosts/target.ts",
      to: "components/targets/hosts/resources.ts",
    });
    assert.ok(imports.length > 200);
  });

  it("point one way, from targets and stacks down to steps and plain data", () => {
    const parts = new Set([...components, ...modules].map(partOf).filter(Boolean));
    assert.deepEqual([...parts].sort(), layers.flat().sort());
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [partOf(from), partOf(to)];
      return here && there && here !== there && layerOf(here) <= layerOf(there);
    });
    assert.deepEqual(wrong, []);
  });

  it("lead from the tools to set-up and the program, never back", () => {
    const outside = (folder: string) =>
      [...filesBelow(folder, ".ts", ".mjs"), ...(folder === "components" ? ["index.ts", "config.ts"] : [])]
        .flatMap(importsOf)
        .filter(({ to }) => /^(setup|tools|bench|test)\//.test(to) && !to.startsWith(`${folder}/`))
        .map(({ from, to }) => `${from}: ${to}`);
    assert.deepEqual(outside("components"), []);
    assert.deepEqual(outside("setup"), []);
  });

  it("lead from set-up to components/process alone: the tools tell it the rest", () => {
    const inProgram = filesBelow("setup", ".ts", ".mjs")
      .flatMap(importsOf)
      .filter(({ to }) => /^(components\/|config|index)/.test(to));
    const others = inProgram.filter(({ to }) => !to.startsWith("components/process/"));
    assert.deepEqual(others, []);
    assert.ok(inProgram.length > 5, String(inProgram.length));
  });

  it("never lead from one target to another", () => {
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [targetOf(from), targetOf(to)];
      return here && there && here !== there;
    });
    assert.deepEqual(wrong, []);
  });

  it("form no cycle, types included", () => {
    const outside = ["setup", "tools", "bench"].flatMap((folder) =>
      filesBelow(folder, ".ts", ".mts", ".mjs"),
    );
    const everywhere = [...program, ...modules, ...outside];
    const targets = new Map(everywhere.map((path) => [path, importsOf(path).map(({ to }) => to)]));
    const cyclic = everywhere.filter((start) => {
      const seen = new Set<string>();
      const visit = (path: string) => {
        for (const to of targets.get(path) ?? []) {
          if (seen.has(to)) continue;
          seen.add(to);
          visit(to);
        }
      };
      visit(start);
      return seen.has(start);
    });
    assert.deepEqual(cyclic, []);
  });

  it("name files with their extension", () => {
    const local = imports.filter(({ to }) => /^(components|config|index)/.test(to));
    assert.deepEqual(
      local.filter(({ to }) => ![...program, ...modules].includes(to)),
      [],
    );
  });
});

describe("the program", () => {
  /** The files whose text matches. */
  const saying = (pattern: RegExp) => program.filter((path) => pattern.test(read(path)));

  it("reads the stack's configuration only in config.ts", () => {
    assert.deepEqual(saying(/pulumi\.Config\b|allConfig\(|getConfig\(/), ["config.ts"]);
  });

  it("creates remote commands only in remoteStep.ts", () => {
    assert.deepEqual(saying(/new RemoteCommand\(/), ["components/steps/remoteStep.ts"]);
    assert.deepEqual(saying(/new (remote|command)\.|super\(\s*resourceTypes\.|CopyToRemote/), [
      "components/steps/remoteCommand.ts",
    ]);
  });

  it("creates local commands only in localStep.ts", () => {
    assert.deepEqual(saying(/new local\.|local\.run/), ["components/steps/localStep.ts"]);
  });

  it("names type tokens and labels only in names.ts", () => {
    const tools = [...filesBelow("setup", ".ts"), ...filesBelow("tools", ".ts")];
    const names =
      /["'`$]swarm:index:|"(?:command|docker|docker-build|pulumi):[a-z/A-Z]+:[A-Z]\w*"|["'`=]swarm\.(?:cluster|content|labels|node|project|revision|seed|stack)\b/;
    const naming = [...program, ...tools].filter((path) =>
      names.test(read(path).replace(/^\s*(\/\*\*|\*|\/\/).*$/gm, "")),
    );
    assert.deepEqual(naming, ["components/names.ts"]);
  });

  it("has one reader each for the state and the engine's log, and one writer of Markdown tables", () => {
    const everywhere = [
      ...program,
      ...["setup", "tools", "bench"].flatMap((folder) => filesBelow(folder, ".ts")),
    ];
    const having = (pattern: RegExp) => everywhere.filter((path) => pattern.test(read(path)));
    assert.deepEqual(having(/"stack", "(export|import)"/), [
      "tools/pulumi/state.ts",
      "bench/pulumiProject.ts",
    ]);
    assert.deepEqual(having(/: EngineEvent\[\] \{|as EngineEvent\b/), [
      "tools/pulumi/events.ts",
      "bench/eventLog.ts",
    ]);
    assert.deepEqual(having(/join\(" \| "\)/), ["tools/report/table.ts"]);
    assert.deepEqual(having(/function mapValues/), ["components/input/mapping.ts"]);
  });
});

describe("files", () => {
  const sources = [
    ...program,
    ...filesBelow("components", ".sh", ".mjs"),
    ...["setup", "tools"].flatMap((folder) =>
      filesBelow(folder, ".ts", ".mjs", ".mts", ".cjs", ".sh", ".go"),
    ),
  ];
  const lines = (path: string) => read(path).split("\n").length - 1;

  it("have at most 250 lines, and index.ts 60", () => {
    const long = sources.filter((path) => lines(path) > (path === "index.ts" ? 60 : 250));
    assert.deepEqual(
      long.map((path) => `${path}: ${lines(path)}`),
      [],
    );
  });

  it("have at most 300 lines if they are tests, and 250 if tests share them", () => {
    const tests = filesBelow("test", ".ts", ".mjs", ".sh", ".go", ".py");
    const long = tests.filter((path) => lines(path) > (path.startsWith("test/support/") ? 250 : 300));
    assert.deepEqual(
      long.map((path) => `${path}: ${lines(path)}`),
      [],
    );
  });

  it("have names in camel case that describe their content", () => {
    const wrong = sources.filter((path) => {
      const name = basename(path).split(".")[0] ?? "";
      return (
        !/^[a-z][A-Za-z0-9]*(_test|_linux|_other)?$/.test(name) ||
        /^(utils?|utilities|helpers?|common|misc)$/i.test(name)
      );
    });
    assert.deepEqual(wrong, []);
  });

  it("contain no merge conflict markers", () => {
    const documents = [...filesBelow("docs", ".md"), "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
    const marked = [...sources, ...documents].filter((path) => /^(<{7}|={7}|>{7})( |$)/m.test(read(path)));
    assert.deepEqual(marked, []);
  });

  it("contain only strict shell scripts, directly or through the prelude", () => {
    for (const path of filesBelow("components", ".sh")) {
      const text = read(path);
      assert.ok(text.startsWith("#!/bin/sh\n"), path);
      const isBehindPrelude =
        path in stepScripts ||
        path in installedScripts ||
        [...guards, ...checkScripts, ...deployerScripts, ...toolScripts].includes(path);
      assert.ok(isBehindPrelude || /^set -eu$/m.test(text), path);
    }
  });
});
