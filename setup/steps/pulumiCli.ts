import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeAtomically } from "../atomicWrite.ts";
import { checksums } from "../download/checksums.ts";
import { canReach, fetchVerified, hasDownloaded } from "../download/verifiedDownload.ts";
import { buildGo } from "../go/build.ts";
import { readRecord, writeRecord } from "../installReceipt.ts";
import { isProgram, versionOf } from "../program.ts";
import { pinnedVersion } from "../project.ts";
import { cliFolder } from "../pulumiHome.ts";
import type { Step, Work } from "../step.ts";
import { callTool } from "../toolCall.ts";

export const pulumiDownloads = "https://get.pulumi.com";

const variable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The Pulumi CLI, in the folder where Pulumi's own tools would install this version. */
export const pulumiCli: Step = {
  name: "Pulumi CLI",
  why: "runs the program",
  async find() {
    const where = join(cliFolder(), "pulumi");
    if (!isProgram(where)) return undefined;
    const origin = readRecord(recordFile())?.origin ?? "already there";
    return { where, origin, version: () => versionOf(where, "version") };
  },
  async obtain(work) {
    await writeAtomically(dirname(cliFolder()), async (draft) => {
      const origin = (await download(work, draft)) ? "official" : "built here";
      if (origin === "built here") await build(work, draft);
      writeRecord(join(draft, "obtained.json"), { origin });
    });
  },
};

function recordFile(): string {
  return join(dirname(cliFolder()), "obtained.json");
}

/** The official archive; its checksum must be the pinned one. */
async function download(work: Work, draft: string): Promise<boolean> {
  if (!(await canReach(pulumiDownloads))) return false;
  const archive = cliArchive(pinnedVersion("@pulumi/pulumi"));
  const expected = checksums[archive];
  if (expected === undefined)
    throw new Error(`no SHA-256 of ${archive} is pinned\n  → add it to setup/download/checksums.ts`);
  const file = `${draft}.tar.gz`;
  const address = `${pulumiDownloads}/releases/sdk/${archive}`;
  if (!(await hasDownloaded(work, () => fetchVerified(work, address, file, expected)))) return false;
  await unpack(work, file, join(draft, "bin"));
  return true;
}

/** The archive holds one folder with the programs. */
export async function unpack(work: Work, archive: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const args = ["-xzf", archive, "-C", folder, "--strip-components=1"];
  await callTool(work, "tar", args);
}

/** Named as in Pulumi's own install script. */
export function cliArchive(
  version: string,
  platform: string = process.platform,
  architecture: string = process.arch,
): string {
  return `pulumi-v${version}-${platform}-${architecture}.tar.gz`;
}

async function build(work: Work, draft: string): Promise<void> {
  await mkdir(join(draft, "bin"), { recursive: true });
  const program = {
    module: "cli",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    variables: { [variable]: pinnedVersion("@pulumi/pulumi") },
  };
  await buildGo(work, program, join(draft, "bin", "pulumi"));
}
