import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { targets } from "../../components/targets/targets.ts";
import { sourceFiles } from "../support/sourceFiles.ts";
import { TargetNames, targetFiles } from "../support/targetNames.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "components/targets");
const names = targets.map(({ name }) => name);
const finder = new TargetNames(names);

/** Where a target's name belongs, or is the name of something else. */
const others: Readonly<Record<string, string>> = {
  "components/process/childEnvironment.mjs": "a program",
  "components/steps/localStep.ts": "a program",
  "components/settings/loggingSchema.ts": "a logging driver of Docker",
  "components/targets/list.ts": "the list",
  "tools/commands/testaws.ts": "the command that tests a target",
  "tools/test/awsParts.ts": "what that command installs: an emulator and a plugin",
};

describe("the name of a target", () => {
  it("appears in its own folder and in the list, nowhere else", () => {
    const program = sourceFiles.filter(({ fileName }) => !fileName.startsWith("bench/"));
    const outside = program.filter(
      ({ fileName }) => !/^components\/targets\/[^/]+\//.test(fileName) && !(fileName in others),
    );
    assert.ok(outside.length > 250, String(outside.length));
    assert.deepEqual(
      outside.flatMap((file) => finder.in(file)),
      [],
    );
  });

  it("appears in no script that targets share", () => {
    const scripts = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".sh") && !path.startsWith("targets/"))
      .map((path) => join("components", path));
    assert.ok(scripts.length > 30, String(scripts.length));
    assert.deepEqual(
      scripts.flatMap((path) => finder.inScript(path, readFileSync(join(root, path), "utf8"))),
      [],
    );
  });

  it("appears in no other target's folder", () => {
    for (const name of names) {
      const rest = new TargetNames(names.filter((other) => other !== name));
      const own = sourceFiles.filter(({ fileName }) => fileName.startsWith(`components/targets/${name}/`));
      assert.ok(own.length > 10, name);
      assert.deepEqual(
        own.flatMap((file) => rest.in(file)),
        [],
      );
    }
  });

  it("is the name of its folder", () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map((entry) => entry.name).sort(), [...names].sort());
  });
});

describe("the folders of targets", () => {
  /** Only where they apply: machines that exist have no network of ours, only AWS has prices. */
  const some = ["network", "plan", "cost", "computer"];

  for (const name of names)
    it(`${name} has the same files as the others`, () => {
      assert.deepEqual(
        targetFiles.filter((file) => !existsSync(join(folder, name, file))),
        [],
      );
      // What a file needs besides is in the folder of its name.
      const known = new Set([...targetFiles.map((file) => file.replace(/[./].*/, "")), ...some]);
      const tops = readdirSync(join(folder, name)).map((entry) => entry.replace(/\.ts$/, ""));
      assert.deepEqual(
        tops.filter((entry) => !known.has(entry)),
        [],
      );
    });
});

describe("the search for target names", () => {
  const found = (text: string) =>
    finder.in(ts.createSourceFile("planted.ts", text, ts.ScriptTarget.Latest, true));

  const naming = {
    "a comparison": `if (settings.target === "aws") start();`,
    "a comparison from the other side": `const isOther = "hosts" !== target;`,
    "a case": `switch (target) { case "local": break; }`,
    "a default": `const { target = "local" } = settings;`,
    "a list": `const remote = ["aws", "hosts"].includes(target);`,
    "a table": `const costs = { local: 0 }[target];`,
    "a property": `start(settings.aws);`,
    "a property by its name": `start(settings["aws"]);`,
    "an optional property": `start(settings?.hosts?.machines);`,
    "a property in a pattern": `const { hosts } = settings;`,
    "a renamed property": `const { hosts: machines } = settings;`,
    "a parameter's property": `function start({ local }: Settings) { return local; }`,
    "a type": `interface Settings { readonly aws?: object }`,
    "a template": `const path = \`swarm:local.\${key}\`;`,
    "a setting": `const key = "swarm:hosts";`,
    "a folder": `import { awsCost } from "./components/targets/aws/cost.ts";`,
    "a lazy import": `const load = () => import("../targets/hosts/resources.ts");`,
    "a type of its provider": `const isDisk = type === "aws:ebs/volume:Volume";`,
    "an expression": `const isAws = /^aws:/.test(type);`,
    "a message": `throw new Error(\`\${name}: targets aws and hosts do not use it\`);`,
  };
  for (const [what, text] of Object.entries(naming))
    it(`finds ${what}`, () => assert.equal(found(text).length > 0, true, text));

  it("finds a setting in a script", () =>
    assert.deepEqual(finder.inScript("planted.sh", 'set -eu\n  echo "set it in swarm:hosts"\n'), [
      'planted.sh:2: echo "set it in swarm:hosts"',
    ]));

  const others = {
    "Docker's volume driver": `const { driver = "local" } = volume; const isOnDisk = driver === "local";`,
    "a variable": `const hosts = new StepHosts(events); hosts.of(step);`,
    "a package's export": `import { local } from "@pulumi/command"; new local.Command("a");`,
    "a type token": `const isStep = type === "command:local:Command";`,
    "go's toolchain": `const isOwn = callTool(work, "go", ["env", "GOTOOLCHAIN"]) === "local";`,
    "a help text": "export const help = `Machines of target hosts leave the swarm`;",
    "a word": `throw new Error("no local images, and no hosts");`,
  };
  for (const [what, text] of Object.entries(others))
    it(`ignores ${what}`, () => assert.deepEqual(found(text), []));
});
