import { resourceTypes } from "../../../components/names.ts";
import type { EngineEvent } from "../../pulumi/events.ts";
import { nameOf } from "../../pulumi/urn.ts";

/** An image whose build or push failed; its paths are relative to the project's root. */
export interface FailedBuild {
  /** `example/api` */
  readonly name: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  readonly platforms: readonly string[];
}

/** An image's inputs in the engine's events. */
interface ImageInputs {
  readonly context?: { readonly location?: string };
  readonly dockerfile?: { readonly location?: string };
  readonly target?: string;
  readonly platforms?: readonly string[];
}

export function failedBuilds(events: readonly EngineEvent[]): FailedBuild[] {
  return events.flatMap(({ resOpFailedEvent }) => {
    const metadata = resOpFailedEvent?.metadata;
    const inputs: ImageInputs | undefined = metadata?.new?.inputs;
    if (metadata?.type !== resourceTypes.builtImage || !inputs) return [];
    return [
      {
        name: nameOf(metadata.urn),
        context: inputs.context?.location ?? ".",
        dockerfile: inputs.dockerfile?.location ?? "Dockerfile",
        ...(inputs.target ? { target: inputs.target } : {}),
        platforms: inputs.platforms ?? [],
      },
    ];
  });
}

/** The arguments that repeat the build with its full output. */
export function buildArguments(
  { context, dockerfile, target, platforms }: FailedBuild,
  args: Readonly<Record<string, string>> = {},
): string[] {
  return [
    ...["buildx", "build", "--builder", "default", "--progress", "plain", "--file", dockerfile],
    // Keeps no image if only the push failed.
    ...["--output", "type=cacheonly"],
    ...Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...(target === undefined ? [] : ["--target", target]),
    ...(platforms.length > 0 ? ["--platform", platforms.join()] : []),
    context,
  ];
}

/** The last lines of a failed build, without progress counters. */
export function lastLines(output: string, lines = 20): string {
  const said = output.split("\n").filter((line) => line.trim() && !/^#\d+ (\.\.\.|DONE|CACHED)/.test(line));
  return said.slice(-lines).join("\n");
}

/** The hint for a failed build, chosen by the builder's last lines. */
export function buildHint(said: string, platforms: readonly string[]): string {
  const wanted = platforms.join(" and ");
  if (/Multi-platform build is not supported/.test(said))
    return `the nodes run ${wanted}, so images are built for both: turn on the containerd image store of this computer's engine ("features": {"containerd-snapshotter": true} in /etc/docker/daemon.json, or Docker Desktop's settings), then run npm run up again`;
  if (/exec format error/.test(said) && platforms.length > 0)
    return `this computer runs no programs for ${wanted}: install emulation (docker run --privileged --rm tonistiigi/binfmt --install all), then run npm run up again`;
  return "fix it, then run npm run up again";
}
