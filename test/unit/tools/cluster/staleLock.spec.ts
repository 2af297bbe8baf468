import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { pathToFileURL } from "node:url";
import { removeStaleLocks } from "../../../../tools/cluster/staleLock.ts";
import { Folder } from "../../../support/folder.ts";

const locks = ".pulumi/locks/organization/swarm/dev";

/** A process id that nothing has any more. */
const dead = spawnSync("true").pid;

function lockOf(pid: number, host = hostname()): string {
  return JSON.stringify({ pid, username: "me", hostname: host, timestamp: "2026-11-22T16:00:00Z" });
}

describe("removeStaleLocks", () => {
  const files = {
    [`${locks}/dead.json`]: lockOf(dead),
    [`${locks}/alive.json`]: lockOf(process.pid),
    [`${locks}/elsewhere.json`]: lockOf(dead, "another-computer"),
    [`${locks}/note.txt`]: "no lock",
    ".pulumi/locks/organization/swarm/prod/dead.json": lockOf(dead),
  };

  it("removes the locks of dead processes of this computer, of one stack", () => {
    using folder = new Folder().write(files);
    assert.deepEqual(removeStaleLocks(pathToFileURL(folder.path).href, "swarm", "dev"), [dead]);
    const left = Object.keys(files).filter((name) => existsSync(folder.at(name)));
    assert.deepEqual(left, Object.keys(files).slice(1));
  });

  it("has nothing to do where there is no lock", () => {
    using folder = new Folder();
    assert.deepEqual(removeStaleLocks(pathToFileURL(folder.path).href, "swarm", "dev"), []);
  });

  it("leaves a backend alone that is no folder of this computer", () => {
    assert.deepEqual(removeStaleLocks("https://api.example", "swarm", "dev"), []);
    assert.deepEqual(removeStaleLocks("s3://bucket", "swarm", "dev"), []);
    assert.deepEqual(removeStaleLocks(undefined, "swarm", "dev"), []);
  });
});
