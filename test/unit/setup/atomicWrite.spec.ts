import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../../../setup/atomicWrite.ts";
import { Folder } from "../../support/folder.ts";

describe("writeAtomically", () => {
  it("creates missing folders", async () => {
    using folder = new Folder();
    await writeAtomically(folder.at("a/b/tool"), async (draft) => writeFileSync(draft, "new"));
    assert.equal(readFileSync(folder.at("a/b/tool"), "utf8"), "new");
    assert.deepEqual(readdirSync(folder.at("a/b")), ["tool"]);
  });

  it("replaces a whole folder", async () => {
    using folder = new Folder().write({ "tool/old": "", "tool/both": "old" });
    await writeAtomically(folder.at("tool"), async (draft) => {
      mkdirSync(draft);
      writeFileSync(join(draft, "both"), "new");
    });
    assert.deepEqual(readdirSync(folder.at("tool")), ["both"]);
    assert.equal(readFileSync(folder.at("tool/both"), "utf8"), "new");
    assert.deepEqual(readdirSync(folder.path), ["tool"]);
  });

  it("keeps the old content if the writer fails", async () => {
    using folder = new Folder().write({ tool: "old" });
    const failing = writeAtomically(folder.at("tool"), async (draft) => {
      writeFileSync(draft, "half");
      throw new Error("no space left");
    });
    await assert.rejects(failing, { message: "no space left" });
    assert.equal(readFileSync(folder.at("tool"), "utf8"), "old");
    assert.deepEqual(readdirSync(folder.path), ["tool"]);
  });

  it("removes what a killed run left", async () => {
    using folder = new Folder().write({ ".making-abc/tool": "half", ".other": "" });
    await writeAtomically(folder.at("tool"), async (draft) => writeFileSync(draft, "new"));
    assert.deepEqual(readdirSync(folder.path).sort(), [".other", "tool"]);
  });
});
