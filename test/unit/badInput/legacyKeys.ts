import { type BadInput, lines, web } from "./badInput.ts";

const service = "compose.yaml: services.web";
const restart = (value: string) =>
  `${service}.restart: must be no, always, unless-stopped or on-failure, but is ${value} → write for example always, or on-failure:3`;
const memory = (key: string, value: string) =>
  `${service}.${key}: must be a size of memory, 4m or more, but is ${value} → write for example 64m or 1g`;
const platform = (value: string) =>
  `${service}.platform: must be the platform of a linux node, but is ${value} → write for example linux/amd64`;

export const badLegacyKeys: readonly BadInput[] = [
  {
    name: "an unknown restart policy",
    compose: web("restart: sometimes"),
    diagnostics: [restart('"sometimes"')],
  },
  { name: "a restart that is true", compose: web("restart: true"), diagnostics: [restart("true")] },
  { name: "a restart that is empty", compose: web("restart:"), diagnostics: [restart("empty")] },
  {
    name: "a restart with an invalid number of attempts",
    compose: web("restart: on-failure:many"),
    diagnostics: [restart('"on-failure:many"')],
  },
  {
    name: "a restart as a mapping",
    compose: web("restart: {condition: any}"),
    diagnostics: [restart("a mapping")],
  },
  {
    name: "a memory limit as text",
    compose: web("mem_limit: lots"),
    diagnostics: [memory("mem_limit", '"lots"')],
  },
  {
    name: "a memory limit that swarm refuses",
    compose: web("mem_limit: 1m"),
    diagnostics: [memory("mem_limit", '"1m"')],
  },
  {
    name: "processors as text",
    compose: web("cpus: half"),
    diagnostics: [
      `${service}.cpus: must be a number of processors, 0.001 or more, but is "half" → write for example "0.5"`,
    ],
  },
  {
    name: "a number of processes below -1",
    compose: web("pids_limit: -2"),
    diagnostics: [
      `${service}.pids_limit: must be a whole number, -1 or more, but is -2 → write for example 100`,
    ],
  },
  {
    name: "a scale as text",
    compose: web("scale: two"),
    diagnostics: [`${service}.scale: must be a whole number, 0 or more, but is "two" → write for example 2`],
  },
  {
    name: "a scale that deploy contradicts",
    compose: web("scale: 2", "deploy: {replicas: 3}"),
    diagnostics: [`${service}.scale: is 2, but deploy.replicas is 3 → remove one of the two`],
  },
  {
    name: "a scale of a service on every node",
    compose: web("scale: 2", "deploy: {mode: global}"),
    diagnostics: [
      `${service}.scale: is 2, but deploy.mode global runs one task on every node → remove one of the two`,
    ],
  },
  {
    name: "a size of shared memory as text",
    compose: web("shm_size: big"),
    diagnostics: [
      `${service}.shm_size: must be a size of memory, but is "big" → write for example 64m or 1g`,
    ],
  },
  {
    name: "a platform of windows",
    compose: web("platform: windows/amd64"),
    diagnostics: [platform('"windows/amd64"')],
  },
  {
    name: "an unknown architecture",
    compose: web("platform: linux/z80"),
    diagnostics: [platform('"linux/z80"')],
  },
  {
    name: "an architecture that every object has",
    compose: web("platform: linux/constructor"),
    diagnostics: [platform('"linux/constructor"')],
  },
  {
    name: "an architecture without an operating system",
    compose: web("platform: amd64"),
    diagnostics: [platform('"amd64"')],
  },
  {
    name: "a dependency with an unknown condition",
    compose: lines(web("depends_on: {db: {condition: healthy, wait: true}}"), "  db: {image: redis}"),
    diagnostics: [
      `${service}.depends_on.db.condition: must be service_started, service_healthy or service_completed_successfully, but is "healthy" → write one of these`,
      `${service}.depends_on.db.wait: is unknown → remove it; valid keys: condition, required, restart`,
    ],
  },
  {
    name: "a service that waits for one that depends on it",
    compose: lines(
      web("depends_on: {api: {condition: service_healthy}}"),
      "  api: {image: redis, depends_on: [db]}",
      "  db: {image: redis, depends_on: {web: {condition: service_completed_successfully}}}",
    ),
    diagnostics: [
      `${service}.depends_on: waits for api, which depends on web: web → api → db → web → remove one of these dependencies`,
    ],
  },
  {
    name: "a service that waits for itself",
    compose: web("depends_on: {web: {condition: service_healthy}}"),
    diagnostics: [
      `${service}.depends_on: waits for web, which depends on web: web → web → remove one of these dependencies`,
    ],
  },
  {
    name: "links as a mapping",
    compose: web("links: {db: database}"),
    diagnostics: [`${service}.links: must be a list, but is a mapping → write for example - item`],
  },
  {
    name: "a link with too many parts",
    compose: lines(web("links: ['db:a:b']"), "  db: {image: redis}"),
    diagnostics: [
      `${service}.links[0]: must be a service, or SERVICE:ALIAS, but is "db:a:b" → write for example db:database`,
    ],
  },
  {
    name: "a privileged service",
    compose: web("privileged: true"),
    diagnostics: [`${service}.privileged: is ignored by swarm → use cap_add for what it needs`],
  },
  {
    name: "a security option that weakens",
    compose: web("security_opt: ['no-new-privileges:false', 'seccomp:unconfined']"),
    diagnostics: [`${service}.security_opt: is ignored by swarm → remove it`],
  },
  ...["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"].map((option) => ({
    name: `the security option ${option}`,
    compose: web(`security_opt: [${JSON.stringify(option)}]`),
    diagnostics: [
      `${service}.security_opt: has no-new-privileges, which docker stack deploy ignores → set "no-new-privileges": true in daemon.json of every node, which holds for all containers there, and remove it here; to accept that the service runs without it, write security_opt: !reset [] in a second file of the stack`,
    ],
  })),
];
