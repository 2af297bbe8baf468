import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildGo, type GoProgram, moduleFolder } from "../goBuild.ts";
import { makeInPlace } from "../inPlace.ts";
import { canReach } from "../internet.ts";
import { isProgram } from "../onPath.ts";
import { pinnedVersion } from "../project.ts";
import { pulumiEnvironment } from "../pulumiEnvironment.ts";
import { pluginFolder } from "../pulumiHome.ts";
import { hashOfFolder, readRecord, writeRecord } from "../record.ts";
import type { Step, Work } from "../step.ts";
import { callTool, ToolCallFailed } from "../toolCall.ts";
import { pulumiDownloads } from "./pulumiCli.ts";

interface Plugin {
  readonly name: string;
  readonly why: string;
  /** Our build, for where the official plugin cannot be downloaded. */
  readonly program: (version: string) => GoProgram;
}

/** A resource plugin of Pulumi, in the version of its npm package. */
function pluginStep({ name, why, program }: Plugin): Step {
  const version = pinnedVersion(`@pulumi/${name}`);
  const folder = pluginFolder(name, version);
  const file = join(folder, `pulumi-resource-${name}`);
  const recordFile = join(folder, "obtained.json");
  const sources = () => hashOfFolder(moduleFolder(program(version).module));
  return {
    name: `plugin ${name}`,
    why,
    async find() {
      // Pulumi keeps a .partial file while it installs a plugin.
      if (!isProgram(file) || existsSync(`${folder}.partial`)) return undefined;
      const record = readRecord(recordFile);
      if (record?.sources !== undefined && record.sources !== sources()) return undefined;
      return { where: file, origin: record?.origin ?? "already there", version: async () => version };
    },
    async obtain(work) {
      if (await download(work, name, version)) {
        writeRecord(recordFile, { origin: "official" });
        return;
      }
      await makeInPlace(folder, async (draft) => {
        await mkdir(draft);
        const built = sources();
        await buildGo(work, program(version), join(draft, `pulumi-resource-${name}`));
        writeRecord(join(draft, "obtained.json"), { origin: "built here", sources: built });
      });
    },
  };
}

async function download(work: Work, name: string, version: string): Promise<boolean> {
  if (!(await canReach(pulumiDownloads))) return false;
  const environment = pulumiEnvironment();
  try {
    const words = ["plugin", "install", "resource", name, version];
    await callTool(work, "pulumi", words, { environment, deadline: 600_000 });
    return true;
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    work.progress.note(`the download failed: ${error.lastLines.at(-1) ?? error.message}`);
    return false;
  }
}

export const dockerPlugin = pluginStep({
  name: "docker",
  why: "makes the local machines",
  program: () => ({ module: "plugins/docker", package: ".", tags: "no_compose" }),
});

export const dockerBuildPlugin = pluginStep({
  name: "docker-build",
  why: "builds and pushes images",
  program: (version) => ({
    module: "plugins/docker-build",
    package: "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
    variables: { "github.com/pulumi/pulumi-docker-build/provider.Version": version },
  }),
});

export const commandPlugin = pluginStep({
  name: "command",
  why: "runs steps on the machines",
  program: (version) => ({
    module: "plugins/command",
    package: ".",
    variables: { "main.version": version },
  }),
});
