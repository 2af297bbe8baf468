import { baseImage, baseImageVariable } from "../../../components/images/build/baseImage.ts";
import { spawnSync } from "../../../components/process/child.mjs";
import { loginVariables } from "../../../components/process/childEnvironment.mjs";
import { projectRoot } from "../../../setup/project.ts";
import { pulumiEnvironment } from "../../pulumi/environment.ts";
import type { EngineEvent } from "../../pulumi/events.ts";
import { buildArguments, buildHint, type FailedBuild, failedBuilds, lastLines } from "./failedBuilds.ts";

const timeout = 10 * 60_000;

/**
 * The plugin reports only `exit status 1` for a failed build. This function repeats the build up to the step
 * that fails, and shows its last lines:
 * https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/cli.go#L449
 */
export function explainBuilds(events: readonly EngineEvent[]): void {
  for (const build of failedBuilds(events)) console.error(`\n${explain(build)}`);
}

function explain(build: FailedBuild): string {
  // The other arguments can be secret; the build needs this one for its first step.
  const args = buildArguments(build, { [baseImageVariable]: baseImage() });
  const { status, stderr } = spawnSync("docker", args, {
    cwd: projectRoot,
    env: { ...loginVariables(), DOCKER_BUILDKIT: pulumiEnvironment().DOCKER_BUILDKIT },
    encoding: "utf8",
    timeout: timeout,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "ignore", "pipe"],
  });
  return status === 0
    ? `${build.name}: the image builds without build arguments, so the push or an argument failed\n  → check that the registry runs and accepts the password, then run npm run up again`
    : `${build.name}: the image cannot be built from ${build.dockerfile}\n${lastLines(stderr ?? "")}\n  → ${buildHint(stderr ?? "", build.platforms)}`;
}
