import {
  either,
  fields,
  flag,
  integer,
  list,
  mapping,
  refused,
  type Shape,
  text,
  then,
} from "../input/shape.ts";
import { build } from "./buildShape.ts";
import type { EnvFileDocument, ObjectUse } from "./composeDocument.ts";
import {
  command,
  duration,
  image,
  labels,
  openVariables,
  plainOrNull,
  texts,
  words,
} from "./composeValues.ts";
import { deploy } from "./deployRules.ts";
import { healthcheck } from "./healthcheckShape.ts";
import { memoryMounts, mount } from "./mountShape.ts";
import { ports } from "./portShape.ts";

/** What becomes of a service's key. */
export interface Rule {
  /** `passed` to the swarm, `used` by this program alone, or `refused`. */
  readonly fate: "passed" | "used" | "refused";
  readonly shape: Shape<unknown>;
}

const passed = (shape: Shape<unknown>): Rule => ({ fate: "passed", shape });
const used = (shape: Shape<unknown>): Rule => ({ fate: "used", shape });
const ignored = (remedy: string): Rule => ({
  fate: "refused",
  shape: refused("is ignored by swarm", remedy),
});
const refusal = (remedy: string): Rule => ({
  fate: "refused",
  shape: refused("is refused by swarm", remedy),
});
const compose = (remedy: string): Rule => ({
  fate: "refused",
  shape: refused("is known to docker compose only", remedy),
});

const misplaced = (key: string): Rule => ({
  fate: "refused",
  shape: refused("stands beside deploy instead of below it", `write it under deploy: deploy.${key}`),
});

const limits = (key: string) => `use deploy.resources.limits.${key}`;
const reservations = (key: string) => `use deploy.resources.reservations.${key}`;
const noLimit = "remove it; deploy.resources.limits knows cpus, memory and pids";
const networks = "put the services into one network; they reach each other by name";

/** Octal, as in `0440`; a text out of a variable is octal too. */
const fileMode: Shape<number> = (value, place) =>
  integer(
    0,
    0o7777,
    "0440",
  )(typeof value === "string" && /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) : value, place);

const longUse = fields(
  { source: text, target: text, uid: text, gid: text, mode: fileMode },
  { source: "password" },
) as Shape<ObjectUse>;

const objectUse: Shape<ObjectUse> = either<ObjectUse>("a name or a mapping", "password", {
  text: then(text, (source) => ({ source })),
  mapping: longUse,
});

const envFiles: Shape<readonly EnvFileDocument[]> = (value, place) => {
  const entry = either<EnvFileDocument>("a path or a mapping", "settings.env", {
    text: then(text, (path) => ({ path, required: true })),
    mapping: then(
      fields(
        { path: text, required: flag, format: refused("is not supported yet", "remove it") },
        { path: "settings.env" },
      ),
      ({ path, required = true }) => (path === undefined ? undefined : { path, required }),
    ),
  });
  return Array.isArray(value) ? list(entry)(value, place) : then(entry, (file) => [file])(value, place);
};

const attachment = fields({
  aliases: words,
  ipv4_address: refused("is ignored by swarm", "remove it; services reach each other by name"),
  ipv6_address: refused("is ignored by swarm", "remove it; services reach each other by name"),
  link_local_ips: refused("is ignored by swarm", "remove it"),
  mac_address: refused("is ignored by swarm", "remove it"),
  priority: refused("is ignored by swarm", "remove it"),
  gw_priority: refused("is ignored by swarm", "remove it"),
  interface_name: refused("is ignored by swarm", "remove it"),
  driver_opts: refused("is not known to the nodes' docker", "set driver_opts of the network itself"),
});

const attachments = either<Record<string, unknown>>("a list of names or a mapping", "- front", {
  list: then(list(text), (names) => Object.fromEntries(names.map((name) => [name, {}]))),
  mapping: mapping((value, place) => (value === null ? {} : attachment(value, place))),
});

/** Swarm starts everything at once; only an order without a condition can be left out without harm. */
const dependencies = either<readonly string[]>("a list of services", "- data", {
  list: list(text),
  mapping: then(
    mapping((value, place) => {
      const condition = (value as { condition?: unknown } | null)?.condition;
      if (condition === undefined || condition === "service_started") return true;
      return place
        .at("condition")
        .refuse(
          "is ignored by swarm, which starts all services at once",
          "let the service try again until the other one answers, and write depends_on as a list",
        );
    }),
    (services) => Object.keys(services),
  ),
});

const ulimit = (value: unknown, place: Parameters<Shape<unknown>>[1]) =>
  typeof value === "object"
    ? fields(
        { soft: integer(-1, undefined, 1024), hard: integer(-1, undefined, 2048) },
        { soft: "1024", hard: "2048" },
      )(value, place)
    : integer(-1, undefined, 1024)(value, place);

