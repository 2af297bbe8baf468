import { join } from "node:path";
import { execFile } from "../../components/process/child.mjs";
import { canInstallPackages, installPackage } from "../aptPackage.ts";
import { debianMirrors } from "../debianMirrors.ts";
import { findOnPath } from "../program.ts";
import type { BaseImage } from "../programFacts.ts";
import type { Step, Work } from "../step.ts";
import { callTool, ToolCallFailed } from "../toolCall.ts";

const suite = "trixie";

/** The image that all our Dockerfiles start from, by digest if a registry can be reached. */
export function baseImageStep({ variable, pinned, built, chosen }: BaseImage): Step {
  const { name: tag, comment } = built;
  return {
    name: `image ${tag}`,
    why: "machines and services start from it",
    async find() {
      const image = chosen();
      const id = await inspect(image, "{{.Id}}");
      if (id === undefined) return undefined;
      const origin = image === pinned ? "official" : image === tag ? "built here" : "already there";
      return { where: image, origin, version: async () => id.slice("sha256:".length, "sha256:".length + 12) };
    },
    async obtain(work) {
      const image = chosen();
      if (await pulled(work, image)) return;
      const hint = `make ${image} available to Docker (docker pull), or name an image that is: ${variable}=${tag}; then run again`;
      if (image !== pinned) throw new Error(`${image} cannot be pulled\n  → ${hint}`);
      if (await inspect(tag, "{{.Id}}"))
        throw new Error(
          `${image} cannot be pulled, and ${tag} is another image here, of your own\n  → ${hint}`,
        );
      const mirrors = await debianMirrors(work);
      if (!canInstallPackages() || mirrors === undefined)
        throw new Error(
          `${image} cannot be pulled, and it can be made of packages only as root on Debian\n  → ${hint}`,
        );
      if (!findOnPath("debootstrap")) await installPackage(work, "debootstrap");
      const script = join(import.meta.dirname, "../engine/baseImage.sh");
      await callTool(work, "sh", [script, tag, suite, mirrors.packages, mirrors.security ?? "", comment], {
        onLine: (line) => work.progress.note(line.replace(/^I: /, "")),
      });
    },
  };
}

function inspect(image: string, format: string): Promise<string | undefined> {
  return execFile("docker", ["image", "inspect", "--format", format, image]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/** If a registry cannot be reached, Docker may wait for minutes. */
async function pulled(work: Work, image: string): Promise<boolean> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), 15_000);
  const signal = AbortSignal.any([work.signal, timeout.signal]);
  try {
    await callTool({ ...work, signal }, "docker", ["pull", image], {
      onLine: (line) => {
        if (line.includes("Pulling from")) clearTimeout(timer);
        work.progress.note(line);
      },
    });
    return true;
  } catch (error) {
    if (work.signal.aborted || !(error instanceof ToolCallFailed || timeout.signal.aborted)) throw error;
    return false;
  } finally {
    clearTimeout(timer);
  }
}
