import { atMost, boolean, forbidden, list, object, record, type Schema, text } from "../../input/schema.ts";
import { profile } from "../load/profiles.ts";
import { cpus, duration, memory } from "./amounts.ts";
import { build } from "./buildSchema.ts";
import { commandOrNone, environment, image, labels, plainOrNull, texts } from "./composeValues.ts";
import { deploy } from "./deploySchema.ts";
import { gpuHint, gpus } from "./gpuHint.ts";
import { healthcheck } from "./healthcheckSchema.ts";
import {
  ipcMode,
  links,
  networkMode,
  platform,
  privileged,
  processes,
  replicas,
  restart,
  securityOptions,
  sharedMemory,
} from "./legacyKeys.ts";
import { memoryMounts, mounts } from "./mountSchema.ts";
import { ports } from "./portSchema.ts";
import { kernelSettings, stopSignal, workingDirectory } from "./processSettings.ts";
import { leftOut, mostlyRefused, passed, type Rules, refused, translated, used } from "./rule.ts";
import { attachments, dependencies, envFiles, hosts, objectUse } from "./serviceSchemas.ts";
import { capabilitySet, nameServers, ulimits } from "./taskLimits.ts";

const without = (hint: string, why = "swarm has nothing like it") => leftOut(why, hint);
const ignored = (hint: string) => refused("is ignored by swarm", hint);
const refusal = (hint: string) => refused("is refused by swarm", hint);
const compose = (hint: string) => refused("works only with docker compose", hint);
const misplaced = (key: string) => refused("belongs under deploy", `write it under deploy: deploy.${key}`);

const runtime: Schema<never> = Object.assign(
  ((value, path) =>
    path.error(
      "is refused by swarm",
      value === "nvidia" ? gpuHint : "set the default runtime of the nodes' engines",
    )) satisfies Schema<never>,
  { isForbidden: true },
);

const limits = (key: string) => `use deploy.resources.limits.${key}`;
const noLimit = "remove it; deploy.resources.limits has only cpus, memory and pids";
const memoryOnly = "remove it; deploy.resources.limits.memory is swarm's only memory limit";

