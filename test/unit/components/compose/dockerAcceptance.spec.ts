// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { passedKeys } from "../../../../components/compose/schema/serviceRules.ts";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { modelOf } from "../../../support/composeModel.ts";

const read = (file: string) => readFileSync(new URL(`./everyKey/${file}`, import.meta.url), "utf8");

/** What docker reads in a rewritten file; docker stack config needs no engine, but the deploying one reads so too. */
function dockerReads(text: string, beside: Parameters<typeof modelOf>[1] = {}): Record<string, unknown> {
  const model = modelOf(text, { ...beside, pinVolumes: false });
  const made = model.objects.map(({ kind, key }) => [`${kind}/${key}`, `shop_${key}-1`]);
  const objectNames = { "config/page": "shop_page-1", ...Object.fromEntries(made) };
  const file = renderStackFile(model, { images: {}, objectNames }).text;
  const args = ["stack", "config", "--compose-file", "-"];
  const { version: _version, ...document } = parse(execFileSync("docker", args, { input: file }).toString());
  for (const service of Object.values<{ labels: Record<string, string> }>(document.services))
    delete service.labels["swarm.revision"];
  return document;
}

describe("docker", () => {
  it("receives every key that this program passes on", () => {
    const { web } = modelOf(read("compose.yaml")).document.services;
    assert.deepEqual(
      passedKeys.filter((key) => !(key in (web ?? {}))),
      [],
    );
  });

  it("accepts every key with the same meaning", () => {
    assert.deepEqual(dockerReads(read("compose.yaml")), parse(read("docker.yaml")));
  });

  it("accepts short forms", () => {
    const text = [
      "services:",
      "  web: {image: nginx, ports: ['8000-8001:80-81'], volumes: ['data:/data:ro'], networks: [front], tmpfs: /run}",
      "  api: {image: nginx, labels: [a=b], depends_on: {web: }, expose: [80], entrypoint: [a], extra_hosts: {a: 1.2.3.4}}",
      "networks: {front: , old: {external: {name: edge}}}",
      "volumes: {data: }",
    ];
    const port = { mode: "ingress", protocol: "tcp" };
    const deploy = {
      update_config: { failure_action: "rollback", order: "start-first" },
      rollback_config: { order: "start-first" },
    };
    assert.deepEqual(dockerReads(text.join("\n")), {
      services: {
        web: {
          image: "nginx",
          deploy,
          labels: {},
          networks: { front: {} },
          ports: [
            { ...port, published: 8000, target: 80 },
            { ...port, published: 8001, target: 81 },
          ],
          volumes: [
            { type: "volume", source: "data", target: "/data", read_only: true },
            { type: "tmpfs", target: "/run" },
          ],
        },
        api: {
          image: "nginx",
          deploy,
          entrypoint: ["a"],
          extra_hosts: ["a:1.2.3.4"],
          labels: { a: "b" },
        },
      },
      networks: { front: {}, old: { name: "edge", external: true } },
      volumes: { data: {} },
    });
  });

  it("accepts what becomes of bind mounts", () => {
    const text =
      "services: {web: {image: a, volumes: ['./conf:/etc/web', {type: bind, source: ./data, target: /data, bind: {create_host_path: true, propagation: rslave}}, './here:/here']}}";
    const { services, volumes, configs } = dockerReads(text, {
      files: { "conf/a": "a" },
      binds: { "./here": "host" },
    }) as Record<string, Record<string, unknown>>;
    const { deploy: _deploy, ...web } = (services?.web ?? {}) as Record<string, unknown>;
    assert.deepEqual(
      [web, volumes, configs],
      [
        {
          image: "a",
          labels: {},
          configs: [{ source: "a-951ce849", target: "/etc/web/a" }],
          volumes: [
            { type: "tmpfs", target: "/etc/web", read_only: true },
            { type: "volume", source: "data-3a6eb079", target: "/data" },
            { type: "bind", source: "/project/here", target: "/here" },
          ],
        },
        { "data-3a6eb079": {} },
        { "a-951ce849": { external: true, name: "shop_a-951ce849-1" } },
      ],
    );
  });

  it("accepts translated keys", () => {
    const short =
      "restart: 'on-failure:3', mem_limit: 64m, mem_reservation: 32m, cpus: 0.5, pids_limit: 9, scale: 2, shm_size: 1m, hostname: a, domainname: b.c, platform: linux/amd64, links: ['db:store']";
    const text = `services: {web: {image: a, ${short}}, db: {image: b, volumes: [{type: bind, source: /s, target: /s, bind: {create_host_path: true}}]}}`;
    const { services } = dockerReads(text) as { services: Record<string, Record<string, unknown>> };
    assert.deepEqual(services.web, {
      image: "a",
      labels: {},
      hostname: "a.b.c",
      volumes: [{ type: "tmpfs", target: "/dev/shm", tmpfs: { size: 1048576 } }],
      deploy: {
        replicas: 2,
        resources: {
          limits: { cpus: "0.5", memory: "67108864", pids: 9 },
          reservations: { memory: "33554432" },
        },
        restart_policy: { condition: "on-failure", max_attempts: 3 },
        placement: { constraints: ["node.platform.os == linux", "node.platform.arch == x86_64"] },
        update_config: { failure_action: "continue" },
      },
    });
    assert.deepEqual(services.db?.networks, { default: { aliases: ["store"] } });
  });

  it("accepts what a file says in docker compose's terms, and what only swarm knows", () => {
    const text = [
      "services:",
      "  web: {image: a, network_mode: host, ports: ['80:80'], stop_grace_period: 1d}",
      "  api: {image: b, ports: ['3868:3868/SCTP'], secrets: [pw], volumes: [{type: cluster, source: data, target: /d}]}",
      "  build: {image: c, environment: {y: 1, N: 2}, deploy: {resources: {limits: {memory: .5g, cpus: '1/2'}}}}",
      "volumes: {data: {driver: csi, x-cluster-spec: {group: g}}}",
      "secrets: {pw: {driver: vault, driver_opts: {path: kv}, labels: [a=b]}}",
    ];
    const file = renderStackFile(modelOf(text.join("\n")), {
      images: {},
      objectNames: { "secret/pw": "shop_pw-1" },
    }).text;
    const read = parse(
      execFileSync("docker", ["stack", "config", "--compose-file", "-"], { input: file }).toString(),
    );
    const { web, api, build } = read.services;
    assert.deepEqual([web.networks, web.ports, web.stop_grace_period], [{ host: {} }, undefined, "24h0m0s"]);
    assert.deepEqual(read.networks, { host: { name: "host", external: true } });
    assert.deepEqual(api.ports, [{ mode: "ingress", target: 3868, published: 3868, protocol: "sctp" }]);
    assert.deepEqual(api.volumes, [{ type: "cluster", source: "data", target: "/d" }]);
    assert.deepEqual(read.volumes, { data: { driver: "csi", "x-cluster-spec": { group: "g" } } });
    assert.deepEqual(read.secrets.pw, {
      name: "shop_pw-1",
      driver: "vault",
      driver_opts: { path: "kv" },
      labels: { a: "b" },
    });
    assert.deepEqual(build.environment, { y: "1", N: "2" });
    assert.deepEqual(build.deploy.resources, { limits: { cpus: "1/2", memory: "536870912" } });
  });

  it("accepts jobs", () => {
    const text =
      "services: {once: {image: a, deploy: {mode: replicated-job, replicas: 3}}, all: {image: a, deploy: {mode: global-job}}}";
    assert.deepEqual(dockerReads(text), {
      services: {
        once: { image: "a", labels: {}, deploy: { mode: "replicated-job", replicas: 3 } },
        all: { image: "a", labels: {}, deploy: { mode: "global-job" } },
      },
    });
  });

  it("receives any text unchanged, with dollars and quotes", () => {
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), {
      minLength: 50,
      maxLength: 50,
    });
    const special = [
      "$5 $$ ${A}",
      "yes",
      "null",
      "0123",
      "1e3",
      "a: b # c",
      "\t\"'\\",
      "x".repeat(5000),
      "é\u2028😀",
      ...[
        "\u0001",
        "\u001f",
        "\u007f",
        "\u0080",
        "\u0085",
        "\u009f",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\uffff",
      ].map((character) => `a${character}😀`),
    ];
    fc.assert(
      fc.property(texts, (some) => {
        const values = Object.fromEntries([...special, ...some].map((value, index) => [`V${index}`, value]));
        const doubled = JSON.stringify({ services: { web: { image: "a", environment: values } } }).replaceAll(
          "$",
          "$$$$",
        );
        const { services } = dockerReads(doubled) as { services: { web: { environment: unknown } } };
        assert.deepEqual(services.web.environment, values);
      }),
      { numRuns: 10 },
    );
  });
});
