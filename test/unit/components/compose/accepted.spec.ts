// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { rendered } from "../../../support/renderedCompose.ts";
import { web } from "../../badInput/badInput.ts";

/** The service `web` without what this program adds. */
function webOf(text: string) {
  const { file, ...rest } = rendered(text);
  const { image: _image, labels, deploy, ...service } = file.services.web;
  const { "swarm.revision": _revision, ...own } = labels;
  const { update_config: _update, rollback_config: _rollback, ...settings } = deploy;
  return {
    ...rest,
    file,
    service: {
      ...service,
      ...(Object.keys(own).length > 0 ? { labels: own } : {}),
      ...(Object.keys(settings).length > 0 ? { deploy: settings } : {}),
    },
  };
}

/** A line of a service, what docker gets of it, and the warnings. */
const accepted: readonly (readonly [line: string, service: object, ...warnings: string[]])[] = [
  ...["512MiB", "512mib", "512 MB", ".5g", "0.5Gb", "5e2m", "512.m", "8388608B", "4194304", "0", "4096K"].map(
    (memory) =>
      [
        `deploy: {resources: {limits: {memory: '${memory}'}}}`,
        { deploy: { resources: { limits: { memory } } } },
      ] as const,
  ),
  ["mem_limit: 0", { deploy: { resources: { limits: { memory: "0" } } } }],
  ["shm_size: 64MiB", { volumes: [{ type: "tmpfs", target: "/dev/shm", tmpfs: { size: 67108864 } }] }],
  ["shm_size: 1.5k", { volumes: [{ type: "tmpfs", target: "/dev/shm", tmpfs: { size: 1536 } }] }],
  ["shm_size: 1.0001k", { volumes: [{ type: "tmpfs", target: "/dev/shm", tmpfs: { size: 1024 } }] }],
  ...["0", ".5", "0.001", "1/2", "5e-1", "2.", "0.333333333", "1.5000000000", "+1"].map(
    (cpus) =>
      [
        `deploy: {resources: {limits: {cpus: '${cpus}'}}}`,
        { deploy: { resources: { limits: { cpus } } } },
      ] as const,
  ),
  ["deploy: {resources: {limits: {pids: 0}}}", { deploy: { resources: { limits: { pids: 0 } } } }],
  ...["1.5h", ".5s", "+5s", "0", "1h1m1s1ms1us1ns", "100µs", "100μs", "2562047h"].map(
    (time) => [`stop_grace_period: '${time}'`, { stop_grace_period: time }] as const,
  ),
  ["stop_grace_period: 1d", { stop_grace_period: "24h" }],
  ["stop_grace_period: 1w2d30m", { stop_grace_period: "168h48h30m" }],
  [
    "healthcheck: {test: a, interval: 0.5d, timeout: 1m}",
    { healthcheck: { test: "a", interval: "12h", timeout: "1m" } },
  ],
  [
    "environment: {N: 1, y: 2, on: 3, Yes: 4, OFF: 5}",
    { environment: { N: "1", OFF: "5", Yes: "4", on: "3", y: "2" } },
  ],
  [
    "environment: {A: 1_000, B: 0b11, C: -012, D: 0o17, E: 0x1F, F: 012, G: 1_0_0, H: '012', I: 08, J: 0x}",
    {
      environment: {
        ...{ A: "1000", B: "3", C: "-10", D: "15", E: "31", F: "10", G: "100", H: "012", I: "8", J: "0x" },
      },
    },
  ],
  [
    'environment: ["__proto__=1", "constructor=2"]',
    { environment: { ["__proto__"]: "1", constructor: "2" } },
  ],
  ["environment: {__proto__: 1, toString: 2}", { environment: { ["__proto__"]: "1", toString: "2" } }],
  ["labels: {__proto__: a}", { labels: { ["__proto__"]: "a" } }],
  ["labels: ['__proto__=a']", { labels: { ["__proto__"]: "a" } }],
  [
    "sysctls: {net.core.somaxconn: 1024, kernel/shmmax: 1, vm.max_map_count: 262144}",
    { sysctls: { "kernel/shmmax": "1", "net.core.somaxconn": "1024" } },
    'services.web.sysctls["vm.max_map_count"]: is left out; it is a setting of the whole node, which no container can change → set it on the nodes: sysctl -w vm.max_map_count=262144',
  ],
  [
    "volumes: ['/a:/data', '/b:/data:ro']",
    { volumes: [{ type: "bind", source: "/b", target: "/data", read_only: true }] },
    "services.web.volumes[0]: is left out; volumes[1] is at /data, too → remove one of the two",
  ],
  [
    "ports: ['80:80', 80:80/tcp, '80:80/udp']",
    {
      ports: [
        { target: 80, published: 80, protocol: "tcp", mode: "ingress" },
        { target: 80, published: 80, protocol: "udp", mode: "ingress" },
      ],
    },
    "services.web.ports[1]: repeats an earlier line → remove it",
  ],
  ...["SIGTERM", "term", "sigrtmin+3", "RTMAX-1", "9", "SIGWINCH"].map(
    (signal) => [`stop_signal: '${signal}'`, { stop_signal: signal }] as const,
  ),
  [
    "logging: {driver: a, options: {__proto__: b}}",
    { logging: { driver: "a", options: { ["__proto__"]: "b" } } },
  ],
  ["deploy: {labels: {__proto__: a}}", { deploy: { labels: { ["__proto__"]: "a" } } }],
  [
    "ports: ['3868:3868/sctp']",
    { ports: [{ target: 3868, published: 3868, protocol: "sctp", mode: "ingress" }] },
    "services.web.ports[0]: is published on the nodes alone; no load balancer carries SCTP → let clients address the nodes",
  ],
  ["ports: ['80:81/TCP']", { ports: [{ target: 81, published: 80, protocol: "tcp", mode: "ingress" }] }],
  ["ports: ['80:81/Udp']", { ports: [{ target: 81, published: 80, protocol: "udp", mode: "ingress" }] }],
  [
    "ports: [{target: 81, published: 80, protocol: UDP}]",
    { ports: [{ target: 81, published: 80, protocol: "udp", mode: "ingress" }] },
  ],
  [
    "depends_on: [dbs]",
    {},
    "services.web.depends_on: names the service dbs, which is not defined; left out → define it under services, or remove it",
  ],
  [
    "depends_on: {wbe: {condition: service_started}}",
    {},
    "services.web.depends_on: names the service wbe, which is not defined; left out → did you mean web?",
  ],
  [
    "tmpfs: /run:exec,size=1m",
    { volumes: [{ type: "tmpfs", target: "/run", tmpfs: { size: 1048576 } }] },
    "services.web.tmpfs: has the option exec, which is left out; swarm mounts memory with noexec → remove it",
  ],
  ["ipc: private", {}],
  ["ipc: shareable", {}, "services.web.ipc: is left out; no other container can join it → remove it"],
  [
    "platform: linux/386",
    { deploy: { placement: { constraints: ["node.platform.os == linux", "node.platform.arch == x86_64"] } } },
  ],
  [
    "platform: linux/arm/v6",
    { deploy: { placement: { constraints: ["node.platform.os == linux", "node.platform.arch == armv6l"] } } },
  ],
  ["network_mode: host", { networks: { host: {} } }],
  [
    "network_mode: host\n    ports: ['80:80']",
    { networks: { host: {} } },
    "services.web.ports: is left out; with network_mode host every port of the service is one of the node → remove it",
  ],
  [
    "hostname: a$",
    { hostname: "a$$" },
    "services.web.hostname: has a $ that starts no variable, at its end; it stays a $ → write $$ for a $",
  ],
  [
    "healthcheck: {test: 'test $? -eq 0'}",
    { healthcheck: { test: "test $$? -eq 0" } },
    'services.web.healthcheck.test: has a $ that starts no variable, before "? -e"; it stays a $ → write $$ for a $',
  ],
  [
    "command: 'sh -c \"echo $(date) $5\"'",
    { command: 'sh -c "echo $$(date) $$5"' },
    'services.web.command: has a $ that starts no variable, before "(dat"; it stays a $ → write $$ for a $',
  ],
  [
    "labels: {hash: '${HASH:-$2a$14$1l}'}",
    { labels: { hash: "$$2a$$14$$1l" } },
    'services.web.labels.hash: has a $ that starts no variable, before "2a$1"; it stays a $ → write $$ for a $',
  ],
  [
    "deploy: {restart_policy: {condition: unless-stopped}}",
    { deploy: { restart_policy: { condition: "any" } } },
    "services.web.deploy.restart_policy.condition: is unless-stopped, docker run's name for any, and becomes any → write any",
  ],
  [
    "deploy: {placement: {preferences: [{spread: node.id}, {spread: node.labels.zone}]}}",
    { deploy: { placement: { preferences: [{ spread: "node.labels.zone" }] } } },
    'services.web.deploy.placement.preferences[0].spread: is "node.id", and left out; swarm spreads over node.labels.NAME and engine.labels.NAME → write for example node.labels.zone, or remove it',
  ],
  [
    "volumes: [{type: cluster, source: 'group:fast', target: /d}]",
    { volumes: [{ type: "cluster", source: "group:fast", target: "/d" }] },
  ],
  [
    "deploy: {rollback_config: {failure_action: rollback}}",
    {},
    "services.web.deploy.rollback_config.failure_action: acts as pause: swarm cannot roll back a rollback → write pause",
  ],
];

describe("docker takes, and so does this program:", () => {
  for (const [line, expected, ...warnings] of accepted)
    it(line, () => {
      const found = webOf(web(line));
      // Prototypes differ where a key is __proto__.
      assert.equal(JSON.stringify(found.service, sortKeys), JSON.stringify(expected, sortKeys));
      assert.deepEqual(found.warnings, warnings);
    });
});

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
