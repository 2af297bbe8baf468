import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot, stateFolder } from "../../setup/project.ts";
import { cliFolder, type Environment } from "../../setup/pulumiHome.ts";
import { findBackend } from "./backend.ts";
import { dockerEndpoint } from "./dockerEndpoint.ts";
import { passphraseFile } from "./passphrase.ts";

/**
 * The environment for every Pulumi process: the pinned CLI and Node first on PATH, and the project's own
 * state and passphrase unless the user has chosen others.
 */
export function pulumiEnvironment(
  environment: Environment = process.env,
  root = projectRoot,
): Record<string, string | undefined> {
  const modules = join(root, "node_modules");
  const folders = [cliFolder(environment), join(modules, "node", "bin"), join(modules, ".bin")];
  return {
    ...environment,
    PATH: [...folders, environment.PATH].join(delimiter),
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NODE_OPTIONS: nodeOptions(environment.NODE_OPTIONS, root),
    NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE ?? join(stateFolder(root), "compile-cache"),
    // Docker clients before 23 build without BuildKit by default.
    DOCKER_BUILDKIT: environment.DOCKER_BUILDKIT ?? "1",
    ...dockerEndpoint(environment),
    ...stateSettings(environment, root),
  };
}

/**
 * Halves the program's memory: a small nursery is enough for a program that runs for seconds, and the
 * compiler stays on disk. Keeps the user's own options.
 */
function nodeOptions(own: string | undefined, root: string): string {
  const nodePreload = pathToFileURL(join(root, "tools", "pulumi", "nodePreload.mjs")).href;
  if (own?.includes("nodePreload.mjs")) return own;
  return [own, "--max-semi-space-size=4", `--import=${nodePreload}`].filter(Boolean).join(" ");
}

function stateSettings(environment: Environment, root: string): Record<string, string | undefined> {
  const backend = findBackend(environment, root);
  if (backend.chosen) return isFiles(backend.url) ? compression(environment) : {};
  const folder = stateFolder(root);
  const chosePassphrase =
    environment.PULUMI_CONFIG_PASSPHRASE !== undefined || environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  return {
    PULUMI_BACKEND_URL: backend.url,
    ...compression(environment),
    ...(chosePassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folder) }),
    // The state has the salt of the secrets, so Pulumi.<stack>.yaml does not need it.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
}

/** Whether Pulumi itself stores the state, in a bucket or a folder. */
function isFiles(url: string | undefined): boolean {
  return /^(s3|gs|azblob|file):\/\//.test(url ?? "");
}

/** Pulumi stores the whole state after each step, and compression makes it a quarter; it reads either. */
function compression(environment: Environment): Record<string, string> {
  const names = ["PULUMI_DIY_BACKEND", "PULUMI_SELF_MANAGED_STATE"];
  const own = names.flatMap((name) => [environment[`${name}_GZIP`], environment[`${name}_ZSTD`]]);
  return own.some(Boolean) ? {} : { PULUMI_DIY_BACKEND_GZIP: "true" };
}
