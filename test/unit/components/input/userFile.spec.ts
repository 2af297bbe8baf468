import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { contentAt, kindAt, openRegular, textAt } from "../../../../components/input/userFile.ts";
import { Folder } from "../../../support/folder.ts";

const limit = { of: "a note", bytes: 10, hint: "write less" };
const regular = "name a regular file";

/** A folder with one of each kind. */
function folderOfAll(): Folder {
  const folder = new Folder().write({ short: "0123456789", long: "0123456789a", shut: "x" });
  execFileSync("mkfifo", [folder.at("pipe")]);
  mkdirSync(folder.at("directory"));
  symlinkSync("loop", folder.at("loop"));
  symlinkSync("pipe", folder.at("toPipe"));
  symlinkSync("short", folder.at("toFile"));
  symlinkSync("nowhere", folder.at("dangling"));
  return folder;
}

describe("contentAt", () => {
  it("reads regular files up to the limit and names the kind of anything else", async () => {
    using folder = folderOfAll();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(folder.at("socket"), resolve));
    const read = (name: string) => {
      const content = contentAt(name.startsWith("/") ? name : folder.at(name), limit);
      return Buffer.isBuffer(content) ? content.toString() : [content.problem, content.hint];
    };
    assert.equal(read("short"), "0123456789");
    assert.equal(read("toFile"), "0123456789");
    assert.deepEqual(read("long"), ["has 11 bytes, but a note may have 10", "write less"]);
    for (const name of ["gone", "directory", "dangling", "short/below", "a\0b", "x".repeat(5000)])
      assert.deepEqual(read(name), ["is no file", undefined], name);
    for (const name of ["pipe", "toPipe"]) assert.deepEqual(read(name), ["is a named pipe", regular]);
    for (const name of ["/dev/zero", "/dev/random", "/dev/tty"])
      assert.deepEqual(read(name), ["is a device", regular]);
    assert.deepEqual(read("socket"), ["is a socket", regular]);
    assert.deepEqual(read("loop"), ["is a symbolic link that leads to itself", regular]);
    server.close();
  });

  it("does not trust a size of 0", () => {
    assert.deepEqual(contentAt("/proc/self/status", limit), {
      problem: "has more than 10 bytes",
      hint: "write less",
    });
    const content = contentAt("/proc/self/comm", { ...limit, bytes: 1000 });
    assert.match(String(content), /^\S+\n$/);
  });

  it("reports a file that this user may not read", () => {
    using folder = folderOfAll();
    chmodSync(folder.path, 0o755);
    chmodSync(folder.at("shut"), 0o000);
    chmodSync(folder.at("directory"), 0o700);
    const module = new URL("../../../../components/input/userFile.ts", import.meta.url).href;
    const program = `
      const { contentAt } = await import(${JSON.stringify(module)});
      if (process.getuid() === 0) process.setuid(65534);
      for (const name of ["shut", "directory/file"])
        console.log(contentAt(${JSON.stringify(folder.path)} + "/" + name, ${JSON.stringify(limit)}).problem);`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      encoding: "utf8",
    });
    assert.equal(stdout, "is not readable by this user\n".repeat(2));
  });
});

describe("kindAt, textAt and openRegular", () => {
  it("distinguish kinds of files", () => {
    using folder = folderOfAll();
    assert.deepEqual(
      ["short", "directory", "pipe", "loop", "gone"].map((name) => kindAt(folder.at(name))),
      ["file", "directory", "named pipe", "endless loop", undefined],
    );
  });

  it("return the text, undefined without a file, or throw", () => {
    using folder = folderOfAll();
    assert.equal(textAt(folder.at("short"), limit), "0123456789");
    assert.equal(textAt(folder.at("gone"), limit), undefined);
    assert.throws(() => textAt(folder.at("pipe"), limit), {
      message: `${folder.at("pipe")} is a named pipe\n  → ${regular}`,
    });
    assert.throws(() => textAt(folder.at("long"), limit), {
      message: `${folder.at("long")} has 11 bytes, but a note may have 10\n  → write less`,
    });
  });

  it("refuse a pipe that has just replaced a file, without reading it", () => {
    using folder = folderOfAll();
    assert.throws(() => openRegular(folder.at("pipe")), {
      message: `${folder.at("pipe")} is a named pipe\n  → ${regular}`,
    });
  });
});
