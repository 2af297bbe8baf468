import { join } from "node:path";
import { execFile } from "../../../components/process/child.mjs";
import { canInstallPackages, installPackage } from "../aptPackage.ts";
import { debianMirrors } from "../debianMirrors.ts";
import { moduleFolder } from "../goBuild.ts";
import { findOnPath } from "../onPath.ts";
import type { Step, Work } from "../step.ts";
import { callTool, ToolCallFailed } from "../toolCall.ts";

const suite = "trixie";
const image = `debian:${suite}-slim`;
const comment = "made of Debian packages";

/** The image that every Dockerfile of ours starts from. */
export const baseImage: Step = {
  name: `image ${image}`,
  why: "machines and services start from it",
  async find() {
    const format = "{{.Id}} {{.Comment}}";
    const answer = await execFile("docker", ["image", "inspect", "--format", format, image]).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
    if (answer === undefined) return undefined;
    const id = answer.slice("sha256:".length, "sha256:".length + 12);
    const origin = answer.endsWith(comment) ? "built here" : "already there";
    return { where: image, origin, version: async () => id };
  },
  async obtain(work) {
    if (await pulled(work)) return;
    const remedy = `make ${image} available to Docker (docker pull, docker load), then run again`;
    const mirrors = await debianMirrors(work);
    if (!canInstallPackages() || mirrors === undefined)
      throw new Error(
        `${image} cannot be pulled, and it can be made of packages only as root on Debian\n  → ${remedy}`,
      );
    if (!findOnPath("debootstrap")) await installPackage(work, "debootstrap");
    const script = join(moduleFolder("engine"), "baseImage.sh");
    await callTool(work, "sh", [script, image, suite, mirrors.packages, mirrors.security ?? "", comment], {
      onLine: (line) => work.progress.note(line.replace(/^I: /, "")),
    });
  },
};

/** A registry that cannot be reached may keep Docker waiting for minutes. */
async function pulled(work: Work): Promise<boolean> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 15_000);
  const signal = AbortSignal.any([work.signal, patience.signal]);
  try {
    await callTool({ ...work, signal }, "docker", ["pull", image], {
      onLine: (line) => {
        if (line.includes("Pulling from")) clearTimeout(timer);
        work.progress.note(line);
      },
    });
    return true;
  } catch (error) {
    if (work.signal.aborted || !(error instanceof ToolCallFailed || patience.signal.aborted)) throw error;
    return false;
  } finally {
    clearTimeout(timer);
  }
}
