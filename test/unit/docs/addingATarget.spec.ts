import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { Folder } from "../../support/folder.ts";
import { type RecordingOptions, record, resolved } from "../../support/recordedProgram.ts";
import { targetFiles } from "../../support/targetNames.ts";
import { workspaceWith } from "../../support/workspace.ts";

const root = join(import.meta.dirname, "../../..");
const list = "components/targets/list.ts";
const page = readFileSync(join(root, "docs/adding-a-target.md"), "utf8");
/** The code of the page by file: a fence names the file behind its language. */
const blocks = [...page.matchAll(/^```(?<language>\w+) (?<file>\S+)\n(?<text>[\s\S]*?)^```$/gm)].map(
  ({ groups = {} }) => ({ language: groups.language, file: groups.file ?? "", text: groups.text ?? "" }),
);
const files = Object.fromEntries(
  blocks.filter(({ language }) => language === "ts").map(({ file, text }) => [file, text]),
);
const changes = blocks.filter(({ language }) => language === "diff");

/** A copy of the program with the page's target. */
function copyOfTheProject(): Folder {
  const copy = new Folder();
  for (const path of ["components", "index.ts", "config.ts", "package.json", "tsconfig.json", "biome.json"])
    cpSync(join(root, path), copy.at(path), { recursive: true });
  symlinkSync(join(root, "node_modules"), copy.at("node_modules"));
  copy.write(files);
  for (const { file, text } of changes) {
    const added = text.split("\n").filter((line) => line.startsWith("+"));
    // The list is in alphabetical order.
    const lines = [...copy.read(file).trimEnd().split("\n"), ...added.map((line) => line.slice(1))].sort();
    writeFileSync(copy.at(file), `${lines.join("\n")}\n`);
  }
  return copy.write({
    "shop/compose.yaml":
      "services: {web: {image: nginx, ports: [{target: 80, published: 8000, mode: host}]}}\n",
  });
}

const settings = (more: object = {}) => ({
  target: "lan",
  managers: 1,
  workers: 1,
  stacks: { shop: { file: "shop/compose.yaml" } },
  lan: { subnet: "192.168.7.0/24", registry: "registry.lan:5000" },
  ...more,
});

