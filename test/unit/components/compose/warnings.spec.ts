// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { modelOf } from "../../../support/composeModel.ts";
import { lines, web } from "../../badInput/badInput.ts";

const publish = (text: string) => `write ${text} to publish it on every node, or remove it`;
const random = "is not published: it names no port of the nodes, and swarm would pick one at random";
const unset = (name: string) =>
  `uses the variable ${name}, which is not set and counts as empty → set ${name} in the stack's env, or give it a default: \${${name}:-}`;
const memory = (option: string) =>
  `has the option ${option}, which is left out; everyone in the container may write there → remove it`;
const asList = 'write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell';
const addresses = "is left out; swarm gives the addresses of its networks → remove it";

/** What this program warns about in a compose file that docker compose takes, besides what a table of keys can say. */
const warned: Readonly<Record<string, readonly [compose: string, ...warnings: string[]]>> = {
  "a port that swarm would pick": [
    web("ports: [80, '443/tcp', {target: 8443}, '9000-9001']"),
    `services.web.ports[0]: ${random} → ${publish('"80:80"')}`,
    `services.web.ports[1]: ${random} → ${publish('"443:443/tcp"')}`,
    `services.web.ports[2]: ${random} → ${publish("published: 8443 beside it")}`,
    `services.web.ports[3]: ${random} → ${publish('"9000-9001:9000-9001"')}`,
  ],
  "a port of the node itself": [
    web("ports: ['127.0.0.1:80:8080/tcp', '[::1]:81:81', {target: 82, published: 82, host_ip: 127.0.0.1}]"),
    `services.web.ports[0]: is not published: swarm has no ports for 127.0.0.1 alone → ${publish('"80:8080/tcp"')}`,
    `services.web.ports[1]: is not published: swarm has no ports for [::1] alone → ${publish('"81:81"')}`,
    `services.web.ports[2]: is not published: swarm has no ports for 127.0.0.1 alone → ${publish("it without host_ip")}`,
  ],
  "a variable that is not set": [
    web("hostname: ${NAME}", "user: ${A:-$WHO}", "labels: {a: '${toString}'}"),
    `services.web.hostname: ${unset("NAME")}`,
    `services.web.user: ${unset("WHO")}`,
    `services.web.labels.a: ${unset("toString")}`,
  ],
  "a variable of the environment that is not set": [
    web("environment: [A, B=b, C]"),
    "services.web.environment: has no value for A, C, and none is set here; left out → set them in the stack's env where the service needs them, or remove them",
  ],
  "a command that only a shell understands": [
    web("command: npm run migrate && npm start", "entrypoint: 'a | b; c'"),
    `services.web.command: runs without a shell; docker drops "&& npm start" → ${asList}`,
    `services.web.entrypoint: runs without a shell; docker drops "| b; c" → ${asList}`,
  ],
  "another name for the stack": [
    lines("name: store", web()),
    "name: is left out; the stack is called shop, as in swarm:stacks → remove it",
  ],
  "a bridge": [
    lines(web("networks: [front]"), "networks: {front: {driver: bridge, driver_opts: {a: b}}}"),
    "networks.front.driver: is left out; an overlay network takes its place on all nodes → write overlay, or remove it",
    "networks.front.driver_opts: is left out with the driver bridge → remove it",
  ],
  "a network with IPv6": [
    lines(web("networks: [front]"), "networks: {front: {enable_ipv6: true, enable_ipv4: true}}"),
    "networks.front.enable_ipv6: is left out; swarm's networks have no IPv6 → remove it",
  ],
  "a gateway": [
    lines(
      web("networks: [front]"),
      "networks: {front: {ipam: {config: [{subnet: 10.9.0.0/24, gateway: 10.9.0.1}]}}}",
    ),
    `networks.front.ipam.config[0].gateway: ${addresses}`,
  ],
  "a health check that is disabled": [
    web("healthcheck: {test: curl localhost, retries: 3, disable: true}"),
    "services.web.healthcheck: is disabled, so it is left out with its test, retries → remove one of the two",
  ],
  "a service that another one waits for to end": [
    lines(
      web("depends_on: {init: {condition: service_completed_successfully}}"),
      "  init: {image: busybox}",
      "  again: {image: busybox, depends_on: {init: {condition: service_completed_successfully}}}",
    ),
    "services.init: ends by itself, for web waits until it completes; it is started again only when it fails → write restart: on-failure",
  ],
  "options of a mount in memory": [
    web("tmpfs: ['/run:size=64m,mode=1777,noexec,rw', '/tmp:uid=1000,mode=0700,size=1g']"),
    `services.web.tmpfs: ${memory("uid=1000")}`,
    `services.web.tmpfs: ${memory("mode=0700")}`,
  ],
  "the mode of a mount in memory": [
    web(
      "volumes: [{type: tmpfs, target: /a, tmpfs: {mode: 0700}}, {type: tmpfs, target: /b, tmpfs: {mode: 01777}}]",
    ),
    "services.web.volumes[0].tmpfs.mode: is left out; everyone in the container may write there → remove it",
  ],
  "a config with a name": [
    lines(web("configs: [page]"), "configs: {page: {content: a, name: page_v1}}"),
    "configs.page.name: is left out; the name in the swarm is the key and a hash of the content → remove it",
  ],
};

