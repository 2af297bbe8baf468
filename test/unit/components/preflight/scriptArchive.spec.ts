import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { archiveOf, scriptArchive } from "../../../../components/preflight/scriptArchive.ts";
import { allStoredScripts } from "../../../../components/steps/script.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

describe("archiveOf", () => {
  const scripts = [
    { id: "join-1", text: "say \"$1\" `id` \\\\ 'it'\ncat <<END\n$x\nEND\n" },
    { id: "run", text: 'exec sh "$file"\n' },
  ];
  const unpack = (text: string, folder: Folder) =>
    run("sh", ["-c", `cd '${folder.path}' && sh -eu`], { input: text });

  it("writes every text unchanged, and confirms it at the end", async () => {
    using folder = new Folder();
    assert.deepEqual(await unpack(archiveOf(scripts).text, folder), {
      code: 0,
      stdout: "stored\n",
      stderr: "",
    });
    for (const { id, text } of scripts) assert.equal(folder.read(id), text);
  });

  it("writes files that only their owner can read", async () => {
    using folder = new Folder();
    await run("sh", ["-c", `umask 077; cd '${folder.path}' && sh -eu`], { input: archiveOf(scripts).text });
    for (const { id } of scripts) assert.equal(statSync(folder.at(id)).mode & 0o777, 0o600);
  });

  it("never replaces a script by part of it", async () => {
    const { text } = archiveOf(scripts);
    for (const length of [text.indexOf("cat <<END"), text.indexOf("exec"), text.length - 2]) {
      using folder = new Folder().write({ "join-1": "old\n", run: "old\n" });
      const { stdout } = await unpack(text.slice(0, length), folder);
      assert.notEqual(stdout, "stored\n");
      for (const { id, text } of scripts) assert.ok(["old\n", text].includes(folder.read(id)), id);
    }
  });

  it("has another digest for another text or name", () => {
    const digest = (id: string, text: string) => archiveOf([{ id, text }]).digest;
    assert.equal(digest("a", "one\n"), digest("a", "one\n"));
    assert.equal(new Set([digest("a", "one\n"), digest("b", "one\n"), digest("a", "two\n")]).size, 3);
  });
});

describe("scriptArchive", () => {
  it("contains the script of every step and their runner", async () => {
    using folder = new Folder();
    const { code } = await run("sh", ["-c", `cd '${folder.path}' && sh -eu`], {
      input: scriptArchive().text,
    });
    assert.equal(code, 0);
    for (const { id, text } of allStoredScripts()) assert.equal(folder.read(id), text);
    assert.match(folder.read("run"), /^exec sh "\$file" "\$@"$/m);
  });
});
