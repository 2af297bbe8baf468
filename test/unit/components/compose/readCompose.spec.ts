// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { modelOf } from "../../../support/composeModel.ts";

/** The service `web` with these lines, in its normal form. */
function web(lines: string, beside?: Parameters<typeof modelOf>[1]) {
  const { image, ...service } =
    modelOf(`services: {web: {image: nginx, ${lines}}}\n`, beside).document.services.web ?? {};
  assert.equal(image, "nginx");
  return service;
}

describe("a compose file", () => {
  it("becomes plain data with absolute paths", () => {
    const model = modelOf(
      [
        "version: '3.8'",
        "x-any: {thing: 1}",
        "services:",
        "  web: {build: ./web, ports: ['80:8080'], networks: [front], secrets: [password]}",
        "  api:",
        "    build: {context: ., dockerfile: api/Dockerfile, target: run, args: {VERSION: 2, TOKEN: }}",
        "    networks: {front: {aliases: [backend]}}",
        "  data: {image: 'redis:${TAG:-8}', volumes: ['data:/data']}",
        "networks: {front: }",
        "volumes: {data: }",
        "configs: {page: {content: 'hello ${WHO}'}}",
        "secrets: {password: {file: ./password.txt}, token: {environment: TOKEN}, old: {external: true}}",
      ].join("\n"),
      {
        files: { "web/Dockerfile": "", "api/Dockerfile": "", "password.txt": "hush\n" },
        env: { WHO: "world" },
        environment: { TOKEN: "t0ken" },
      },
    );
    assert.deepEqual(model, {
      name: "shop",
      file: "compose.yaml",
      document: {
        services: {
          web: {
            build: { context: "./web" },
            ports: [{ target: 8080, published: 80, protocol: "tcp", mode: "ingress" }],
            networks: { front: {} },
            secrets: [{ source: "password" }],
          },
          api: {
            build: {
              context: ".",
              dockerfile: "api/Dockerfile",
              target: "run",
              args: { VERSION: "2", TOKEN: null },
            },
            networks: { front: { aliases: ["backend"] } },
          },
          data: { image: "redis:8", volumes: [{ type: "volume", source: "data", target: "/data" }] },
        },
        networks: { front: {} },
        volumes: { data: {} },
        configs: { page: { content: "hello world" } },
        secrets: {
          password: { file: "./password.txt" },
          token: { environment: "TOKEN" },
          old: { external: true },
        },
      },
      builds: {
        web: { context: "/project/web", dockerfile: "/project/web/Dockerfile", args: {} },
        api: {
          context: "/project",
          dockerfile: "/project/api/Dockerfile",
          target: "run",
          args: { VERSION: "2", TOKEN: "t0ken" },
        },
      },
      pinned: [{ volumes: ["shop_data"], services: ["data"] }],
      ports: [
        {
          service: "web",
          target: 8080,
          published: 80,
          protocol: "tcp",
          mode: "ingress",
          http: false,
          everywhere: true,
        },
      ],
      binds: {},
      warnings: [],
      objects: [
        { kind: "config", key: "page", content: Buffer.from("hello world") },
        { kind: "secret", key: "password", content: Buffer.from("hush\n") },
        { kind: "secret", key: "token", content: Buffer.from("t0ken") },
      ],
    });
  });

  it("takes variables from the stack first, then the environment, then .env", () => {
    const own = { env: { A: "stack" } };
    const beside = {
      ...own,
      environment: { A: "shell", B: "shell" },
      files: { ".env": "A=file\nB=file\nC=file\n" },
    };
    assert.deepEqual(web("command: ['$A', '$B', '$C']", beside), { command: ["stack", "shell", "file"] });
  });

  it("builds one environment from files, mappings and variables", () => {
    const beside = {
      files: { "one.env": "A=1\nB=1\n", "two.env": "B=2\nC='$D'\n" },
      environment: { HOME: "/home/ada" },
    };
    const files = "env_file: [one.env, {path: two.env}, {path: gone.env, required: false}]";
    assert.deepEqual(web(`${files}, environment: {C: 3.5, FLAG: true, HOME: , EMPTY: ''}`, beside), {
      environment: { A: "1", B: "2", C: "3.5", FLAG: "true", HOME: "/home/ada", EMPTY: "" },
    });
    assert.deepEqual(web("env_file: two.env, environment: [HOME, 'E=a=b']", beside), {
      environment: { B: "2", C: "$D", HOME: "/home/ada", E: "a=b" },
    });
  });

  it("expands short ports", () => {
    const { ports } = modelOf(
      [
        "services:",
        "  web:",
        "    image: nginx",
        "    ports:",
        "      - 8080:80",
        "      - '2222:22/tcp'",
        "      - '9000-9001:90-91/udp'",
        "      - {target: '${TARGET}', published: '81', mode: host, app_protocol: http, name: www}",
      ].join("\n"),
      { env: { TARGET: "8081" } },
    );
    const ingress = { service: "web", mode: "ingress", http: false, everywhere: true };
    assert.deepEqual(ports, [
      { ...ingress, published: 8080, target: 80, protocol: "tcp" },
      { ...ingress, published: 2222, target: 22, protocol: "tcp" },
      { ...ingress, published: 9000, target: 90, protocol: "udp" },
      { ...ingress, published: 9001, target: 91, protocol: "udp" },
      {
        ...{ service: "web", published: 81, target: 8081, protocol: "tcp", mode: "host", http: true },
        everywhere: false,
      },
    ]);
  });

  it("distinguishes ports of every node from ports of some nodes", () => {
    const everywhere = (keys: string) =>
      modelOf(`services: {web: {image: nginx, ${keys}}}`).ports.map((port) => port.everywhere);
    const host = "ports: [{target: 80, published: 80, mode: host}]";
    assert.deepEqual(everywhere("ports: ['80:80']"), [true]);
    assert.deepEqual(everywhere(host), [false]);
    assert.deepEqual(everywhere(`${host}, deploy: {mode: global}`), [true]);
    const workers = "deploy: {mode: global, placement: {constraints: [node.role == worker]}}";
    assert.deepEqual(everywhere(`${host}, ${workers}`), [false]);
    assert.deepEqual(everywhere(`${host}, platform: linux/amd64, deploy: {mode: global}`), [false]);
  });

  it("expands short mounts", () => {
    const { document } = modelOf(
      [
        "services:",
        "  web:",
        "    image: nginx",
        "    tmpfs: ['/run', '/tmp:size=64m']",
        "    volumes:",
        "      - /cache",
        "      - data:/data:ro,nocopy",
        "      - /srv/www:/www:rw,rslave",
        "      - {type: tmpfs, target: /scratch, tmpfs: {size: 1.5g}}",
        "volumes: {data: {name: shared, driver: local, driver_opts: {type: nfs, o: 5}}}",
      ].join("\n"),
    );
    assert.deepEqual(document.volumes, {
      data: { name: "shared", driver: "local", driver_opts: { type: "nfs", o: "5" } },
    });
    assert.deepEqual(document.services.web?.tmpfs, [
      { type: "tmpfs", target: "/run" },
      { type: "tmpfs", target: "/tmp", tmpfs: { size: 67108864 } },
    ]);
    assert.deepEqual(document.services.web?.volumes, [
      { type: "volume", target: "/cache" },
      { type: "volume", source: "data", target: "/data", read_only: true, volume: { nocopy: true } },
      { type: "bind", source: "/srv/www", target: "/www", bind: { propagation: "rslave" } },
      { type: "tmpfs", target: "/scratch", tmpfs: { size: 1610612736 } },
    ]);
  });

  it("reads numbers and booleans as docker does", () => {
    const env = { COUNT: "3", ON: "yes" };
    const { document } = modelOf(
      [
        "services:",
        "  web: {image: nginx, secrets: [{source: a, mode: 0440}], configs: [{source: b, mode: '0444'}]}",
        "secrets: {a: {external: true}}",
        "configs: {b: {external: true}}",
      ].join("\n"),
    );
    assert.deepEqual(document.services.web?.secrets, [{ source: "a", mode: 0o440 }]);
    assert.deepEqual(document.services.web?.configs, [{ source: "b", mode: 0o444 }]);
    assert.deepEqual(
      web("read_only: $ON, init: off, deploy: {replicas: '${COUNT}', resources: {limits: {cpus: 0.5}}}", {
        env,
      }),
      {
        read_only: true,
        init: false,
        deploy: { replicas: 3, resources: { limits: { cpus: "0.5" } } },
      },
    );
    assert.deepEqual(web("labels: {'on': yes}"), { labels: { on: "yes" } });
    assert.deepEqual(web("environment: {ID: 12345678901234567890, OCTAL: 010}"), {
      environment: { ID: "12345678901234567890", OCTAL: "8" },
    });
  });

  it("shares keys with anchors and <<, and drops extensions", () => {
    const { document } = modelOf(
      [
        "x-base: &base {image: nginx, logging: {driver: json-file, options: {max-file: 3}}, x-note: a}",
        "services:",
        "  one: {<<: *base, image: httpd}",
        "  two: *base",
      ].join("\n"),
    );
    const logging = { driver: "json-file", options: { "max-file": "3" } };
    assert.deepEqual(document.services, {
      one: { image: "httpd", logging },
      two: { image: "nginx", logging },
    });
  });

  it("accepts every form of a key", () => {
    const both = ["CHOWN", "KILL"];
    assert.deepEqual(
      web("command: a b, dns: 1.1.1.1, cap_add: [CHOWN, KILL, CHOWN], labels: [a=b, c], depends_on: {web: }"),
      {
        command: "a b",
        dns: ["1.1.1.1"],
        cap_add: both,
        labels: { a: "b", c: "" },
        depends_on: { web: { condition: "service_started", required: true } },
      },
    );
    assert.deepEqual(
      web("entrypoint: [a, b], ulimits: {nofile: 1024, nproc: {soft: 1, hard: 2}}, expose: [80]"),
      {
        entrypoint: ["a", "b"],
        ulimits: { nofile: 1024, nproc: { soft: 1, hard: 2 } },
        expose: ["80"],
      },
    );
    assert.deepEqual(web("deploy: , environment: {}"), { deploy: {}, environment: {} });
  });

  it("accepts the old syntax for external names", () => {
    const { document } = modelOf(
      "services: {web: {image: nginx}}\nnetworks: {front: {external: {name: edge}}, back: {external: false}}\n",
    );
    assert.deepEqual(document.networks, { front: { external: true, name: "edge" }, back: {} });
  });
});
