import assert from "node:assert/strict";
import { chownSync, existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { readScript } from "../../../../components/steps/script.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

/** A machine whose /run is a folder of the test. */
class Machine extends Folder {
  constructor() {
    super();
    this.write({ "script.sh": "alone join 1\nls -l /proc/self/fd/9\n" });
    mkdirSync(this.at("run"));
  }

  /** @param programs stand-ins by name */
  async alone(programs: Readonly<Record<string, string>> = {}, folder = this.at("run/swarm")) {
    for (const [name, text] of Object.entries(programs))
      this.write({ [`bin/${name}`]: `#!/bin/sh\n${text}\n` }, 0o755);
    const script = readScript(pathToFileURL(this.at("script.sh"))).replaceAll("/run/swarm", folder);
    const env = { ...process.env, PATH: `${this.at("bin")}:${process.env.PATH}` };
    return run("sh", ["-c", script], { env });
  }

  mode(path: string): string {
    return (lstatSync(this.at(path)).mode & 0o777).toString(8);
  }
}

describe("alone", () => {
  it("holds a lock in a folder that only its owner can enter", async () => {
    using machine = new Machine();
    const { code, stdout } = await machine.alone();
    assert.equal(code, 0);
    assert.ok(stdout.trimEnd().endsWith(` -> ${machine.at("run/swarm/join.lock")}`), stdout);
    assert.deepEqual([machine.mode("run/swarm"), machine.mode("run/swarm/join.lock")], ["700", "600"]);
  });

  it("closes its own folder if others can enter it", async () => {
    using machine = new Machine();
    mkdirSync(machine.at("run/swarm"), { mode: 0o755 });
    assert.equal((await machine.alone()).code, 0);
    assert.equal(machine.mode("run/swarm"), "700");
  });

  it("waits for the previous run, and gives up with a message", async () => {
    using machine = new Machine();
    mkdirSync(machine.at("run/swarm"));
    writeFileSync(machine.at("run/swarm/join.lock"), "");
    const hold = `flock ${machine.at("run/swarm/join.lock")} sh -c 'touch ${machine.at("held")}; sleep 4'`;
    const other = run("sh", ["-c", hold]);
    while (!existsSync(machine.at("held"))) await new Promise((resolve) => setTimeout(resolve, 20));
    const { code, stderr } = await machine.alone({ hostname: "echo here" });
    assert.deepEqual(
      [code, stderr],
      [1, "here: another run of join is still busy\n  → wait for it to end, then run pulumi up again\n"],
    );
    await other;
  });

  const refusal = (path: string) =>
    `here: ${path} is not a directory that root owns\n  → find out who made it, then remove it: rm -r ${path}\n`;

  it("refuses a symbolic link, and leaves its target unchanged", async () => {
    using machine = new Machine();
    mkdirSync(machine.at("theirs"), { mode: 0o755 });
    symlinkSync(machine.at("theirs"), machine.at("run/swarm"));
    const { code, stderr } = await machine.alone({ hostname: "echo here" });
    assert.deepEqual([code, stderr], [1, refusal(machine.at("run/swarm"))]);
    assert.equal(machine.mode("theirs"), "755");
    assert.equal(existsSync(machine.at("theirs/join.lock")), false);
  });

  it("refuses a folder of another user", async () => {
    using machine = new Machine();
    mkdirSync(machine.at("run/swarm"), { mode: 0o755 });
    // Root gives it away; anybody else finds one of root's.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(machine.at("run/swarm"), 4711, 4711);
    const theirs = isRoot ? machine.at("run/swarm") : "/usr";
    const { code, stderr } = await machine.alone({ hostname: "echo here" }, theirs);
    assert.deepEqual([code, stderr], [1, refusal(theirs)]);
    assert.equal(machine.mode("run/swarm"), "755");
    assert.equal(existsSync(machine.at("run/swarm/join.lock")), false);
  });
});
