import assert from "node:assert/strict";
import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { binaryPackage, nodeFile, obtainNode } from "../../../setup/node.mjs";
import { pinnedVersion, projectRoot } from "../../../setup/project.ts";
import { Folder } from "../../support/folder.ts";

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: string;
  readonly cpu?: string;
}

const own = binaryPackage(process.platform, process.arch);

describe("the pinned Node", () => {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const { optionalDependencies } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));

  it("is in package-lock.json for each platform, with the SHA-512 of its package", () => {
    for (const platform of ["linux", "darwin"])
      for (const architecture of ["x64", "arm64"]) {
        const name = binaryPackage(platform, architecture);
        const { integrity = "", ...locked } = packages[`node_modules/${name}`] ?? { version: "" };
        assert.equal(optionalDependencies[name], pinnedVersion("node"));
        assert.equal(locked.version, pinnedVersion("node"));
        assert.deepEqual([locked.optional, locked.os, locked.cpu], [true, platform, architecture]);
        assert.match(integrity, /^sha512-[\w+/]{86}==$/);
      }
  });

  it("needs no install script, even with npm install", () => {
    assert.match(readFileSync(join(projectRoot, ".npmrc"), "utf8"), /^ignore-scripts=true$/m);
  });
});

describe("every package", () => {
  it("has a checksum in package-lock.json, and comes from the registry", () => {
    const { packages } = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8"));
    const unlocked = Object.entries(packages as Record<string, Locked & { resolved?: string }>)
      .filter(([path]) => path !== "")
      .filter(([, { integrity, resolved }]) => !integrity || resolved !== undefined);
    assert.deepEqual(unlocked, []);
  });
});

describe("obtainNode", () => {
  const installed = () =>
    new Folder()
      .write({ "node_modules/node/package.json": "{}", "node_modules/.bin/npm": "" })
      .write({ [`node_modules/${own}/bin/node`]: "#!/bin/sh\n" }, 0o755);

  it("links the installed package where tools look for it", async () => {
    using folder = installed();
    assert.equal(await obtainNode(folder.path), nodeFile(folder.path));
    const program = realpathSync(folder.at(`node_modules/${own}/bin/node`));
    assert.equal(realpathSync(nodeFile(folder.path)), program);
    assert.equal(realpathSync(folder.at("node_modules/.bin/node")), program);
    // Relative: the folder may be moved, and others link to it.
    assert.equal(readlinkSync(nodeFile(folder.path)), `../../${own}/bin/node`);
  });

  it("can run several times at once, and again", async () => {
    using folder = installed();
    const all = await Promise.all([1, 2, 3].map(() => obtainNode(folder.path)));
    assert.deepEqual(new Set([...all, await obtainNode(folder.path)]).size, 1);
  });

  it("uses the running Node if there is no package for the platform", async () => {
    using folder = new Folder().write({ "node_modules/node/package.json": "{}" });
    assert.equal(await obtainNode(folder.path), process.execPath);
  });
});
