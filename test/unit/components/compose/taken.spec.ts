// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { objectNames } from "../../../../components/stack/stackObjects.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { lines, web } from "../../badInput/badInput.ts";

type Files = Readonly<Record<string, string>>;

/** What docker gets for a compose file, and the warnings. */
function rendered(text: string, files: Files = {}) {
  const model = modelOf(text, { files });
  const names = objectNames(model, "key");
  const file = JSON.parse(renderStackFile(model, { images: {}, objectNames: names }).text);
  const warnings = model.warnings.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`);
  return { file, model, warnings: warnings.map((line) => line.replace("compose.yaml: ", "")) };
}

/** The service `web` without what this program adds. */
function webOf(text: string, files: Files = {}) {
  const { file, ...rest } = rendered(text, files);
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
const taken: readonly (readonly [line: string, service: object, ...warnings: string[]])[] = [
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
  ["sysctls: ['__proto__=1']", { sysctls: { ["__proto__"]: "1" } }],
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
    "deploy: {rollback_config: {failure_action: rollback}}",
    {},
    "services.web.deploy.rollback_config.failure_action: pauses the rollback; swarm rolls none back → write pause",
  ],
];

describe("docker takes, and so does this program:", () => {
  for (const [line, expected, ...warnings] of taken)
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

describe("a compose file", () => {
  it("can have services, networks, volumes and configs called build and image", () => {
    const { file } = rendered(
      lines(
        "services: {build: {image: a, networks: [image], volumes: ['build:/b'], configs: [image]}, image: {image: b}}",
        "networks: {image: {}}",
        "volumes: {build: {}}",
        "configs: {image: {external: true}}",
        "x-image: {image: c}",
      ),
    );
    assert.deepEqual(Object.keys(file.services), ["build", "image"]);
    assert.deepEqual(file.networks, { image: {} });
  });

  it("passes the labels of configs and secrets, and a template", () => {
    const { model } = rendered(
      lines(
        web("configs: [page]", "secrets: [pw]"),
        "configs: {page: {content: a, labels: {caddy: b, __proto__: c}}}",
        "secrets: {pw: {file: pw.txt, labels: [d=e, f], template_driver: golang}}",
      ),
      { "pw.txt": "hush" },
    );
    const [page, pw] = model.objects;
    assert.deepEqual(Object.entries(page?.labels ?? {}), [
      ["caddy", "b"],
      ["__proto__", "c"],
    ]);
    assert.deepEqual([pw?.labels, pw?.template], [{ d: "e", f: "" }, "golang"]);
  });

  it("leaves a secret of a driver to docker, under a name of its own", () => {
    const of = (options: string) =>
      rendered(
        lines(
          web("secrets: [pw]"),
          `secrets: {pw: {driver: vault, driver_opts: {path: ${options}}, labels: {a: b}}}`,
        ),
      ).file.secrets.pw;
    const { name, ...secret } = of("kv");
    assert.match(name, /^shop_pw-[0-9a-f]{12}$/);
    assert.deepEqual(secret, { driver: "vault", driver_opts: { path: "kv" }, labels: { a: "b" } });
    assert.notEqual(of("other").name, name);
  });

  it("shortens names in the swarm to 64 characters", () => {
    const key = "prometheus-targets-of-the-services-behind-the-ingress-of-it";
    const { file } = rendered(lines(web(`configs: [${key}]`), `configs: {${key}: {content: a}}`));
    assert.match(
      file.configs[key].name,
      /^shop_prometheus-targets-of-the-services-behind-the--[0-9a-f]{12}$/,
    );
    assert.equal(file.configs[key].name.length, 64);
  });

  it("keeps the IPv4 range of a network that has an IPv6 range, too", () => {
    const ranges = "[{subnet: 10.9.0.0/24}, {subnet: '2001:db8::/64', gateway: '2001:db8::1'}]";
    const { file, warnings } = rendered(
      lines(web("networks: [net]"), `networks: {net: {enable_ipv6: true, ipam: {config: ${ranges}}}}`),
    );
    assert.deepEqual(file.networks.net, { ipam: { config: [{ subnet: "10.9.0.0/24" }] } });
    assert.deepEqual(warnings, [
      "networks.net.enable_ipv6: is left out; swarm's networks have no IPv6 → remove it",
      "networks.net.ipam.config[1]: is left out; swarm's networks have no IPv6 → remove it",
    ]);
  });

  it("leaves out what an external network has beside its name", () => {
    const { file, warnings } = rendered(
      lines(
        web("networks: [net]"),
        "networks: {net: {external: true, name: edge, driver: overlay, attachable: true}}",
      ),
    );
    assert.deepEqual(file.networks.net, { external: true, name: "edge" });
    assert.deepEqual(warnings, [
      "networks.net.driver: is left out; the network is external → remove it",
      "networks.net.attachable: is left out; the network is external → remove it",
    ]);
  });

  it("takes a key of its own for the nodes' network if host is taken", () => {
    const { file } = rendered(
      lines(web("network_mode: host"), "  api: {image: a, networks: [host]}", "networks: {host: {}}"),
    );
    assert.deepEqual(file.services.web.networks, { "node-host": {} });
    assert.deepEqual(file.networks, { host: {}, "node-host": { external: true, name: "host" } });
    assert.equal(file.services.web.deploy.update_config.order, undefined);
  });

  it("leaves out arguments of a build without a value", () => {
    const { model, warnings } = rendered(
      lines("services: {web: {build: {context: ., args: [HTTP_PROXY, A=b]}}}"),
      { Dockerfile: "" },
    );
    assert.deepEqual(model.builds.web?.args, { A: "b" });
    assert.deepEqual(warnings, [
      "services.web.build.args.HTTP_PROXY: has no value, and no variable of that name is set; left out → write HTTP_PROXY: value, set it in the stack's env, or remove it",
    ]);
  });

  it("builds for services with upper case", () => {
    const { model } = rendered("services: {webApp: {build: .}}\n", { Dockerfile: "" });
    assert.deepEqual(Object.keys(model.builds), ["webApp"]);
  });

  it("passes cluster volumes", () => {
    const spec =
      "{group: g, access_mode: {scope: single, sharing: none, mount_volume: {}}, capacity_range: {required_bytes: 1G}}";
    const { file } = rendered(lines(web(), `volumes: {data: {driver: csi, x-cluster-spec: ${spec}}}`));
    assert.deepEqual(file.volumes.data, {
      driver: "csi",
      "x-cluster-spec": {
        access_mode: { mount_volume: {}, scope: "single", sharing: "none" },
        capacity_range: { required_bytes: "1G" },
        group: "g",
      },
    });
  });
});
