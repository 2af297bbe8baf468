import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { contextProblem } from "../../../../../components/images/build/contextCheck.ts";
import { Folder } from "../../../../support/folder.ts";

const usualHint = "write it into .dockerignore, or fix it";

function problemWith(change: (folder: Folder) => void, hint = usualHint): string | undefined {
  using folder = new Folder().write({ Dockerfile: "FROM scratch\n", "lib/a": "" });
  change(folder);
  const found = contextProblem(folder.path, folder.at("Dockerfile"));
  if (found) assert.equal(found.hint, hint);
  return found?.problem.replaceAll(folder.path, "FOLDER");
}

/** What a user who is not root is told; root may read everything. */
function problemOfAnyone(folder: Folder): string {
  const module = new URL("../../../../../components/images/build/contextCheck.ts", import.meta.url).href;
  const program = `
    const { contextProblem } = await import(${JSON.stringify(module)});
    if (process.getuid() === 0) process.setuid(65534);
    console.log(contextProblem(${JSON.stringify(folder.path)})?.problem);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  return stdout.trim().replaceAll(folder.path, "FOLDER");
}

describe("a build context", () => {
  it("may have sockets, pipes, empty folders and dangling, external or folder links", () => {
    assert.equal(
      problemWith((folder) => {
        execFileSync("mkfifo", [folder.at("pipe")]);
        mkdirSync(folder.at("empty"));
        symlinkSync("nowhere", folder.at("dangling"));
        symlinkSync("/etc/hostname", folder.at("out"));
        symlinkSync(".", folder.at("lib/round"));
        symlinkSync("/dev/null", folder.at("null"));
      }),
      undefined,
    );
  });

  it("is refused with a link to itself or to an endless file", () => {
    assert.equal(
      problemWith((folder) => symlinkSync("loop", folder.at("lib/loop"))),
      "has lib/loop, a symbolic link that leads to itself",
    );
    assert.equal(
      problemWith((folder) => symlinkSync("/dev/zero", folder.at("zero"))),
      "has zero, a symbolic link to a device, a pipe or a socket",
    );
  });

  it("may have any of these in paths that .dockerignore covers", () => {
    assert.equal(
      problemWith((folder) => {
        symlinkSync("loop", folder.at("lib/loop"));
        folder.write({ ".dockerignore": "lib\n" });
      }),
      undefined,
    );
  });

  it("is refused with an invalid .dockerignore", () => {
    assert.equal(
      problemWith((folder) => folder.write({ ".dockerignore": "a\n[b\n" }), "correct it"),
      'has a .dockerignore that does not work: FOLDER/.dockerignore: "[b" is not a pattern',
    );
  });

  it("is refused with a file that this user may not read", () => {
    using folder = new Folder().write({ "open/a": "", "open/shut": "" });
    chmodSync(folder.path, 0o755);
    chmodSync(folder.at("open/shut"), 0o000);
    assert.equal(problemOfAnyone(folder), "has open/shut, which this user may not read");
    folder.write({ ".dockerignore": "open/shut\n" });
    assert.equal(problemOfAnyone(folder), "undefined");
    mkdirSync(folder.at("closed"), { mode: 0o700 });
    assert.equal(problemOfAnyone(folder), "has closed, which this user may not read");
  });
});
