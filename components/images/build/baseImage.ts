import { spawnSync } from "../../process/child.mjs";
import { deadlines } from "../../steps/times.ts";

/** The environment variable, and the argument of our Dockerfiles, that names the base image. */
export const baseImageVariable = "SWARM_BASE_IMAGE";

/**
 * Debian 13 slim of 2026-09-18, for all platforms. The digest comes from the repository of Docker's official
 * images: github.com/docker-library/repo-info, repos/debian/remote/13.7-slim.md, commit
 * 43a0ed1e9fb9a76535ddf0c2040fb9223eac2b15. It is the default of the argument in our Dockerfiles.
 */
export const pinnedBaseImage =
  "debian:trixie-slim@sha256:93b9a6764e5d7a53b6b3682cc370cbb85ace510ffe5f60b6a03821655a4b3e52";

/** Set-up builds this image from Debian packages if no registry is reachable; the comment identifies it. */
export const builtBaseImage = { name: "debian:trixie-slim", comment: "made of Debian packages" };

let known: string | undefined;

/**
 * The base image of all builds: the user's choice, or the one that set-up built, or else the pinned image.
 */
export function baseImage(environment: NodeJS.ProcessEnv = process.env): string {
  known ??= isBuiltHere() ? builtBaseImage.name : undefined;
  return environment[baseImageVariable] || known || pinnedBaseImage;
}

function isBuiltHere(): boolean {
  const args = ["image", "inspect", "--format", "{{.Comment}}", builtBaseImage.name];
  const { status, stdout } = spawnSync("docker", args, {
    encoding: "utf8",
    timeout: deadlines.question * 1000,
  });
  return status === 0 && stdout.trim() === builtBaseImage.comment;
}
