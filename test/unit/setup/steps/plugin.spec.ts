import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { targets } from "../../../../components/targets/targets.ts";
import { checksums } from "../../../../setup/download/checksums.ts";
import { WrongChecksum } from "../../../../setup/download/verifiedDownload.ts";
import { moduleFolder } from "../../../../setup/go/build.ts";
import { hashOfFolder } from "../../../../setup/installReceipt.ts";
import { pinnedVersion } from "../../../../setup/project.ts";
import { cliFolder } from "../../../../setup/pulumiHome.ts";
import {
  commandPlugin,
  dockerBuildPlugin,
  download,
  pluginArchive,
  targetPlugin,
} from "../../../../setup/steps/plugin.ts";
import { programFacts } from "../../../../tools/setUp.ts";
import { Folder } from "../../../support/folder.ts";

const variables = ["PULUMI_HOME", "HTTPS_PROXY", "SWARM_STAND_INS"] as const;
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
const warnings: string[] = [];
const work = {
  progress: { note: (text: string) => warnings.push(text) },
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

const commandHere = commandPlugin((await programFacts()).standInRefusal);
/** On machines other than this computer. */
const commandThere = commandPlugin(
  (await programFacts(targets.find(({ isOnThisComputer }) => !isOnThisComputer))).standInRefusal,
);

/** A plugin that set-up put there. */
function withPlugin(folder: Folder, name: string, origin: string): Folder {
  const record = { origin, sources: hashOfFolder(moduleFolder(`plugins/${name}`)) };
  return folder
    .write({ [fileOf(name)]: "#!/bin/sh\n" }, 0o755)
    .write({ [join(fileOf(name), "../obtained.json")]: JSON.stringify(record) });
}

describe("the plugins", () => {
  afterEach(() => {
    warnings.length = 0;
    for (const name of variables) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  it("report which of them are stand-ins", async () => {
    using folder = home();
    for (const name of ["docker", "docker-build", "command"]) withPlugin(folder, name, "built here");
    const origins = [targetPlugin({ name: "docker", why: "" }), dockerBuildPlugin, commandHere].map(
      async (step) => (await step.find())?.origin,
    );
    assert.deepEqual(await Promise.all(origins), ["stand-in", "built here", "stand-in"]);
    withPlugin(folder, "command", "official");
    assert.equal((await commandHere.find())?.origin, "official");
    assert.equal((await commandThere.find())?.origin, "official");
  });

  it("are no stand-ins for targets aws and hosts, unless SWARM_STAND_INS names them", async () => {
    using folder = home();
    withPlugin(folder, "command", "built here");
    assert.equal(await commandThere.find(), undefined);
    await assert.rejects(commandThere.obtain(work), {
      message: `Pulumi's plugin cannot be downloaded, and targets aws and hosts do not use the stand-in unless you allow it by name
  → run the command again when get.pulumi.com answers: npm run up and npm run preview download Pulumi's plugin then. To use the stand-in anyway, name it: SWARM_STAND_INS=command npm run up`,
    });
    assert.deepEqual(warnings.slice(-1), [
      `the SHA-256 of ${pluginArchive("command", pinnedVersion("@pulumi/command"))} cannot be read at github.com/pulumi/pulumi-command`,
    ]);
    process.env.SWARM_STAND_INS = "command";
    assert.equal((await commandThere.find())?.origin, "stand-in");
  });

  it("have no stand-in for AWS", async () => {
    using _folder = home();
    await assert.rejects(targetPlugin({ name: "aws", why: "" }).obtain(work), {
      message: "it cannot be downloaded from https://get.pulumi.com\n  → run again when that answers",
    });
  });

  /** Downloads an archive with this checksum, with a Pulumi that is a shell script. */
  async function downloaded(folder: Folder, sha256: string): Promise<boolean> {
    const archive = pluginArchive("command", "1.2.1");
    const server = createServer((request, response) => {
      response.statusCode = request.url === `/releases/plugins/${archive}` ? 200 : 404;
      response.end("archive");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const known = checksums as Record<string, string>;
    known[archive] = sha256;
    const path = cliFolder({ PULUMI_HOME: folder.path }).slice(folder.path.length + 1);
    const script = `printf '%s\\n' "$*" > ${folder.at("arguments")}; for file; do :; done; cp "$file" ${folder.at("file")}`;
    folder.write({ [`${path}/pulumi`]: `#!/bin/sh\n${script}\n` }, 0o755);
    try {
      const { port } = server.address() as AddressInfo;
      return await download(work, "command", "1.2.1", `http://127.0.0.1:${port}`);
    } finally {
      delete known[archive];
      server.close();
    }
  }

  it("are reinstalled from an archive with the right checksum", async () => {
    using folder = home();
    const sha256 = createHash("sha256").update("archive").digest("hex");
    assert.equal(await downloaded(folder, sha256), true);
    assert.match(
      folder.read("arguments"),
      /^plugin install resource command 1\.2\.1 --exact --reinstall --file \/\S+\/pulumi-resource-command-v1\.2\.1-\S+\.tar\.gz\n$/,
    );
    assert.equal(folder.read("file"), "archive");
  });

  it("are not installed from any other archive, nor replaced by a stand-in", async () => {
    using folder = home();
    const attempt = downloaded(folder, "a".repeat(64));
    await assert.rejects(attempt, WrongChecksum);
    assert.equal(existsSync(folder.at("arguments")), false);
  });

  it("use Go's names of platforms", () => {
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
