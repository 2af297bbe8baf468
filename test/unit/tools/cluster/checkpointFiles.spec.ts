import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { mendCheckpoint } from "../../../../tools/cluster/checkpointFiles.ts";
import { Folder } from "../../../support/folder.ts";

const stacks = ".pulumi/stacks/swarm";

describe("mendCheckpoint", () => {
  it("takes away attributes that were cut off, and no state", () => {
    using folder = new Folder().write({
      [`${stacks}/dev.json`]: '{"version": 3}',
      [`${stacks}/dev.json.attrs`]: "",
      [`${stacks}/dev.json.bak`]: "",
      [`${stacks}/dev.json.bak.attrs`]: '{"user.cache_control": "", "md5":',
      [`${stacks}/prod.json.attrs`]: "",
    });
    const backend = pathToFileURL(folder.path).href;
    assert.deepEqual(mendCheckpoint(backend, "swarm", "dev").sort(), [
      "dev.json.attrs",
      "dev.json.bak.attrs",
    ]);
    for (const kept of ["dev.json", "dev.json.bak", "prod.json.attrs"])
      assert.ok(existsSync(folder.at(`${stacks}/${kept}`)), kept);
    assert.deepEqual(mendCheckpoint(backend, "swarm", "dev"), []);
  });

  it("leaves whole ones, and other backends", () => {
    using folder = new Folder().write({ [`${stacks}/dev.json.attrs`]: '{"md5": "AA=="}' });
    assert.deepEqual(mendCheckpoint(pathToFileURL(folder.path).href, "swarm", "dev"), []);
    assert.deepEqual(mendCheckpoint("s3://bucket", "swarm", "dev"), []);
    assert.deepEqual(mendCheckpoint(undefined, "swarm", "dev"), []);
  });
});
