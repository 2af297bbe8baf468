import assert from "node:assert/strict";
import fc from "fast-check";
import { bytes } from "../../../../../components/compose/schema/amounts.ts";
import { renderStackFile } from "../../../../../components/stack/renderStackFile.ts";
import { modelOf, reading } from "../../../../support/composeModel.ts";

const compose = (lines: string) => `services: {web: {image: nginx, ${lines}}}\n`;

/** The service `web` with these lines, as docker gets it; without the image, the revision and what we add. */
function rewritten(lines: string): Record<string, unknown> {
  const { text } = renderStackFile(modelOf(compose(lines)), { images: {}, objectNames: {} });
  const { image: _image, labels: _labels, deploy, ...rest } = JSON.parse(text).services.web;
  const { update_config: _update, rollback_config: _rollback, ...own } = deploy;
  return Object.keys(own).length > 0 ? { ...rest, deploy: own } : rest;
}

const warnings = (lines: string) =>
  modelOf(compose(lines)).warnings.map(({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`);

const limit = (name: string, value: unknown) => ({ deploy: { resources: { limits: { [name]: value } } } });
const restarted = (policy: unknown) => ({ deploy: { restart_policy: policy } });
const on = (...constraints: string[]) => ({ deploy: { placement: { constraints } } });

const translations: Readonly<Record<string, object>> = {
  "restart: always": restarted({ condition: "any" }),
  "restart: unless-stopped": restarted({ condition: "any" }),
  "restart: on-failure": restarted({ condition: "on-failure" }),
  "restart: 'on-failure:3'": restarted({ condition: "on-failure", max_attempts: 3 }),
  "restart: 'on-failure:0'": restarted({ condition: "on-failure" }),
  "mem_limit: 512m": limit("memory", "512m"),
  "mem_limit: 536870912": limit("memory", "536870912"),
  "mem_reservation: 64m": { deploy: { resources: { reservations: { memory: "64m" } } } },
  "cpus: 0.5": limit("cpus", "0.5"),
  "pids_limit: 100": limit("pids", 100),
  "pids_limit: -1": {},
  "pids_limit: 0": {},
  "cpus: 1, mem_limit: 1g, mem_reservation: 64m, pids_limit: 9": {
    deploy: {
      resources: { limits: { cpus: "1", memory: "1g", pids: 9 }, reservations: { memory: "64m" } },
    },
  },
  "mem_limit: 1g, deploy: {replicas: 2, resources: {limits: {cpus: 1}}}": {
    deploy: { replicas: 2, resources: { limits: { cpus: "1", memory: "1g" } } },
  },
  "scale: 3": { deploy: { replicas: 3 } },
  "scale: 3, deploy: {replicas: 3}": { deploy: { replicas: 3 } },
  "shm_size: 256m": { volumes: [{ type: "tmpfs", target: "/dev/shm", tmpfs: { size: 268435456 } }] },
  "shm_size: 0": {},
  "shm_size: 1g, tmpfs: /run": {
    volumes: [
      { type: "tmpfs", target: "/run" },
      { type: "tmpfs", target: "/dev/shm", tmpfs: { size: 1073741824 } },
    ],
  },
  "hostname: web, domainname: example.com": { hostname: "web.example.com" },
  "hostname: web.example.com, domainname: example.com": { hostname: "web.example.com" },
  "platform: linux/amd64": on("node.platform.os == linux", "node.platform.arch == x86_64"),
  "platform: linux/arm64": on("node.platform.os == linux", "node.platform.arch == aarch64"),
  "platform: linux/arm64/v8": on("node.platform.os == linux", "node.platform.arch == aarch64"),
  "platform: linux": on("node.platform.os == linux"),
  "platform: linux/amd64, deploy: {placement: {constraints: ['node.platform.arch==x86_64', 'node.role == worker']}}":
    on("node.platform.arch==x86_64", "node.role == worker", "node.platform.os == linux"),
};

/** Where `deploy` says the same. */
const same: Readonly<Record<string, object>> = {
  "mem_limit: 1g, deploy: {resources: {limits: {memory: 1024M}}}": limit("memory", "1024M"),
  "cpus: 1, deploy: {resources: {limits: {cpus: '1.0'}}}": limit("cpus", "1.0"),
  "restart: always, deploy: {restart_policy: {delay: 5s}}": restarted({ delay: "5s" }),
  "restart: 'on-failure:3', deploy: {restart_policy: {condition: on-failure, max_attempts: 3, window: 1m}}":
    restarted({ condition: "on-failure", max_attempts: 3, window: "1m" }),
  "privileged: false": {},
  "security_opt: ['no-new-privileges:false']": {},
};

const once =
  "restart: becomes deploy.restart_policy.condition none: a task that ends counts as done and is not started again → write that, or unless-stopped for a service that stays up";

/** What is told, and the service that comes of it. */
const told: Readonly<Record<string, readonly [note: string, service: object]>> = {
  "restart: 'no'": [once, restarted({ condition: "none" })],
  "restart: no": [once, restarted({ condition: "none" })],
  "restart: false": [once, restarted({ condition: "none" })],
  "mem_limit: 512m, deploy: {resources: {limits: {memory: 1g}}}": [
    "mem_limit: says 512m, but deploy.resources.limits.memory says 1g, which takes precedence → remove one of the two",
    limit("memory", "1g"),
  ],
  "mem_reservation: 64m, deploy: {resources: {reservations: {memory: 32m}}}": [
    "mem_reservation: says 64m, but deploy.resources.reservations.memory says 32m, which takes precedence → remove one of the two",
    { deploy: { resources: { reservations: { memory: "32m" } } } },
  ],
  "cpus: 2, deploy: {resources: {limits: {cpus: 1}}}": [
    "cpus: says 2, but deploy.resources.limits.cpus says 1, which takes precedence → remove one of the two",
    limit("cpus", "1"),
  ],
  "pids_limit: 5, deploy: {resources: {limits: {pids: 6}}}": [
    "pids_limit: says 5, but deploy.resources.limits.pids says 6, which takes precedence → remove one of the two",
    limit("pids", 6),
  ],
  "restart: always, deploy: {restart_policy: {condition: on-failure}}": [
    "restart: contradicts deploy.restart_policy, which takes precedence → remove one of the two",
    restarted({ condition: "on-failure" }),
  ],
  "restart: always, deploy: {mode: replicated-job}": [
    "restart: is left out; a service with mode replicated-job ends → remove it",
    { deploy: { mode: "replicated-job" } },
  ],
  "domainname: example.com": [
    "domainname: is left out; it needs a hostname → write the whole name under hostname",
    {},
  ],
  "shm_size: 1g, tmpfs: '/dev/shm:size=64m'": [
    "shm_size: is left out; a mount is at /dev/shm already → remove one of the two",
    { volumes: [{ type: "tmpfs", target: "/dev/shm", tmpfs: { size: 67108864 } }] },
  ],
  "depends_on: {web: {condition: service_started, restart: true}, gone: {required: false}}": [
    "depends_on.web.restart: is left out; swarm restarts no service for another one → remove it",
    {},
  ],
  "networks: {default: {ipv4_address: 10.0.0.5}}": [
    "networks.default.ipv4_address: is left out; swarm gives the addresses → remove it; services reach each other by name",
    { networks: { default: {} } },
  ],
  "networks: {default: {priority: 5, aliases: [www]}}": [
    "networks.default.priority: is left out; swarm has nothing like it → remove it",
    { networks: { default: { aliases: ["www"] } } },
  ],
  "volumes: ['/srv:/srv:ro,z']": [
    "volumes[0]: has the option z, which is left out; swarm has nothing like it → remove it",
    { volumes: [{ type: "bind", source: "/srv", target: "/srv", read_only: true }] },
  ],
  "volumes: [{type: bind, source: /srv, target: /srv, bind: {create_host_path: true}}]": [
    "volumes[0].bind.create_host_path: is left out; the directory must be on every node → remove it",
    { volumes: [{ type: "bind", source: "/srv", target: "/srv" }] },
  ],
  "volumes: [{type: bind, source: /srv, target: /srv, bind: {selinux: z, propagation: rslave}}]": [
    "volumes[0].bind.selinux: is left out; swarm has nothing like it → remove it",
    { volumes: [{ type: "bind", source: "/srv", target: "/srv", bind: { propagation: "rslave" } }] },
  ],
  "network_mode: bridge": [
    "network_mode: is left out; the service is in the stack's own networks → remove it",
    {},
  ],
};

describe("a key of docker compose", () => {
  describe("is translated", () => {
    for (const [lines, service] of Object.entries({ ...translations, ...same }))
      it(lines, () => {
        assert.deepEqual(rewritten(lines), service);
        assert.deepEqual(warnings(lines), []);
      });
  });

  describe("causes a warning", () => {
    for (const [lines, [note, service]] of Object.entries(told))
      it(lines, () => {
        assert.deepEqual(rewritten(lines), service);
        assert.deepEqual(warnings(lines), [`compose.yaml: services.web.${note}`]);
      });
  });

  it("causes one warning for each service that has it", () => {
    const { warnings } = modelOf(
      "x-all: &all {image: nginx, container_name: a, restart: always}\nservices: {web: *all, api: *all}\n",
    );
    assert.deepEqual(
      warnings.map(({ path }) => path),
      ["compose.yaml: services.web.container_name", "compose.yaml: services.api.container_name"],
    );
  });
});

const amount = (low: number, high: number) => fc.integer({ min: low, max: high }).map((count) => `${count}m`);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const service = fc.record(
  {
    cpus: fc.constantFrom("0.5", 1, "2.25"),
    mem_limit: amount(4, 4096),
    mem_reservation: amount(4, 64),
    pids_limit: fc.integer({ min: -1, max: 1000 }),
    restart: fc.constantFrom("no", "always", "unless-stopped", "on-failure", "on-failure:3", false, "maybe"),
    scale: fc.integer({ min: 0, max: 5 }),
    shm_size: amount(1, 128),
    hostname: fc.constantFrom("web", "web.example.com"),
    domainname: fc.constant("example.com"),
    platform: fc.constantFrom("linux/amd64", "linux", "windows", ""),
    links: fc.subarray(["web", "web:www", "gone"]),
    deploy: fc.record(
      {
        mode: fc.constantFrom("replicated", "global", "replicated-job"),
        replicas: fc.integer({ min: 0, max: 3 }),
        restart_policy: fc.record({ condition: fc.constantFrom("any", "none") }, { requiredKeys: [] }),
        resources: fc.record({
          limits: fc.record(
            { cpus: fc.constant("1"), memory: amount(4, 64), pids: fc.integer({ min: 1, max: 9 }) },
            { requiredKeys: [] },
          ),
        }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

interface Limits {
  readonly cpus?: string;
  readonly memory?: string;
  readonly pids?: number;
}

describe("any mixture of legacy keys and deploy", () => {
  it("throws no exception and loses no limit", () => {
    let models = 0;
    fc.assert(
      fc.property(service, maybe(fc.constant({ image: "redis" })), (own, other) => {
        const services = { web: { image: "nginx", ...own }, ...(other ? { db: other } : {}) };
        const { model, diagnostics } = reading(JSON.stringify({ services }));
        assert.equal(model === undefined, diagnostics.length > 0);
        if (!model) return;
        models++;
        const { text } = renderStackFile(model, { images: {}, objectNames: {} });
        const { deploy, volumes = [] } = JSON.parse(text).services.web;
        const written: Limits = own.deploy?.resources?.limits ?? {};
        const limits: Limits = deploy.resources?.limits ?? {};
        const { cpus, mem_limit, pids_limit = 0, shm_size } = own;
        const size = (value: string | undefined) => (value === undefined ? undefined : bytes(value));
        assert.equal(Number(limits.cpus ?? 0), Number(written.cpus ?? cpus ?? 0));
        assert.equal(size(limits.memory), size(written.memory ?? mem_limit));
        assert.equal(limits.pids, written.pids ?? (pids_limit > 0 ? pids_limit : undefined));
        const shared = volumes.find(({ target }: { target: string }) => target === "/dev/shm");
        assert.equal(shared?.tmpfs.size, size(shm_size));
        assert.equal(deploy.replicas, own.scale ?? own.deploy?.replicas);
        const differs = [
          [cpus, written.cpus, Number],
          [mem_limit, written.memory, (value: unknown) => bytes(String(value))],
        ] as const;
        const expected = differs.filter(
          ([short, long, count]) => short !== undefined && long !== undefined && count(short) !== count(long),
        );
        const counted = model.warnings.filter(({ path }) => /(cpus|mem_limit)$/.test(path));
        assert.equal(counted.length, expected.length);
      }),
      { numRuns: 1000 },
    );
    assert.ok(models > 50, `${models} of 1000 had no diagnostic`);
  });
});