const hosts = either<Record<string, string> | readonly string[]>("a list or a mapping", '- "name:10.0.0.5"', {
  list: list(text),
  mapping: mapping(text),
});

/** Every key that a service may have: what swarm takes, what this program does itself, and what to write instead. */
export const serviceRules: Readonly<Record<string, Rule>> = {
  annotations: compose("use labels"),
  attach: compose("remove it"),
  blkio_config: refusal("remove it"),
  build: used(build),
  cap_add: passed(words),
  cap_drop: passed(words),
  cgroup: refusal("remove it"),
  cgroup_parent: ignored("remove it"),
  cgroupns_mode: ignored("remove it"),
  command: passed(command),
  configs: passed(list(objectUse)),
  container_name: ignored("remove it; tasks are called <stack>_<service>.<number>"),
  cpu_count: refusal(limits("cpus")),
  cpu_percent: refusal(limits("cpus")),
  cpu_period: refusal(limits("cpus")),
  cpu_quota: refusal(limits("cpus")),
  cpu_rt_period: refusal(noLimit),
  cpu_rt_runtime: refusal(noLimit),
  cpu_shares: refusal(reservations("cpus")),
  cpus: refusal(limits("cpus")),
  cpuset: refusal(noLimit),
  credential_spec: passed(
    fields({ config: text, registry: text, file: refused("is not on the nodes", "use config") }),
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
  depends_on: used(dependencies),
  develop: compose("move it to compose.override.yaml, which docker compose reads by itself"),
  device_cgroup_rules: refusal("remove it"),
  devices: ignored("use a bind mount, or generic resources under deploy.resources.reservations"),
  dns: passed(texts),
  dns_opt: refusal("remove it"),
  dns_search: passed(texts),
  domainname: ignored("write the whole name under hostname"),
  entrypoint: passed(command),
  env_file: used(envFiles),
  environment: passed(openVariables),
  expose: used(list(plainOrNull)),
  extends: refusal("write the keys out, or share them with a YAML anchor and <<"),
  external_links: ignored(networks),
  extra_hosts: passed(hosts),
  gpus: refusal("use generic resources under deploy.resources.reservations"),
  group_add: refusal("set user to the group: 1000:1000"),
  healthcheck: passed(healthcheck),
  hostname: passed(text),
  image: passed(image),
  init: passed(flag),
  ipc: ignored("remove it"),
  isolation: refusal("remove it; it is for Windows"),
  label_file: compose("use labels"),
  labels: passed(labels),
  links: ignored(networks),
  logging: passed(fields({ driver: text, options: mapping(plainOrNull) })),
  mac_address: ignored("remove it"),
  mem_limit: refusal(limits("memory")),
  mem_reservation: refusal(reservations("memory")),
  mem_swappiness: refusal(noLimit),
  memswap_limit: refusal(noLimit),
  models: compose("remove it"),
  network_mode: ignored("use networks; for the node's own network an external one called host"),
  networks: passed(attachments),
  oom_kill_disable: refusal("remove it"),
  oom_score_adj: refusal("remove it"),
  pid: ignored("remove it"),
  pids_limit: refusal(limits("pids")),
  platform: refusal("use deploy.placement.constraints: [node.platform.arch == x86_64]"),
  ports: passed(ports),
  post_start: compose("put it into the image's entrypoint"),
  pre_stop: compose("let the program handle stop_signal"),
  privileged: ignored("use cap_add for what it needs"),
  profiles: compose("keep such services in a compose file of their own"),
  provider: compose("remove it"),
  pull_policy: compose("remove it; images are pulled by digest"),
  read_only: passed(flag),
  restart: ignored("use deploy.restart_policy, for example {condition: any}"),
  runtime: refusal("set the default runtime of the nodes' engines"),
  scale: refusal("use deploy.replicas"),
  secrets: passed(list(objectUse)),
  security_opt: ignored("remove it"),
  shm_size: ignored("mount one: {type: tmpfs, target: /dev/shm, tmpfs: {size: 64m}} under volumes"),
  stdin_open: passed(flag),
  stop_grace_period: passed(duration),
  stop_signal: passed(text),
  storage_opt: refusal("remove it"),
  sysctls: passed(labels),
  tmpfs: used(memoryMounts),
  tty: passed(flag),
  ulimits: passed(mapping(ulimit)),
  use_api_socket: compose("mount /var/run/docker.sock"),
  user: passed(text),
  userns_mode: ignored("remove it"),
  uts: refusal("remove it"),
  volume_driver: refusal("set driver of the volume under the top-level volumes"),
  volumes: passed(list(mount)),
  volumes_from: refusal("name the same volume in both services"),
  working_dir: passed(text),
};
