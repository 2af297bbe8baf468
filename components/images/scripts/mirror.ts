// mirror SOURCE REPOSITORY TAGS PLATFORMS: copies an image into the cluster's registry and prints its digest.
//   SOURCE      docker.io/library/nginx:1.29, ghcr.io/acme/shop@sha256:…
//   REPOSITORY  in the target registry, without the host
//   TAGS        prefix of the tag, or -; the digest follows
//   PLATFORMS   of the nodes, linux/amd64,linux/arm64, or - for the platform of this computer's engine
//   standard input: a MirrorTask
// Of a tag, copies only the nodes' platform if the image has it; of a digest, copies everything it lists, so
// that the digest stays the same.
// Has no undo: images are removed with the registry, or by image retention.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { spawnSync } from "../../process/child.mjs";
import { loginVariables } from "../../process/childEnvironment.mjs";
import { deadlines } from "../../steps/times.ts";
import { ClientConfiguration } from "../clientConfiguration.ts";
import { mirrorErrorHint } from "../mirrorErrorHint.ts";
import type { MirrorTask } from "../mirrorInput.ts";
import { isFor, type Manifest, manifestFor, platformsOf, platformText } from "../platformManifest.ts";

const [source = "", repository = "", tags = "", wanted = ""] = process.argv.slice(2);
const { services, target, sources }: MirrorTask = JSON.parse(readFileSync(0, "utf8"));
const host = source.slice(0, source.indexOf("/"));
const isDigest = source.includes("@");
const name = source.slice(0, source.lastIndexOf(isDigest ? "@" : ":"));

/** Carries docker's error message. */
class Failure extends Error {}

function docker(args: readonly string[], configuration: ClientConfiguration): Buffer {
  const { status, stdout, stderr, error } = spawnSync("docker", args, {
    env: { ...loginVariables(), DOCKER_CONFIG: configuration.path },
    timeout: deadlines.mirror * 1000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  const last = error?.message ?? String(stderr).trim().split("\n").at(-1) ?? "";
  throw new Failure(last.replace(/^ERROR: /, ""));
}

function tools(configuration: ClientConfiguration, ...args: string[]): Buffer {
  return docker(["buildx", "imagetools", ...args], configuration);
}

function platforms(configuration: ClientConfiguration): string[] {
  if (wanted !== "-") return wanted.split(",");
  const args = ["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"];
  return [String(docker(args, configuration)).trim()];
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The digest that the nodes pull. */
function choose(configuration: ClientConfiguration): string {
  const bytes = tools(configuration, "inspect", "--raw", source);
  const found: Manifest = JSON.parse(String(bytes));
  const nodes = platforms(configuration);
  const refuse = (all: readonly string[], missing: readonly string[]) =>
    new Failure(`it is there for ${all.join(", ")}, but not for ${missing.join(", ")}, which the nodes run`);
  const { manifests } = found;
  if (manifests) {
    const missing = nodes.filter((platform) => manifestFor(found, platform) === undefined);
    if (missing.length > 0) throw refuse(platformsOf(found), missing);
    const [only = ""] = nodes;
    return isDigest || nodes.length > 1 ? digestOf(bytes) : (manifestFor(found, only) ?? "");
  }
  const image = JSON.parse(String(tools(configuration, "inspect", "--format", "{{json .Image}}", source)));
  const missing = nodes.filter((platform) => !isFor(image, platform));
  if (missing.length > 0) throw refuse([platformText(image)], missing);
  return digestOf(bytes);
}

/** A registry may refuse to overwrite a tag, so skip an image that is already there. */
function isThere(tagged: string, digest: string, configuration: ClientConfiguration): boolean {
  try {
    return digestOf(tools(configuration, "inspect", "--raw", tagged)) === digest;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function copy(configuration: ClientConfiguration): string {
  const digest = choose(configuration);
  const tag = `${tags === "-" ? "" : tags}${digest.slice("sha256:".length).slice(0, 16)}`;
  const tagged = `${target.address}/${repository}:${tag}`;
  if (!isThere(tagged, digest, configuration))
    tools(configuration, "create", "--prefer-index=false", "--tag", tagged, `${name}@${digest}`);
  return digest;
}

try {
  using configuration = new ClientConfiguration({ ...sources, [target.address]: target });
  process.stdout.write(copy(configuration));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const hint = error.message.startsWith("it is there for")
    ? "name an image for that platform, or run nodes of another one"
    : mirrorErrorHint(error.message, {
        source: host,
        hasLogin: Object.hasOwn(sources, host),
        target: target.address,
      });
  process.stderr.write(
    `${services.join(", ")}: the image ${source} cannot be copied: ${error.message}\n  → ${hint}\n`,
  );
  process.exitCode = 1;
}
