import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { pathToFileURL } from "node:url";
import { lockAdvice, removeDeadLocks, type StackLock, stackLocks } from "../../../../tools/pulumi/locks.ts";
import { Folder } from "../../../support/folder.ts";

const locks = ".pulumi/locks/organization/swarm/dev";

/** A process id that nothing has any more. */
const dead = spawnSync("true").pid;

function lockOf(pid: number, host = hostname()): string {
  return JSON.stringify({ pid, username: "me", hostname: host, timestamp: "2026-11-22T16:00:00Z" });
}

describe("stackLocks", () => {
  const files = {
    [`${locks}/alive.json`]: lockOf(process.pid),
    [`${locks}/dead.json`]: lockOf(dead),
    [`${locks}/elsewhere.json`]: lockOf(dead, "another-computer"),
    [`${locks}/half-written.json`]: '{"pid": 1',
    [`${locks}/note.txt`]: "no lock",
    ".pulumi/locks/organization/swarm/prod/dead.json": lockOf(dead),
  };

  it("finds one stack's locks, and whether their processes live", () => {
    using folder = new Folder().write(files);
    const found = stackLocks(pathToFileURL(folder.path).href, "swarm", "dev");
    assert.deepEqual(found.map(({ pid, holder }) => `${pid} ${holder}`).sort(), [
      ...[`${process.pid} alive`, `${dead} dead`, `${dead} unknown`].sort(),
    ]);
  });

  it("lets removeDeadLocks remove only locks of dead processes", () => {
    using folder = new Folder().write(files);
    const found = stackLocks(pathToFileURL(folder.path).href, "swarm", "dev");
    assert.deepEqual(removeDeadLocks(found), [dead]);
    const left = Object.keys(files).filter((name) => existsSync(folder.at(name)));
    assert.deepEqual(
      left,
      Object.keys(files).filter((name) => name !== `${locks}/dead.json`),
    );
  });

  it("finds none if nothing is locked, or if the backend is no folder of this computer", () => {
    using folder = new Folder();
    for (const backend of [pathToFileURL(folder.path).href, "https://api.example", "s3://bucket", undefined])
      assert.deepEqual(stackLocks(backend, "swarm", "dev"), []);
  });
});

describe("lockAdvice", () => {
  const lock = (holder: StackLock["holder"]): StackLock => ({
    file: "/lock.json",
    pid: 7,
    username: "ann",
    hostname: "laptop",
    timestamp: "2026-11-22T16:00:00Z",
    holder,
  });

  it("says nothing without a lock", () => {
    assert.equal(lockAdvice([], "dev"), undefined);
  });

  it("says to wait for a live process, even if another was killed", () => {
    assert.equal(
      lockAdvice([lock("dead"), lock("alive")], "dev"),
      "stack dev is being changed by ann's process 7, since 2026-11-22T16:00:00Z\n  → wait until that has ended, then run this again",
    );
  });

  it("names the command to run after a killed process", () => {
    assert.equal(
      lockAdvice([lock("dead")], "dev"),
      "stack dev is still locked by ann's process 7, which was killed\n  → npm run unlock",
    );
    assert.match(lockAdvice([lock("dead")], "prod") ?? "", /→ npm run unlock -- --stack prod$/);
  });

  it("leaves the decision to the user if the process is on another computer", () => {
    assert.equal(
      lockAdvice([lock("unknown")], "prod"),
      "stack prod is locked by ann's process 7 on laptop, since 2026-11-22T16:00:00Z\n  → if nothing runs there any more: npm run pulumi -- cancel --yes --stack prod, then npm run unlock -- --stack prod",
    );
  });
});
