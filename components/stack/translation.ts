import { isDeepStrictEqual } from "node:util";
import type { Place } from "../input/place.ts";
import type { DeployDocument, ServiceDocument } from "./composeDocument.ts";
import { bytes } from "./composeValues.ts";
import type { ShortKeys } from "./shortKeys.ts";

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Short key → where it belongs under `deploy.resources`, and what counts when two are compared. */
const amounts = [
  { key: "cpus", side: "limits", name: "cpus", amount: Number },
  { key: "mem_limit", side: "limits", name: "memory", amount: bytes },
  { key: "pids_limit", side: "limits", name: "pids", amount: Number },
  { key: "mem_reservation", side: "reservations", name: "memory", amount: bytes },
] as const;

/** A service in swarm's words; where `deploy` says it already and otherwise, that counts. */
export function translateService(written: ServiceDocument, place: Place): ServiceDocument {
  const { cpus, mem_limit, mem_reservation, pids_limit, platform, restart, scale, ...rest } =
    written as ServiceDocument & ShortKeys;
  const changes = [
    ...amounts.map(
      ({ key, side, name, amount }) =>
        (deploy: DeployDocument) =>
          withAmount(deploy, { key, side, name, amount, value: written[key] }, place),
    ),
    (deploy: DeployDocument) => withReplicas(deploy, scale, place),
    (deploy: DeployDocument) => withRestart(deploy, restart, place),
    (deploy: DeployDocument) => withPlatform(deploy, platform),
  ];
  const before = written.deploy ?? {};
  const deploy = changes.reduce((deploy, change) => change(deploy), before);
  return withHostname(withSharedMemory(deploy === before ? rest : { ...rest, deploy }, place), place);
}

interface Amount {
  readonly key: string;
  readonly side: "limits" | "reservations";
  readonly name: string;
  readonly amount: (text: string) => number | undefined;
  readonly value: unknown;
}

function withAmount(deploy: DeployDocument, wanted: Amount, place: Place): DeployDocument {
  const { key, side, name, amount, value } = wanted;
  if (value === undefined) return deploy;
  const resources = (deploy.resources ?? {}) as Resources;
  const found = resources[side]?.[name];
  if (found === undefined)
    return { ...deploy, resources: { ...resources, [side]: { ...resources[side], [name]: value } } };
  if (amount(String(found)) !== amount(String(value)))
    noteBoth(place.at(key), `${value}`, `deploy.resources.${side}.${name}`, `${found}`);
  return deploy;
}

function noteBoth(place: Place, said: string, key: string, counts: string): void {
  place.note(`says ${said}, but ${key} says ${counts}, which counts`, "remove one of the two");
}

function withReplicas(deploy: DeployDocument, scale: number | undefined, place: Place): DeployDocument {
  if (scale === undefined) return deploy;
  const { mode = "replicated", replicas = scale } = deploy;
  const here = place.at("scale");
  if (mode.startsWith("global")) {
    here.refuse(`is ${scale}, but deploy.mode ${mode} runs one task on every node`, "remove one of the two");
    return deploy;
  }
  if (replicas !== scale)
    here.refuse(`is ${scale}, but deploy.replicas is ${replicas}`, "remove one of the two");
  return { replicas: scale, ...deploy };
}

function withRestart(deploy: DeployDocument, restart: ShortKeys["restart"], place: Place): DeployDocument {
  if (restart === undefined) return deploy;
  const { restart_policy: own, mode = "replicated" } = deploy;
  const here = place.at("restart");
  if (own) {
    const { condition = "any", max_attempts = 0 } = own;
    if (!isDeepStrictEqual({ max_attempts: 0, ...restart }, { condition, max_attempts }))
      here.note("says otherwise than deploy.restart_policy, which counts", "remove one of the two");
    return deploy;
  }
  if (mode.endsWith("-job") && restart.condition === "any") {
    here.note(`is left out; a service with mode ${mode} ends`, "remove it");
    return deploy;
  }
  if (restart.condition === "none" && !mode.endsWith("-job"))
    here.note(
      "becomes deploy.restart_policy.condition none: a task that ends counts as done and is not started again",
      "write that, or unless-stopped for a service that stays up",
    );
  return { ...deploy, restart_policy: restart };
}

function withPlatform(deploy: DeployDocument, platform: ShortKeys["platform"]): DeployDocument {
  if (platform === undefined) return deploy;
  const { placement = {} } = deploy;
  const own = (placement.constraints ?? []) as readonly string[];
  const plain = (constraint: string) => constraint.replaceAll(/\s/g, "");
  const missing = platform.filter((constraint) => !own.map(plain).includes(plain(constraint)));
  return { ...deploy, placement: { ...placement, constraints: [...own, ...missing] } };
}

function withSharedMemory(service: ServiceDocument & ShortKeys, place: Place): ServiceDocument {
  const { shm_size, ...rest } = service;
  if (shm_size === undefined) return rest;
  const { volumes = [], tmpfs = [] } = service;
  if ([...volumes, ...tmpfs].some(({ target }) => target === "/dev/shm")) {
    place.at("shm_size").note("is left out; a mount is at /dev/shm already", "remove one of the two");
    return rest;
  }
  return { ...rest, tmpfs: [...tmpfs, { type: "tmpfs", target: "/dev/shm", tmpfs: { size: shm_size } }] };
}

function withHostname(service: ServiceDocument & ShortKeys, place: Place): ServiceDocument {
  const { domainname, ...rest } = service;
  if (!domainname) return rest;
  const { hostname } = service;
  if (typeof hostname === "string" && hostname !== "")
    return hostname.endsWith(`.${domainname}`) ? rest : { ...rest, hostname: `${hostname}.${domainname}` };
  place
    .at("domainname")
    .note("is left out; without a hostname it has no beginning", "write the whole name under hostname");
  return rest;
}
