import { isDeepStrictEqual } from "node:util";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ServiceDocument } from "../document.ts";
import { bytes, nanoCpus } from "../schema/amounts.ts";
import type { DeployDocument } from "../schema/deploySchema.ts";

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Legacy key → its path under `deploy.resources`, and how to compare two values. */
const amounts = [
  { key: "cpus", side: "limits", name: "cpus", amount: nanoCpus },
  { key: "mem_limit", side: "limits", name: "memory", amount: bytes },
  { key: "pids_limit", side: "limits", name: "pids", amount: Number },
  { key: "mem_reservation", side: "reservations", name: "memory", amount: bytes },
] as const;

/** Translates a service for swarm; if `deploy` already has another value, that one wins. */
export function translateService(written: ServiceDocument, path: DiagnosticPath): ServiceDocument {
  const { cpus, mem_limit, mem_reservation, pids_limit, platform, restart, scale, ...rest } = written;
  const changes = [
    ...amounts.map(
      ({ key, side, name, amount }) =>
        (deploy: DeployDocument) =>
          withAmount(deploy, { key, side, name, amount, value: written[key] }, path),
    ),
    (deploy: DeployDocument) => withReplicas(deploy, scale, path),
    (deploy: DeployDocument) => withRestart(deploy, restart, path),
    (deploy: DeployDocument) => withPlatform(deploy, platform),
  ];
  const before = written.deploy ?? {};
  const deploy = changes.reduce((deploy, change) => change(deploy), before);
  return withHostname(withSharedMemory(deploy === before ? rest : { ...rest, deploy }, path), path);
}

interface Amount {
  readonly key: string;
  readonly side: "limits" | "reservations";
  readonly name: string;
  readonly amount: (text: string) => number | undefined;
  readonly value: unknown;
}

function withAmount(deploy: DeployDocument, wanted: Amount, path: DiagnosticPath): DeployDocument {
  const { key, side, name, amount, value } = wanted;
  if (value === undefined) return deploy;
  const resources: Resources = deploy.resources ?? {};
  const found = resources[side]?.[name];
  if (found === undefined)
    return { ...deploy, resources: { ...resources, [side]: { ...resources[side], [name]: value } } };
  if (amount(String(found)) !== amount(String(value)))
    warnOfBoth(path.at(key), `${value}`, `deploy.resources.${side}.${name}`, `${found}`);
  return deploy;
}

function warnOfBoth(path: DiagnosticPath, said: string, key: string, counts: string): void {
  path.warn(`says ${said}, but ${key} says ${counts}, which takes precedence`, "remove one of the two");
}

function withReplicas(
  deploy: DeployDocument,
  scale: number | undefined,
  path: DiagnosticPath,
): DeployDocument {
  if (scale === undefined) return deploy;
  const { mode = "replicated", replicas = scale } = deploy;
  const here = path.at("scale");
  if (mode.startsWith("global")) {
    here.error(`is ${scale}, but deploy.mode ${mode} runs one task on every node`, "remove one of the two");
    return deploy;
  }
  if (replicas !== scale)
    here.error(`is ${scale}, but deploy.replicas is ${replicas}`, "remove one of the two");
  return { replicas: scale, ...deploy };
}

function withRestart(
  deploy: DeployDocument,
  restart: ServiceDocument["restart"],
  path: DiagnosticPath,
): DeployDocument {
  if (restart === undefined) return deploy;
  const { restart_policy: own, mode = "replicated" } = deploy;
  const here = path.at("restart");
  if (own) {
    const { condition = "any", max_attempts = 0 } = own;
    if (!isDeepStrictEqual({ max_attempts: 0, ...restart }, { condition, max_attempts }))
      here.warn("contradicts deploy.restart_policy, which takes precedence", "remove one of the two");
    return deploy;
  }
  if (mode.endsWith("-job") && restart.condition === "any") {
    here.warn(`is left out; a service with mode ${mode} ends`, "remove it");
    return deploy;
  }
  if (restart.condition === "none" && !mode.endsWith("-job"))
    here.warn(
      "becomes deploy.restart_policy.condition none: a task that ends counts as done and is not started again",
      "write that, or unless-stopped for a service that stays up",
    );
  return { ...deploy, restart_policy: restart };
}

function withPlatform(deploy: DeployDocument, platform: ServiceDocument["platform"]): DeployDocument {
  if (platform === undefined) return deploy;
  const { placement = {} } = deploy;
  const own = placement.constraints ?? [];
  const plain = (constraint: string) => constraint.replaceAll(/\s/g, "");
  const missing = platform.filter((constraint) => !own.map(plain).includes(plain(constraint)));
  return { ...deploy, placement: { ...placement, constraints: [...own, ...missing] } };
}

function withSharedMemory(service: ServiceDocument, path: DiagnosticPath): ServiceDocument {
  const { shm_size, ...rest } = service;
  if (shm_size === undefined) return rest;
  const { volumes = [], tmpfs = [] } = service;
  if ([...volumes, ...tmpfs].some(({ target }) => target === "/dev/shm")) {
    path.at("shm_size").warn("is left out; a mount is at /dev/shm already", "remove one of the two");
    return rest;
  }
  return { ...rest, tmpfs: [...tmpfs, { type: "tmpfs", target: "/dev/shm", tmpfs: { size: shm_size } }] };
}

function withHostname(service: ServiceDocument, path: DiagnosticPath): ServiceDocument {
  const { domainname, ...rest } = service;
  if (!domainname) return rest;
  const { hostname } = service;
  if (hostname)
    return hostname.endsWith(`.${domainname}`) ? rest : { ...rest, hostname: `${hostname}.${domainname}` };
  path.at("domainname").warn("is left out; it needs a hostname", "write the whole name under hostname");
  return rest;
}
