import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../setup/project.ts";
import { Folder } from "../../support/folder.ts";

/** A checkout in which nothing has been installed. */
function checkout(): Folder {
  const folder = new Folder();
  for (const part of ["setup", "tools", "components/process"])
    cpSync(join(projectRoot, part), folder.at(part), { recursive: true });
  return folder.write({ "package-lock.json": '{"packages": {}}' });
}

function run(folder: Folder, ...args: string[]) {
  return spawnSync(process.execPath, [folder.at("tools/run.mjs"), ...args], { encoding: "utf8" });
}

describe("run.mjs", () => {
  const commands = readdirSync(join(projectRoot, "tools/commands")).map((file) =>
    file.slice(0, -".ts".length),
  );

  for (const args of [...commands.map((command) => [command]), ["pulumi", "up"], ["pulumi", "preview"]])
    it(`${args.join(" ")} --help needs no installation`, () => {
      using folder = checkout();
      const { status, stdout, stderr } = run(folder, ...args, "--help");
      assert.deepEqual([status, stderr], [0, ""]);
      assert.match(stdout, args[0] === "start" || args[0] === "test" ? /^npm / : /^npm run /);
      assert.equal(existsSync(folder.at("node_modules")), false);
    });

  /** A checkout with this Node and a command, which links packages of another folder. */
  function linked(other: Folder, probe: string): Folder {
    other.write({
      "node/package.json": '{"version": "24.0.0"}',
      ".package-lock.json": '{"packages": {"node_modules/x": {"version": "1.0.0"}}}',
    });
    mkdirSync(other.at("node/bin"));
    symlinkSync(process.execPath, other.at("node/bin/node"));
    const folder = checkout().write({ "tools/commands/probe.ts": probe });
    symlinkSync(other.path, folder.at("node_modules"));
    return folder;
  }

  it("ends as usual, without a message, once nobody reads its output", () => {
    using other = new Folder();
    using folder = linked(
      other,
      `import { setTimeout } from "node:timers/promises";
      export async function main() {
        for (let line = 0; line < 20; line++) {
          console.log("line", line);
          await setTimeout(20);
        }
        return 3;
      }`,
    );
    const script = '("$0" "$1" probe 2>"$2"; echo "code $?" >&2) | head -n 1';
    const args = ["-c", script, process.execPath, folder.at("tools/run.mjs"), folder.at("errors")];
    const { stdout, stderr } = spawnSync("sh", args, { encoding: "utf8" });
    assert.deepEqual([stdout, stderr], ["line 0\n", "code 3\n"]);
    assert.doesNotMatch(folder.read("errors"), /EPIPE/);
  });

  it("does not restart if linked packages differ from package-lock.json", () => {
    using other = new Folder();
    using folder = linked(other, "export function main(args) { console.log(args.join()); return 0; }");
    // Ends all of them, if there were more and more.
    const args = ["20", process.execPath, folder.at("tools/run.mjs"), "probe", "a", "b"];
    const { status, stdout, stderr } = spawnSync("timeout", args, { encoding: "utf8" });
    assert.deepEqual([status, stdout], [0, "a,b\n"]);
    assert.equal(stderr.match(/^node_modules is a link to other packages/gm)?.length, 1);
  });

  it("lists the commands", () => {
    using folder = checkout();
    const { status, stderr } = run(folder, "strat");
    assert.equal(status, 2);
    assert.match(stderr, /^There is no command "strat"\n {2}→ one of .*docker, doctor, .*start, status/);
  });

  it("reads no file outside its folder", () => {
    using folder = checkout().write({ "tools/secret.ts": "export const help = `hello`;" });
    const { status, stdout } = run(folder, "../secret", "--help");
    assert.deepEqual([status, stdout], [2, ""]);
  });
});