describe("a compose file warns about", () => {
  for (const [name, [compose, ...warnings]] of Object.entries(warned))
    it(name, () => {
      const found = modelOf(compose).warnings.map(
        ({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`,
      );
      assert.deepEqual(
        found,
        warnings.map((note) => `compose.yaml: ${note}`),
      );
    });

  it("nothing in a service that is not deployed", () => {
    const text = lines(web(), "  extra: {image: 'nginx:${TAG}', profiles: [extra], environment: [A]}");
    assert.deepEqual(modelOf(text).warnings, []);
  });

  it("nothing that swarm does the same way", () => {
    const text = web(
      "ports: ['0.0.0.0:80:80', '[::]:81:81', {target: 82, published: 82, host_ip: 0.0.0.0}]",
      "tmpfs: ['/run:rw,noexec,nosuid,nodev,mode=1777']",
      "platform: ''",
      "command:",
      "entrypoint: null",
    );
    const { warnings, ports, document } = modelOf(text);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      ports.map(({ published }) => published),
      [80, 81, 82],
    );
    assert.deepEqual(Object.keys(document.services.web ?? {}), ["image", "ports", "tmpfs"]);
  });
});

describe("a local file that a service reads", () => {
  const files = { "web/nginx.conf": "worker_processes 1;\n", "start.sh": "#!/bin/sh\n" };
  const read = (compose: string) => modelOf(compose, { files, executable: ["start.sh"] });
  const mounts = "volumes: ['./web/nginx.conf:/etc/nginx/nginx.conf:ro', 'data:/data']";

  it("becomes a config with its target path and content", () => {
    const { document, objects, warnings } = read(lines(web(mounts), "volumes: {data: }"));
    const source = "nginx.conf-9021c927";
    assert.deepEqual(document.services.web?.configs, [{ source, target: "/etc/nginx/nginx.conf" }]);
    assert.deepEqual(document.services.web?.volumes, [{ type: "volume", source: "data", target: "/data" }]);
    assert.deepEqual(objects, [
      { kind: "config", key: source, content: Buffer.from("worker_processes 1;\n") },
    ]);
    assert.deepEqual(
      warnings.map(({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`),
      [
        "compose.yaml: services.web.volumes[0]: brings ./web/nginx.conf into the swarm as a config; a change of the file takes effect with the next up → write it under configs, or under secrets if it is one",
      ],
    );
  });

  it("stays executable", () => {
    const { document } = read(web("volumes: [{type: bind, source: start.sh, target: /go, read_only: true}]"));
    const [config] = document.services.web?.configs ?? [];
    assert.deepEqual([config?.target, config?.mode], ["/go", 0o555]);
  });

  it("is one config for several services", () => {
    const text = lines(web(mounts), `  other: {image: a, ${mounts}}`, "volumes: {data: }");
    assert.deepEqual(Object.keys(read(text).document.configs), ["nginx.conf-9021c927"]);
  });
});