describe("docs/adding-a-target.md", function () {
  // It checks the types of the whole program.
  this.timeout(300_000);
  let copy: Folder;
  const allowed = process.env.SWARM_STAND_INS;
  before(() => {
    copy = copyOfTheProject();
    // The target runs steps on other machines.
    process.env.SWARM_STAND_INS = "command";
  });
  after(() => {
    copy[Symbol.dispose]();
    if (allowed === undefined) delete process.env.SWARM_STAND_INS;
    else process.env.SWARM_STAND_INS = allowed;
  });

  const load = (file: string) => import(pathToFileURL(copy.at(file)).href);
  const program = (written: object, options: RecordingOptions = {}) => {
    const config = Object.entries(written).map(([name, value]) => [
      `swarm:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return record<Record<string, unknown>>(() => load("index.ts"), {
      ...options,
      config: Object.fromEntries(config),
    });
  };

  it("adds a target's files and one line in the list, nothing else", () => {
    assert.deepEqual(
      Object.keys(files).sort(),
      targetFiles.map((file) => `components/targets/lan/${file}`).sort(),
    );
    assert.deepEqual(
      changes.map(({ file, text }) => ({ file, text })),
      [{ file: list, text: '+export { lan } from "./lan/target.ts";\n' }],
    );
  });

  it("names every member of a target", () => {
    const sources = [
      "components/targets/target.ts",
      "components/settings/targetSettings.ts",
      "components/settings/settingsSchema.ts",
    ].map((path) => ts.createSourceFile(path, copy.read(path), ts.ScriptTarget.Latest));
    const members = sources
      .flatMap(({ statements }) => [...statements])
      .filter((one) => ts.isInterfaceDeclaration(one) && /^Target/.test(one.name.text))
      .flatMap((one) =>
        (one as ts.InterfaceDeclaration).members.map(({ name }) => (name as ts.Identifier).text),
      );
    assert.ok(members.length > 20, members.join());
    const shown = `${page}${files["components/targets/lan/target.ts"]}`;
    assert.deepEqual(
      members.filter((name) => !shown.includes(`\`${name}\``) && !shown.includes(`  ${name}: `)),
      [],
    );
  });

  it("has code that passes the type check and biome", () => {
    const tsconfig = JSON.parse(copy.read("tsconfig.json"));
    copy.write({
      "tsconfig.json": JSON.stringify({ ...tsconfig, include: ["index.ts", "config.ts", "components"] }),
    });
    const run = (program: string, ...args: string[]) => {
      try {
        execFileSync(process.execPath, [copy.at(join("node_modules", program)), ...args], {
          cwd: copy.path,
          encoding: "utf8",
          stdio: "pipe",
        });
        return "";
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        return `${stdout}${stderr}`;
      }
    };
    assert.equal(run("typescript/bin/tsc", "--noEmit"), "");
    assert.equal(run("@biomejs/biome/bin/biome", "check", "components/targets/lan", list), "");
  });

  it("has settings with their own defaults and checks", async () => {
    const { readUserInput } = await load("components/userInput/readUserInput.ts");
    const read = (written: object) =>
      readUserInput(written, { project: "swarm", stack: "rack" }, workspaceWith({}));
    const { settings: sound, diagnostics } = read({ target: "lan" });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      [sound.target, sound.own, sound.hasRegistry],
      ["lan", { subnet: "192.168.7.0/24", registry: "" }, false],
    );
    assert.deepEqual(
      read({ target: "lan", workers: 8, lan: { subnet: "192.168.7.0/28", regystry: "" } }).diagnostics,
      [
        { path: "swarm:lan.regystry", problem: "is unknown", hint: "did you mean registry?" },
        {
          path: "swarm:lan.subnet",
          problem: '"192.168.7.0/28" has room for 5 machines, but there are 9',
          hint: "use a larger range, for example 192.168.0.0/16",
        },
      ],
    );
    assert.deepEqual(read({ target: "lan", addressPool: "192.168.0.0/16" }).diagnostics, [
      {
        path: "swarm:addressPool",
        problem: `"192.168.0.0/16" overlaps the machines' network, swarm:lan.subnet "192.168.7.0/24"`,
        hint: "use another range, for example 10.128.0.0/16",
      },
    ]);
    assert.deepEqual(read({ target: "lam" }).diagnostics, [
      { path: "swarm:target", problem: 'must be local, aws, hosts or lan, but is "lam"', hint: "write lan" },
    ]);
  });

  it("describes a target that works in a preview", async () => {
    const stacks = { shop: { file: copy.at("shop/compose.yaml") } };
    const { recording, result } = await program(settings({ stacks }), { preview: true });
    assert.deepEqual(
      recording.tree().filter((line) => /Lan|Registry|worker-0|docker:|aws:/.test(line)),
      [
        "command:local:Command worker-0-preflight < Preflight preflight",
        "command:remote:Command worker-0-join < SwarmNode worker-0",
        "command:remote:Command worker-0-member < SwarmNode worker-0",
        "command:remote:Command worker-0-pull < NodeImages images",
        "swarm:index:ExternalRegistry registry",
        "swarm:index:LanMachines machines",
        "swarm:index:SwarmNode worker-0 < SwarmCluster swarm",
      ],
    );
    assert.equal(recording.all("swarm:index:ComposeStack").length, 1);
    assert.equal(await resolved(result.endpoint as never), "tcp://192.168.7.10:8000");
    const { connection } = recording.find("Command worker-0-join").inputs;
    assert.equal((connection as { host: string }).host, "192.168.7.11");
  });
});
