import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { hasNoResources, mendCheckpoint } from "../../../../tools/pulumi/fileBackend.ts";
import { Folder } from "../../../support/folder.ts";

const stacks = ".pulumi/stacks/swarm";

describe("mendCheckpoint", () => {
  it("removes truncated attributes, and no state", () => {
    using folder = new Folder().write({
      [`${stacks}/dev.json`]: '{"version": 3}',
      [`${stacks}/dev.json.attrs`]: "",
      [`${stacks}/dev.json.bak`]: "",
      [`${stacks}/dev.json.bak.attrs`]: '{"user.cache_control": "", "md5":',
      [`${stacks}/dev.json.gz.attrs`]: "",
      [`${stacks}/prod.json.attrs`]: "",
    });
    const backend = pathToFileURL(folder.path).href;
    assert.deepEqual(mendCheckpoint(backend, "swarm", "dev").sort(), [
      "dev.json.attrs",
      "dev.json.bak.attrs",
      "dev.json.gz.attrs",
    ]);
    for (const kept of ["dev.json", "dev.json.bak", "prod.json.attrs"])
      assert.ok(existsSync(folder.at(`${stacks}/${kept}`)), kept);
    assert.deepEqual(mendCheckpoint(backend, "swarm", "dev"), []);
  });

  it("keeps complete attributes, and other backends", () => {
    using folder = new Folder().write({ [`${stacks}/dev.json.attrs`]: '{"md5": "AA=="}' });
    assert.deepEqual(mendCheckpoint(pathToFileURL(folder.path).href, "swarm", "dev"), []);
    assert.deepEqual(mendCheckpoint("s3://bucket", "swarm", "dev"), []);
    assert.deepEqual(mendCheckpoint(undefined, "swarm", "dev"), []);
  });
});

describe("hasNoResources", () => {
  const file = `${stacks}/dev.json`;
  const state = (resources?: readonly object[]) =>
    JSON.stringify({ version: 3, checkpoint: { latest: resources ? { resources } : undefined } });

  for (const [what, files, answer] of [
    ["no state", {}, true],
    ["a state without resources", { [file]: state([]) }, true],
    ["a state that was never updated", { [file]: state() }, true],
    ["a state with one resource", { [file]: state([{ urn: "urn" }]) }, false],
    ["a state that cannot be read", { [file]: "{" }, false],
    ["a compressed state without resources", { [`${file}.gz`]: gzipSync(state([])) }, true],
    ["a compressed state with one resource", { [`${file}.gz`]: gzipSync(state([{ urn: "urn" }])) }, false],
    ["a truncated compressed state", { [`${file}.gz`]: gzipSync(state([])).subarray(0, 30) }, false],
    ["a state in another format", { [`${file}.zst`]: "" }, false],
  ] as const)
    it(`is ${answer} for ${what}`, () => {
      using folder = new Folder().write({ [`${stacks}/other.json`]: "", ...files });
      assert.equal(hasNoResources(pathToFileURL(folder.path).href, "swarm", "dev"), answer);
    });

  it("is false for another backend", () => {
    assert.equal(hasNoResources("s3://bucket", "swarm", "dev"), false);
    assert.equal(hasNoResources(undefined, "swarm", "dev"), false);
  });
});
