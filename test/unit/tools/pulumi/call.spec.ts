import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { cliFolder } from "../../../../setup/pulumiHome.ts";
import { Folder } from "../../../support/folder.ts";

const module = new URL("../../../../tools/pulumi/call.ts", import.meta.url).href;

/** Begins a run of a Pulumi that is a shell script, in a project and with a temporary folder of its own. */
function begin(folder: Folder, pulumi: string, environment: Readonly<Record<string, string>> = {}) {
  const home = folder.at("home");
  folder.write({ "project/Pulumi.yaml": "name: swarm\nruntime: nodejs\n", "project/package.json": "{}" });
  folder.write(
    {
      [`${cliFolder({ PULUMI_HOME: home }).slice(folder.path.length + 1)}/pulumi`]: `#!/bin/sh\n${pulumi}\n`,
    },
    0o755,
  );
  mkdirSync(folder.at("tmp"), { recursive: true });
  const script = `const { callPulumi } = await import(${JSON.stringify(module)});
    process.exitCode = await callPulumi(["version"], ${JSON.stringify(folder.at("project"))});`;
  return spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, PULUMI_HOME: home, TMPDIR: folder.at("tmp"), FOLDER: folder.path, ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

describe("callPulumi", () => {
  it("gives each run its own private temporary folder, and removes it at the end", async () => {
    using folder = new Folder();
    const run = begin(
      folder,
      'touch "$TMPDIR/logins"; sleep 0.2; stat -c "%a $SWARM_TMPDIR" "$TMPDIR" >"$FOLDER/seen"; exit 7',
    );
    assert.deepEqual(await once(run, "exit"), [7, null]);
    assert.equal(folder.read("seen"), `700 ${folder.at("tmp")}\n`);
    assert.deepEqual(readdirSync(folder.at("tmp")), []);
  });

  it("runs more operations side by side on a target that waits for others", async () => {
    using folder = new Folder();
    folder.write({
      "project/Pulumi.dev.yaml": "config:\n  swarm:target: aws\n",
    });
    const seen = async (environment: Readonly<Record<string, string>>) => {
      await once(begin(folder, 'echo "$PULUMI_PARALLEL" >"$FOLDER/seen"', environment), "exit");
      return folder.read("seen");
    };
    assert.equal(await seen({}), "32\n");
    assert.equal(await seen({ PULUMI_PARALLEL: "3" }), "3\n");
    folder.write({ "project/Pulumi.dev.yaml": "config:\n  swarm:target: local\n" });
    assert.equal(await seen({}), "\n");
  });

  it("removes it after SIGTERM, once Pulumi has ended", async () => {
    using folder = new Folder();
    const run = begin(
      folder,
      'trap "exit 5" TERM; touch "$TMPDIR/logins" "$FOLDER/ready"; while :; do sleep 0.05; done',
    );
    while (!existsSync(folder.at("ready"))) await sleep(20);
    run.kill("SIGTERM");
    assert.deepEqual(await once(run, "exit"), [5, null]);
    assert.deepEqual(readdirSync(folder.at("tmp")), []);
  });

  it("removes a killed run's folder in the next run, unless its Pulumi still works", async () => {
    using folder = new Folder();
    const killed = begin(
      folder,
      'touch "$TMPDIR/logins"; echo $$ >"$FOLDER/pid"; mv "$FOLDER/pid" "$FOLDER/ready"; exec sleep 60',
    );
    while (!existsSync(folder.at("ready"))) await sleep(20);
    killed.kill("SIGKILL");
    await once(killed, "exit");
    await once(begin(folder, "exit 0"), "exit");
    assert.equal(readdirSync(folder.at("tmp")).length, 1);
    process.kill(Number(folder.read("ready")), "SIGKILL");
    await sleep(100);
    await once(begin(folder, "exit 0"), "exit");
    assert.deepEqual(readdirSync(folder.at("tmp")), []);
  });
});
