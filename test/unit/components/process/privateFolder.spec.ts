import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { PrivateFolder, sweepPrivateFolders } from "../../../../components/process/privateFolder.ts";
import { Folder } from "../../../support/folder.ts";

const module = new URL("../../../../components/process/privateFolder.ts", import.meta.url).href;

/** Another process with a private folder in `parent`, which says the pid it shares it with, if any. */
async function owner(parent: string, more = "") {
  const script = `const { PrivateFolder } = await import(${JSON.stringify(module)});
    const folder = new PrivateFolder("run", process.argv[1]);
    ${more}
    console.log(folder.path);
    setInterval(() => {}, 1000);`;
  const args = ["--input-type=module", "--eval", script, parent];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { child, path: String(line).trim() };
}

async function killed(parent: string, more = ""): Promise<string> {
  const { child, path } = await owner(parent, more);
  child.kill("SIGKILL");
  await once(child, "exit");
  return path;
}

describe("a private folder", () => {
  it("is private to this user and removed after use", () => {
    using parent = new Folder();
    let path = "";
    {
      using folder = new PrivateFolder("run", parent.path);
      path = folder.path;
      assert.equal(statSync(path).mode & 0o777, 0o700);
      writeFileSync(join(path, "config.json"), "secret");
    }
    assert.equal(existsSync(path), false);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    it(`is removed on ${signal}`, async () => {
      using parent = new Folder();
      const { child, path } = await owner(parent.path);
      writeFileSync(join(path, "config.json"), "secret");
      child.kill(signal);
      const [code] = await once(child, "exit");
      assert.equal(code, { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
      assert.deepEqual(readdirSync(parent.path), []);
    });

  it("stays after SIGKILL until the next one is created beside it", async () => {
    using parent = new Folder();
    const path = await killed(parent.path);
    writeFileSync(join(path, "config.json"), "secret");
    assert.deepEqual(readdirSync(parent.path).length, 1);
    using next = new PrivateFolder("docker", parent.path);
    assert.deepEqual(readdirSync(parent.path), [next.path.split("/").at(-1)]);
  });
});

describe("a sweep of private folders", () => {
  it("leaves folders of living processes", async () => {
    using parent = new Folder();
    const { child, path } = await owner(parent.path);
    sweepPrivateFolders(parent.path);
    assert.ok(existsSync(path));
    child.kill();
    await once(child, "exit");
  });

  it("leaves a folder shared with a living process, even if its creator was killed", async () => {
    using parent = new Folder();
    const other = spawn("sleep", ["60"]);
    const path = await killed(parent.path, `folder.share(${other.pid});`);
    sweepPrivateFolders(parent.path);
    assert.ok(existsSync(path));
    other.kill();
    await once(other, "exit");
    sweepPrivateFolders(parent.path);
    assert.equal(existsSync(path), false);
  });

  it("recognizes a reused process id", async () => {
    using parent = new Folder();
    const path = await killed(parent.path);
    const note = JSON.parse(parent.read(`${path.split("/").at(-1)}/.swarm-owner`));
    note.processes = [{ pid: process.pid, started: "1" }];
    writeFileSync(join(path, ".swarm-owner"), JSON.stringify(note));
    sweepPrivateFolders(parent.path);
    assert.equal(existsSync(path), false);
  });

  it("leaves foreign folders, folders without our record, and targets of links", async () => {
    using parent = new Folder();
    using elsewhere = new Folder();
    const path = await killed(elsewhere.path);
    symlinkSync(path, parent.at("swarm-run-linked"));
    parent.write({
      "swarm-run-aaaaaa/file": "",
      "swarm-e2e-bbbbbb/.swarm-owner": "{}",
      "pulumi-docker-1/config.json": "{}",
    });
    const namespaced = await killed(parent.path);
    const note = JSON.stringify({ namespace: "pid:[1]", processes: [{ pid: 1, started: "1" }] });
    writeFileSync(join(namespaced, ".swarm-owner"), note);
    // Only root can give a folder away.
    if (process.getuid?.() === 0) {
      const theirs = await killed(parent.path);
      chownSync(theirs, 4711, 4711);
    }
    const before = readdirSync(parent.path);
    sweepPrivateFolders(parent.path);
    assert.deepEqual(readdirSync(parent.path), before);
    assert.ok(existsSync(path));
  });

  it("leaves an empty folder without a record, however old", () => {
    using parent = new Folder();
    mkdirSync(parent.at("swarm-test-aaaaaa"));
    utimesSync(parent.at("swarm-test-aaaaaa"), 1, 1);
    sweepPrivateFolders(parent.path);
    assert.deepEqual(readdirSync(parent.path), ["swarm-test-aaaaaa"]);
  });
});
