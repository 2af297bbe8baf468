import { chmodSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { execFile } from "../../components/process/child.mjs";
import { canInstallPackages, installPackage } from "../aptPackage.ts";
import { writeAtomically } from "../atomicWrite.ts";
import { buildGo } from "../go/build.ts";
import { readRecord, writeRecord } from "../installReceipt.ts";
import { isProgram, versionOf } from "../program.ts";
import type { Origin, Step, Work } from "../step.ts";
import { ToolCallFailed } from "../toolCall.ts";

const ownFolder = "/usr/local/lib/docker/cli-plugins";
const recordFile = join(ownFolder, "obtained-buildx.json");

/** The folders where Docker looks for plugins; looking there is faster than asking Docker. */
function folders(): string[] {
  return [
    join(process.env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "cli-plugins"),
    ownFolder,
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
    "/opt/homebrew/lib/docker/cli-plugins",
    "/Applications/Docker.app/Contents/Resources/cli-plugins",
  ];
}

/** Docker's command that builds images with BuildKit. */
export const buildx: Step = {
  name: "docker buildx",
  why: "builds images",
  async find() {
    const where = folders()
      .map((folder) => join(folder, "docker-buildx"))
      .find(isProgram);
    const version = () => versionOf("docker", "buildx", "version");
    if (where) return { where, origin: originOf(where), version };
    // Docker's own settings can name more folders.
    const known = await execFile("docker", ["buildx", "version"]).then(
      () => true,
      () => false,
    );
    return known ? { where: "docker buildx", origin: "already there", version } : undefined;
  },
  async obtain(work) {
    if (await installed(work)) return;
    if (process.getuid?.() !== 0)
      throw new Error(
        "Docker's buildx plugin is missing\n  → install docker-buildx, or docker-buildx-plugin",
      );
    await writeAtomically(join(ownFolder, "docker-buildx"), async (draft) => {
      const program = {
        module: "plugins/docker-build",
        package: "github.com/docker/buildx/cmd/buildx",
        variables: { "github.com/docker/buildx/version.Version": "v0.35.0" },
      };
      await buildGo(work, program, draft);
      chmodSync(draft, 0o755);
    });
    writeRecord(recordFile, { origin: "built here" });
  },
};

function originOf(where: string): Origin {
  if (where.startsWith(ownFolder)) return readRecord(recordFile)?.origin ?? "already there";
  return where.startsWith("/usr/lib") ? "system package" : "already there";
}

/** Debian 13 has the package, Debian 12 does not. */
async function installed(work: Work): Promise<boolean> {
  if (!canInstallPackages()) return false;
  try {
    await installPackage(work, "docker-buildx");
    return true;
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    return false;
  }
}
