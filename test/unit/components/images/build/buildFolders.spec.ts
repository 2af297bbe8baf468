import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import {
  buildFolderParents,
  sweepBuildFolders,
} from "../../../../../components/images/build/buildFolders.ts";
import { Folder } from "../../../../support/folder.ts";

const config = (address: string) => JSON.stringify({ auths: { [address]: { auth: "c3dhcm06aHVzaA==" } } });
const ours = "127.0.0.1:20009";

describe("a build folder that the plugin leaves behind", () => {
  it("is removed only if it holds a login to this registry", () => {
    using parent = new Folder().write({
      "pulumi-docker-11/config.json": config(ours),
      "pulumi-docker-12/config.json": config("registry.example"),
      "pulumi-docker-13/config.json": "no JSON",
      "pulumi-docker-x/config.json": config(ours),
      "other-14/config.json": config(ours),
    });
    symlinkSync(parent.at("other-14"), parent.at("pulumi-docker-15"));
    sweepBuildFolders(ours, parent.path);
    assert.deepEqual(readdirSync(parent.path).sort(), [
      "other-14",
      "pulumi-docker-12",
      "pulumi-docker-13",
      "pulumi-docker-15",
      "pulumi-docker-x",
    ]);
    assert.ok(existsSync(parent.at("other-14/config.json")));
  });

  it("stays while a build uses it", async () => {
    using parent = new Folder().write({ "pulumi-docker-11/config.json": config(ours) });
    const env = { ...process.env, DOCKER_CONFIG: parent.at("pulumi-docker-11") };
    const build = spawn("sleep", ["60"], { env, stdio: "ignore" });
    await once(build, "spawn");
    sweepBuildFolders(ours, parent.path);
    assert.deepEqual(readdirSync(parent.path), ["pulumi-docker-11"]);
    build.kill();
    await once(build, "exit");
    sweepBuildFolders(ours, parent.path);
    assert.deepEqual(readdirSync(parent.path), []);
  });

  it("is searched for in this run's folder and outside", () => {
    assert.deepEqual(buildFolderParents({}), [tmpdir()]);
    assert.deepEqual(buildFolderParents({ SWARM_TMPDIR: "/outer" }), [tmpdir(), "/outer"]);
  });
});
