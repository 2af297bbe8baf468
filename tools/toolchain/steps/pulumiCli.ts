import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildGo } from "../goBuild.ts";
import { makeInPlace } from "../inPlace.ts";
import { canReach } from "../internet.ts";
import { isProgram } from "../onPath.ts";
import { pinnedVersion, projectRoot } from "../project.ts";
import { cliFolder } from "../pulumiHome.ts";
import { readRecord, writeRecord } from "../record.ts";
import type { Step, Work } from "../step.ts";
import { callTool, ToolCallFailed } from "../toolCall.ts";
import { versionOf } from "../versionOf.ts";

export const pulumiDownloads = "https://get.pulumi.com";

const variable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The Pulumi CLI, where the npm package `pulumi` puts it. */
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
    await makeInPlace(dirname(cliFolder()), async (draft) => {
      const origin = (await download(work, draft)) ? "official" : "built here";
      if (origin === "built here") await build(work, draft);
      writeRecord(join(draft, "obtained.json"), { origin });
    });
  },
};

function recordFile(): string {
  return join(dirname(cliFolder()), "obtained.json");
}

/** The npm package downloads the CLI into a Pulumi home: a temporary one, as it may be interrupted. */
async function download(work: Work, draft: string): Promise<boolean> {
  if (!(await canReach(pulumiDownloads))) return false;
  const home = `${draft}-home`;
  const script = join(projectRoot, "node_modules", "pulumi", "run.js");
  try {
    const options = {
      environment: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      deadline: 600_000,
    };
    await callTool(work, process.execPath, [script, "version"], options);
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    work.progress.note(`the download failed: ${error.lastLines.at(-1) ?? error.message}`);
    return false;
  }
  await rename(join(home, "versions", pinnedVersion("pulumi")), draft);
  return true;
}

async function build(work: Work, draft: string): Promise<void> {
  await mkdir(join(draft, "bin"), { recursive: true });
  const program = {
    module: "cli",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    variables: { [variable]: pinnedVersion("pulumi") },
  };
  await buildGo(work, program, join(draft, "bin", "pulumi"));
}