/** How each key of a service is treated, and the alternative; docs/compose.md prints this table. */
export const serviceRules = {
  annotations: without("use labels, or remove it"),
  attach: without("remove it", "it is for docker compose"),
  blkio_config: without("remove it"),
  build: used(build, "the image is built here and named by its digest"),
  cap_add: passed(capabilitySet),
  cap_drop: passed(capabilitySet),
  cgroup: refusal("remove it"),
  cgroup_parent: without("remove it"),
  cgroupns_mode: ignored("remove it"),
  command: passed(commandOrNone),
  configs: passed(list(objectUse)),
  container_name: without(
    "remove it; others reach the service by its key, or by aliases under networks",
    "tasks are called <stack>_<service>.<number>",
  ),
  cpu_count: refusal(limits("cpus")),
  cpu_percent: refusal(limits("cpus")),
  cpu_period: refusal(limits("cpus")),
  cpu_quota: refusal(limits("cpus")),
  cpu_rt_period: refusal(noLimit),
  cpu_rt_runtime: refusal(noLimit),
  cpu_shares: without("use deploy.resources.reservations.cpus, or remove it"),
  cpus: translated(cpus, "deploy.resources.limits.cpus"),
  cpuset: refusal(noLimit),
  credential_spec: passed(
    object({ config: text, registry: text, file: forbidden("is not on the nodes", "use config") }),
  ),
  deploy: passed(deploy),
  endpoint_mode: misplaced("endpoint_mode"),
  mode: misplaced("mode"),
  placement: misplaced("placement"),
  replicas: misplaced("replicas"),
  resources: misplaced("resources"),
  restart_policy: misplaced("restart_policy"),
  rollback_config: misplaced("rollback_config"),
  update_config: misplaced("update_config"),
  depends_on: used(
    dependencies,
    "conditions order a deployment: docs/deploying.md; swarm itself starts all services at once",
  ),
  develop: without(
    "move it to compose.override.yaml, which docker compose reads by itself",
    "it is for docker compose",
  ),
  device_cgroup_rules: refusal("remove it"),
  devices: ignored("use a bind mount, or generic resources under deploy.resources.reservations"),
  dns: passed(nameServers),
  dns_opt: refusal("remove it"),
  dns_search: passed(texts),
  domainname: translated(text, "the end of hostname"),
  entrypoint: passed(commandOrNone),
  env_file: used(envFiles, "the variables become environment"),
  /** Null for a name without a value, until interpolation sets it. */
  environment: passed(environment, "a variable without a value gets the one set here"),
  expose: used(list(plainOrNull), "services of one network reach all ports of each other"),
  extends: used(text, "a service of the file or of another one; paths start at the file that has them"),
  external_links: ignored("put the services into one network; they reach each other by name"),
  extra_hosts: passed(hosts),
  gpus: mostlyRefused(gpus, "use generic_resources under deploy.resources.reservations: see GPUs"),
  group_add: refusal("set user to the group: 1000:1000"),
  healthcheck: passed(healthcheck),
  hostname: passed(text),
  image: passed(image),
  init: passed(boolean),
  ipc: mostlyRefused(ipcMode, "remove it; private, the default, is left out"),
  isolation: refusal("remove it; it is for Windows"),
  label_file: compose("use labels"),
  labels: passed(labels),
  links: translated(links, "aliases of the other service in the networks that both are in"),
  logging: passed(object({ driver: text, options: record(plainOrNull) }, {}, "driver: json-file")),
  mac_address: without("remove it", "swarm gives the addresses"),
  mem_limit: translated(memory, "deploy.resources.limits.memory"),
  mem_reservation: translated(memory, "deploy.resources.reservations.memory"),
  mem_swappiness: without(memoryOnly),
  memswap_limit: without(memoryOnly),
  models: compose("remove it"),
  network_mode: translated(
    networkMode,
    "host is swarm's network of that name; bridge and default are left out with a warning, all else is refused",
  ),
  networks: passed(
    atMost(100, "networks", attachments),
    "fixed addresses and priorities are left out with a warning",
  ),
  oom_kill_disable: without("remove it"),
  oom_score_adj: without("remove it"),
  pid: ignored("remove it"),
  pids_limit: translated(processes, "deploy.resources.limits.pids"),
  platform: translated(platform, "deploy.placement.constraints on node.platform.os and node.platform.arch"),
  ports: passed(ports, "one without a port of the nodes, or for 127.0.0.1 alone, is left out with a warning"),
  post_start: compose("put it into the image's entrypoint"),
  pre_start: compose(
    "put it into the image's entrypoint, or into a service with deploy.mode: replicated-job",
  ),
  pre_stop: compose("let the program handle stop_signal"),
  privileged: mostlyRefused(privileged, "use cap_add for what it needs"),
  profiles: used(list(profile), "the service is deployed where swarm:stacks.<name>.profiles has one of them"),
  provider: compose("remove it"),
  pull_policy: without("remove it", "images are pulled by digest"),
  pull_refresh_after: without("remove it", "images are pulled by digest"),
  read_only: passed(boolean),
  restart: translated(restart, 'deploy.restart_policy; a service with "no" runs once'),
  runtime: mostlyRefused(runtime, "set the default runtime of the nodes' engines; for nvidia see GPUs"),
  scale: translated(replicas, "deploy.replicas"),
  secrets: passed(list(objectUse)),
  security_opt: mostlyRefused(
    securityOptions,
    'for no-new-privileges set "no-new-privileges": true in daemon.json of every node, and remove it; to accept that the service runs without it, write security_opt: !reset [] in a second file of the stack',
  ),
  shm_size: translated(sharedMemory, "a mount in memory at /dev/shm"),
  stdin_open: passed(boolean),
  stop_grace_period: passed(duration),
  stop_signal: passed(stopSignal),
  storage_opt: refusal("remove it"),
  sysctls: passed(kernelSettings, "settings of the whole node are left out with a warning"),
  tmpfs: used(memoryMounts, "mounts in memory under volumes"),
  tty: passed(boolean),
  ulimits: passed(ulimits),
  umask: compose("set it in the image's entrypoint"),
  use_api_socket: compose("mount /var/run/docker.sock"),
  user: passed(text),
  userns_mode: ignored("remove it"),
  uts: refusal("remove it"),
  volume_driver: refusal("set driver of the volume under the top-level volumes"),
  volumes: passed(
    mounts,
    "a path of this computer becomes configs or a named volume, or is left out, as swarm:stacks.<name>.binds says; z, cached and the like are left out with a warning",
  ),
  volumes_from: refusal("name the same volume in both services"),
  working_dir: passed(workingDirectory),
} satisfies Rules;

/** The keys of a service that the swarm gets. */
export const passedKeys: readonly string[] = Object.entries(serviceRules)
  .filter(([, { handling }]) => handling === "passed")
  .map(([key]) => key);
