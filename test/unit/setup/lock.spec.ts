import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../../setup/lock.mjs";
import { Folder } from "../../support/folder.ts";

/** What a process that holds the lock has written. */
async function lockTextOf(pid: number): Promise<string> {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return JSON.stringify({ pid, started: stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] });
}

describe("withLock", () => {
  it("returns the result and leaves no lock", async () => {
    using folder = new Folder();
    assert.equal(await withLock(folder.at("deep/lock"), async () => 42), 42);
    assert.deepEqual(readdirSync(folder.at("deep")), []);
  });

  it("frees the lock after a failure", async () => {
    using folder = new Folder();
    const fail = () => Promise.reject(new Error("broken"));
    await assert.rejects(withLock(folder.at("lock"), fail), { message: "broken" });
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it("takes over the lock of a process that is gone", async () => {
    using folder = new Folder();
    const child = spawn("sleep", ["60"]);
    const text = await lockTextOf(child.pid ?? 0);
    child.kill();
    await once(child, "exit");
    folder.write({ lock: text });
    assert.equal(
      await withLock(folder.at("lock"), async () => readFileSync(folder.at("lock"), "utf8") === text),
      false,
    );
  });

  it("takes over the lock of a zombie process", async () => {
    using folder = new Folder();
    const parent = spawn("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"]);
    const [line] = await once(parent.stdout, "data");
    const pid = Number(line);
    folder.write({ lock: await lockTextOf(pid) });
    while (!readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) await sleep(20);
    assert.equal(await withLock(folder.at("lock"), async () => "done"), "done");
    parent.kill();
  });

  it("takes over a lock whose process id now belongs to another process", async () => {
    using folder = new Folder().write({ lock: JSON.stringify({ pid: process.pid, started: "1" }) });
    assert.equal(await withLock(folder.at("lock"), async () => "done"), "done");
  });

  for (const text of ["", "{", "{}"])
    it(`takes over a broken lock: ${JSON.stringify(text)}`, async () => {
      using folder = new Folder().write({ lock: text });
      assert.equal(await withLock(folder.at("lock"), async () => "done"), "done");
    });

  it("waits for a live process, and says which", async () => {
    using folder = new Folder();
    const child = spawn("sleep", ["60"]);
    folder.write({ lock: await lockTextOf(child.pid ?? 0) });
    const waitedFor: number[] = [];
    let done = false;
    const options = { every: 10, onWait: (owner: number) => waitedFor.push(owner) };
    const work = withLock(folder.at("lock"), async () => (done = true), options);
    await sleep(100);
    assert.equal(done, false);
    child.kill();
    await work;
    assert.equal(done, true);
    assert.deepEqual(waitedFor, [child.pid]);
  });

  it("stops waiting if interrupted", async () => {
    using folder = new Folder();
    const child = spawn("sleep", ["60"]);
    folder.write({ lock: await lockTextOf(child.pid ?? 0) });
    const signal = AbortSignal.timeout(50);
    await assert.rejects(
      withLock(folder.at("lock"), async () => 1, { every: 10_000, signal }),
      { name: "AbortError" },
    );
    assert.deepEqual(readdirSync(folder.path), ["lock"]);
    child.kill();
  });

  it("lets one process in at a time", async () => {
    using folder = new Folder();
    const script = `
      import { appendFileSync } from "node:fs";
      import { setTimeout as sleep } from "node:timers/promises";
      const { withLock } = await import(process.argv[1]);
      const [, , lock, log] = process.argv;
      await withLock(lock, async () => {
        appendFileSync(log, "in ");
        await sleep(30);
        appendFileSync(log, "out ");
      }, { every: 5 });`;
    const module = new URL("../../../setup/lock.mjs", import.meta.url).href;
    const args = ["--input-type=module", "--eval", script, module, folder.at("lock"), folder.at("log")];
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, args, { stdio: "inherit" }));
    const codes = await Promise.all(children.map((child) => once(child, "exit")));
    assert.deepEqual(codes.flat(), [0, null, 0, null, 0, null, 0, null]);
    assert.equal(readFileSync(folder.at("log"), "utf8"), "in out ".repeat(4));
  });
});
