import { join } from "node:path";
import { contextOf } from "../../components/input/dockerContext.ts";
import { execFileSync } from "../../components/process/child.mjs";
import { childEnvironment } from "../../components/process/childEnvironment.mjs";
import type { Environment } from "../../setup/pulumiHome.ts";

/** The fields of `docker context inspect` that are used here. */
interface Context {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } };
  readonly TLSMaterial?: { readonly docker?: readonly string[] };
  readonly Storage?: { readonly TLSPath?: string };
}

const known = new Map<string, Record<string, string>>();

/**
 * The engine of the user's Docker context, as environment variables: the plugins know no contexts, and
 * Colima, OrbStack, Docker Desktop and rootless engines may have nothing else. Empty for the default context,
 * or if `DOCKER_HOST` is set.
 */
export function dockerEndpoint(environment: Environment = process.env): Record<string, string> {
  // docker prefers DOCKER_HOST; its plugin prefers DOCKER_CONTEXT, and knows no context named `default`.
  const settled: Record<string, string> = environment.DOCKER_CONTEXT ? { DOCKER_CONTEXT: "" } : {};
  const name = contextOf(environment);
  if (environment.DOCKER_HOST || name === undefined) return settled;
  const found = known.get(name) ?? variablesOf(inspected(name, environment));
  known.set(name, found);
  return found.DOCKER_HOST === undefined ? {} : { ...found, ...settled };
}

function inspected(name: string, environment: Environment): Context | undefined {
  try {
    const env = childEnvironment("docker", {}, environment);
    const args = ["context", "inspect", name];
    const text = execFileSync("docker", args, { encoding: "utf8", env, timeout: 10_000, stdio: "pipe" });
    return JSON.parse(text)[0];
  } catch {
    // docker itself reports what is wrong with the context when it is first used.
    return undefined;
  }
}

/** The variables, as docker's own clients read them. */
export function variablesOf(context: Context | undefined): Record<string, string> {
  const { Host = "", SkipTLSVerify = false } = context?.Endpoints?.docker ?? {};
  if (Host === "") return {};
  const { TLSPath = "" } = context?.Storage ?? {};
  const hasKeys = (context?.TLSMaterial?.docker ?? []).length > 0 && TLSPath !== "";
  return {
    DOCKER_HOST: Host,
    ...(hasKeys ? { DOCKER_CERT_PATH: join(TLSPath, "docker") } : {}),
    ...(hasKeys && !SkipTLSVerify ? { DOCKER_TLS_VERIFY: "1" } : {}),
  };
}
