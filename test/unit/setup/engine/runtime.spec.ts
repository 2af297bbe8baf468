import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../../setup/project.ts";
import { Folder } from "../../../support/folder.ts";

const runtime = join(projectRoot, "setup", "engine", "runtime.sh");

const all = 2n ** 41n - 1n;
const sysResource = 2n ** 24n;
const bpf = 2n ** 39n;
const chown = 1n;

/** Runs the runtime with a runc that only prints its arguments, on a computer with these capabilities. */
function run(folder: Folder, bounding: bigint, ...args: string[]) {
  const status = `Name:\tsh\nCapEff:\t0\nCapBnd:\t${bounding.toString(16).padStart(16, "0")}\nCapAmb:\t0\n`;
  folder.write({ status });
  const answer = spawnSync("sh", [runtime, ...args], {
    cwd: folder.path,
    encoding: "utf8",
    env: { ...process.env, SWARM_RUNTIME_RUNC: "echo", SWARM_RUNTIME_STATUS: folder.at("status") },
  });
  assert.equal(answer.stderr, "");
  assert.equal(answer.stdout, `${args.join(" ")}\n`);
  return answer.status;
}

const listNames = ["bounding", "effective", "inheritable", "permitted", "ambient"];

function config(...capabilities: string[]): string {
  const lists = Object.fromEntries(listNames.map((name) => [name, capabilities]));
  const args = ["capsh", "CAP_SYS_RESOURCE", '"bounding":["CAP_SYS_RESOURCE"]'];
  return JSON.stringify({ process: { args, capabilities: lists, env: ["X=CAP_SYS_RESOURCE"] }, linux: {} });
}

const create = ["--root", "/r", "--log", "/l", "--log-format", "json", "create", "--bundle"];

describe("runtime.sh", () => {
  for (const [what, given, left] of [
    ["first", ["CAP_SYS_RESOURCE", "CAP_CHOWN", "CAP_KILL"], ["CAP_CHOWN", "CAP_KILL"]],
    ["between", ["CAP_CHOWN", "CAP_SYS_RESOURCE", "CAP_KILL"], ["CAP_CHOWN", "CAP_KILL"]],
    ["last", ["CAP_CHOWN", "CAP_KILL", "CAP_SYS_RESOURCE"], ["CAP_CHOWN", "CAP_KILL"]],
    ["alone", ["CAP_SYS_RESOURCE"], []],
    ["not there", ["CAP_CHOWN"], ["CAP_CHOWN"]],
    ["in an empty list", [], []],
  ] as const)
    it(`drops a missing capability from all five lists and nowhere else: ${what}`, () => {
      using folder = new Folder().write({ "bundle/config.json": config(...given) });
      assert.equal(
        run(folder, all & ~sysResource, ...create, folder.at("bundle"), "--pid-file", "/p", "id"),
        0,
      );
      assert.equal(readFileSync(folder.at("bundle/config.json"), "utf8"), config(...left));
    });

  it("drops several capabilities, from the lower and the upper half", () => {
    using folder = new Folder().write({
      "config.json": config("CAP_BPF", "CAP_KILL", "CAP_CHOWN", "CAP_SYS_RESOURCE"),
    });
    run(folder, all & ~sysResource & ~bpf & ~chown, "create", "id");
    assert.equal(readFileSync(folder.at("config.json"), "utf8"), config("CAP_KILL"));
  });

  it("distinguishes capabilities with the same prefix", () => {
    using folder = new Folder().write({
      "config.json": config("CAP_SYS_ADMIN", "CAP_SYS_RESOURCE", "CAP_MAC_ADMIN"),
    });
    run(folder, all & ~sysResource, "create", "--bundle=.", "id");
    assert.equal(readFileSync(folder.at("config.json"), "utf8"), config("CAP_SYS_ADMIN", "CAP_MAC_ADMIN"));
  });

  it("changes no configuration if nothing is missing", () => {
    using folder = new Folder().write({ "config.json": config("CAP_SYS_RESOURCE") });
    run(folder, all, "create", "id");
    assert.equal(readFileSync(folder.at("config.json"), "utf8"), config("CAP_SYS_RESOURCE"));
  });

  for (const option of [["--process", "p.json"], ["--process=p.json"], ["-p", "p.json"]])
    it(`drops it from an added process: ${option.join(" ")}`, () => {
      using folder = new Folder().write({
        "p.json": config("CAP_KILL", "CAP_SYS_RESOURCE"),
        "config.json": "kept",
      });
      run(folder, all & ~sysResource, "--log", "exec", "exec", ...option, "--detach", "id");
      assert.equal(readFileSync(folder.at("p.json"), "utf8"), config("CAP_KILL"));
      assert.equal(readFileSync(folder.at("config.json"), "utf8"), "kept");
    });

  it("passes other commands on", () => {
    using folder = new Folder().write({ "config.json": config("CAP_SYS_RESOURCE") });
    run(folder, 0n, "--root", "create", "state", "id");
    run(folder, 0n, "kill", "--all", "id", "9");
    run(folder, 0n, "exec", "id", "sh");
    assert.equal(readFileSync(folder.at("config.json"), "utf8"), config("CAP_SYS_RESOURCE"));
  });

  it("returns runc's exit code", () => {
    using folder = new Folder();
    const environment = { ...process.env, SWARM_RUNTIME_RUNC: "false" };
    assert.equal(spawnSync("sh", [runtime, "state", "id"], { cwd: folder.path, env: environment }).status, 1);
  });
});
