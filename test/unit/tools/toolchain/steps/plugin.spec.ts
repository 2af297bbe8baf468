import assert from "node:assert/strict";
import { join } from "node:path";
import { checksums } from "../../../../../tools/toolchain/checksums.ts";
import { moduleFolder } from "../../../../../tools/toolchain/goBuild.ts";
import { pinnedVersion } from "../../../../../tools/toolchain/project.ts";
import { cliFolder } from "../../../../../tools/toolchain/pulumiHome.ts";
import { hashOfFolder } from "../../../../../tools/toolchain/record.ts";
import {
  awsPlugin,
  commandPlugin,
  dockerBuildPlugin,
  dockerPlugin,
  pluginArchive,
  productionCommandPlugin,
} from "../../../../../tools/toolchain/steps/plugin.ts";
import { Folder } from "../../../../support/folder.ts";

const hex = "a".repeat(64);
const variables = ["PULUMI_HOME", "HTTPS_PROXY", "SWARM_STAND_INS"] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
const notes: string[] = [];
const work = {
  progress: { note: (text: string) => notes.push(text) },
  signal: new AbortController().signal,
};

/** A Pulumi home of its own, without a way to the internet: the proxy's port is closed. */
function home(): Folder {
  const folder = new Folder();
  process.env.PULUMI_HOME = folder.path;
  process.env.HTTPS_PROXY = "http://127.0.0.1:1";
  delete process.env.SWARM_STAND_INS;
  return folder;
}

const fileOf = (name: string) =>
  `plugins/resource-${name}-v${pinnedVersion(`@pulumi/${name}`)}/pulumi-resource-${name}`;

/** A plugin that set-up put there. */
function withPlugin(folder: Folder, name: string, origin: string): Folder {
  const record = { origin, sources: hashOfFolder(moduleFolder(`plugins/${name}`)) };
  return folder
    .write({ [fileOf(name)]: "#!/bin/sh\n" }, 0o755)
    .write({ [join(fileOf(name), "../obtained.json")]: JSON.stringify(record) });
}

describe("the plugins", () => {
  afterEach(() => {
    notes.length = 0;
    for (const name of variables) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  it("say which of them are stand-ins", async () => {
    using folder = home();
    for (const name of ["docker", "docker-build", "command"]) withPlugin(folder, name, "built here");
    const origins = [dockerPlugin, dockerBuildPlugin, commandPlugin].map(
      async (step) => (await step.find())?.origin,
    );
    assert.deepEqual(await Promise.all(origins), ["stand-in", "built here", "stand-in"]);
    withPlugin(folder, "command", "official");
    assert.equal((await commandPlugin.find())?.origin, "official");
    assert.equal((await productionCommandPlugin.find())?.origin, "official");
  });

  it("are no stand-in for targets aws and hosts, unless it is allowed by name", async () => {
    using folder = home();
    withPlugin(folder, "command", "built here");
    assert.equal(await productionCommandPlugin.find(), undefined);
    await assert.rejects(productionCommandPlugin.obtain(work), {
      message: `Pulumi's plugin cannot be downloaded, and targets aws and hosts do not use the stand-in unless you allow it by name
  → run the command again when get.pulumi.com answers: npm run up and npm run preview download Pulumi's plugin then. To use the stand-in all the same, name it: SWARM_STAND_INS=command npm run up`,
    });
    assert.deepEqual(notes.slice(-1), [
      `the SHA-256 of ${pluginArchive("command", pinnedVersion("@pulumi/command"))} cannot be read at github.com/pulumi/pulumi-command`,
    ]);
    process.env.SWARM_STAND_INS = "command";
    assert.equal((await productionCommandPlugin.find())?.origin, "stand-in");
  });

  it("have no stand-in for AWS", async () => {
    using _folder = home();
    await assert.rejects(awsPlugin.obtain(work), {
      message: "it cannot be downloaded from https://get.pulumi.com\n  → run again when that answers",
    });
  });

  /** Downloads with a Pulumi that is a shell script, and with a checksum that is pinned. */
  async function download(folder: Folder, script: string): Promise<void> {
    const archive = pluginArchive("command", pinnedVersion("@pulumi/command"));
    const known = checksums as Record<string, string>;
    known[archive] = hex;
    const place = cliFolder({ PULUMI_HOME: folder.path }).slice(folder.path.length + 1);
    folder.write({ [`${place}/pulumi`]: `#!/bin/sh\n${script}\n` }, 0o755);
    try {
      await productionCommandPlugin.obtain(work);
    } finally {
      delete known[archive];
    }
  }

  it("are downloaded from one host with the checksum of another, over a stand-in too", async () => {
    using folder = home();
    withPlugin(folder, "command", "built here");
    await download(folder, `printf '%s\\n' "$*" > ${folder.at("words")}`);
    const version = pinnedVersion("@pulumi/command");
    assert.equal(
      folder.read("words"),
      `plugin install resource command ${version} --exact --reinstall --checksum ${hex} --server https://get.pulumi.com/releases/plugins\n`,
    );
    assert.equal((await productionCommandPlugin.find())?.origin, "official");
  });

  it("are never replaced by a stand-in where the checksum is wrong", async () => {
    using folder = home();
    process.env.SWARM_STAND_INS = "command";
    const complaint = `echo 'error: invalid checksum, expected ${hex}, actual ${"b".repeat(64)}' >&2; exit 1`;
    await assert.rejects(download(folder, complaint), {
      name: "Error",
      message: `${pluginArchive("command", pinnedVersion("@pulumi/command"))} is not the file its publisher made: its SHA-256 is ${"b".repeat(64)}, expected ${hex}
  → it was not installed. Find out what answers in the publisher's place (a proxy, a mirror), then run again`,
    });
  });

  it("have names in Go's words", () => {
    const names = ["linux", "darwin"].flatMap((platform) =>
      ["x64", "arm64"].map((architecture) => pluginArchive("docker", "5.2.0", platform, architecture)),
    );
    assert.deepEqual(names, [
      "pulumi-resource-docker-v5.2.0-linux-amd64.tar.gz",
      "pulumi-resource-docker-v5.2.0-linux-arm64.tar.gz",
      "pulumi-resource-docker-v5.2.0-darwin-amd64.tar.gz",
      "pulumi-resource-docker-v5.2.0-darwin-arm64.tar.gz",
    ]);
  });
});
