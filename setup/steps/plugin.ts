import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { PrivateFolder } from "../../components/process/privateFolder.ts";
import { writeAtomically } from "../atomicWrite.ts";
import { expectedDigest } from "../download/releaseDigest.ts";
import { canReach, fetchVerified, hasDownloaded } from "../download/verifiedDownload.ts";
import { buildGo, type GoProgram, moduleFolder } from "../go/build.ts";
import { hashOfFolder, readRecord, writeRecord } from "../installReceipt.ts";
import { isProgram } from "../program.ts";
import type { ProgramFacts, TargetPlugin } from "../programFacts.ts";
import { pinnedVersion } from "../project.ts";
import { cliFolder, pluginFolder } from "../pulumiHome.ts";
import type { Origin, Step, Work } from "../step.ts";
import { callTool } from "../toolCall.ts";
import { pulumiDownloads } from "./pulumiCli.ts";

interface Plugin extends TargetPlugin {
  /** Our build, if the official plugin cannot be downloaded. */
  readonly program?: (version: string) => GoProgram;
  /** True if the build is not from the plugin's own source. */
  readonly isStandIn?: boolean;
  /** Why a stand-in is not used, and what to do; default: it is. */
  readonly refusal?: ProgramFacts["standInRefusal"];
}

/** A Pulumi resource plugin, in the version of its npm package. */
function pluginStep({ name, why, program, isStandIn = false, refusal }: Plugin): Step {
  const version = pinnedVersion(`@pulumi/${name}`);
  const folder = () => pluginFolder(name, version);
  const recordFile = () => join(folder(), "obtained.json");
  const sources = () => (program ? hashOfFolder(moduleFolder(program(version).module)) : undefined);
  const refused = () => (isStandIn ? refusal?.(name) : undefined);
  return {
    name: `plugin ${name}`,
    why,
    async find() {
      const file = join(folder(), `pulumi-resource-${name}`);
      // Pulumi keeps a .partial file while it installs a plugin.
      if (!isProgram(file) || existsSync(`${folder()}.partial`)) return undefined;
      const record = readRecord(recordFile());
      const isBuilt = record?.origin === "built here";
      if (isBuilt && program && record.sources !== sources()) return undefined;
      if (isBuilt && refused() !== undefined) return undefined;
      const origin: Origin = isBuilt && isStandIn ? "stand-in" : (record?.origin ?? "already there");
      return { where: file, origin, version: async () => version };
    },
    async obtain(work) {
      if (await download(work, name, version)) {
        writeRecord(recordFile(), { origin: "official" });
        return;
      }
      const reason = refused();
      if (reason !== undefined) throw new Error(`Pulumi's plugin cannot be downloaded, and ${reason}`);
      if (!program)
        throw new Error(`it cannot be downloaded from ${pulumiDownloads}\n  → run again when that answers`);
      await writeAtomically(folder(), async (draft) => {
        await mkdir(draft);
        const built = sources();
        await buildGo(work, program(version), join(draft, `pulumi-resource-${name}`));
        writeRecord(join(draft, "obtained.json"), {
          origin: "built here",
          ...(built === undefined ? {} : { sources: built }),
        });
      });
    },
  };
}

/** Not with Pulumi's own --checksum: over HTTP/1.1 it misses the last bytes and refuses every file. */
export async function download(
  work: Work,
  name: string,
  version: string,
  from = pulumiDownloads,
): Promise<boolean> {
  if (!(await canReach(from))) return false;
  const archive = pluginArchive(name, version);
  const release = { repository: `pulumi/pulumi-${name}`, tag: `v${version}` };
  const digest = await expectedDigest(work, archive, release);
  if (digest === undefined) {
    work.progress.note(`the SHA-256 of ${archive} cannot be read at github.com/${release.repository}`);
    return false;
  }
  using folder = new PrivateFolder("plugin");
  const file = join(folder.path, archive);
  return await hasDownloaded(work, async () => {
    await fetchVerified(work, `${from}/releases/plugins/${archive}`, file, digest);
    await install(work, name, version, file);
  });
}

/** Installs into Pulumi's plugin folder, over an existing plugin. */
async function install(work: Work, name: string, version: string, archive: string): Promise<void> {
  const args = ["plugin", "install", "resource", name, version, "--exact", "--reinstall", "--file", archive];
  const PATH = [cliFolder(), process.env.PATH].join(delimiter);
  await callTool(work, "pulumi", args, { environment: { PATH, PULUMI_SKIP_UPDATE_CHECK: "true" } });
}

/** Named with Go's platform names. */
export function pluginArchive(
  name: string,
  version: string,
  platform: string = process.platform,
  architecture: string = process.arch,
): string {
  const go = architecture === "x64" ? "amd64" : architecture;
  return `pulumi-resource-${name}-v${version}-${platform}-${go}.tar.gz`;
}

/** Our builds of plugins that targets need. */
const builds: Readonly<Record<string, Pick<Plugin, "program" | "isStandIn">>> = {
  docker: {
    program: () => ({ module: "plugins/docker", package: ".", tags: "no_compose" }),
    isStandIn: true,
  },
};

export function targetPlugin({ name, why }: TargetPlugin): Step {
  return pluginStep({ name, why, ...builds[name] });
}

export const dockerBuildPlugin = pluginStep({
  name: "docker-build",
  why: "builds and pushes images",
  program: (version) => ({
    module: "plugins/docker-build",
    package: "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
    variables: { "github.com/pulumi/pulumi-docker-build/provider.Version": version },
  }),
});

/** @param refusal where the steps run on machines other than this computer */
export function commandPlugin(refusal: ProgramFacts["standInRefusal"]): Step {
  return pluginStep({
    name: "command",
    why: "runs steps on the machines",
    program: (version) => ({
      module: "plugins/command",
      package: ".",
      variables: { "main.version": version },
    }),
    isStandIn: true,
    refusal,
  });
}
