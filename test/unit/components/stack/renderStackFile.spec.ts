// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { modelOf } from "../../../support/composeModel.ts";

const digest = (letter: string) => `registry:5000/shop/web@sha256:${letter.repeat(64)}`;
const files = { "web/Dockerfile": "", "password.txt": "hush" };

const shop = [
  "version: '3.8'",
  "x-any: {thing: 1}",
  "services:",
  "  web:",
  "    build: ./web",
  "    x-note: a",
  "    depends_on: [data]",
  "    expose: [80]",
  "    environment: {PRICE: '$$5', WHO: '{{.Node.Hostname}}'}",
  "    ports: [{target: 8080, published: 80, mode: host, app_protocol: http}]",
  "    configs: [{source: page, target: /page.json}]",
  "    secrets: [password, old]",
  "    networks: [front]",
  "    deploy: {replicas: 2, update_config: {parallelism: 2}}",
  "  data: {image: redis, tmpfs: /run, deploy: {update_config: {order: start-first, failure_action: pause}}}",
  "networks: {front: {driver: overlay}}",
  "configs: {page: {content: '${WHO:-hello}'}}",
  "secrets: {password: {file: ./password.txt}, old: {external: true, name: old_v1}}",
].join("\n");

const objectNames = { "config/page": "shop_page-1234", "secret/password": "shop_password-5678" };

function rewritten(text = shop, images: Readonly<Record<string, string>> = { web: digest("a") }) {
  return renderStackFile(modelOf(text, { files }), { images, objectNames });
}

/** Of the only service `web` with these lines. */
function revision(lines: string, more = "", names: Readonly<Record<string, string>> = {}) {
  const model = modelOf(`services: {web: {image: nginx, ${lines}}}\n${more}`);
  return renderStackFile(model, { images: {}, objectNames: names }).revisions.web;
}

function deployOf(lines: string, more = "") {
  const model = modelOf(`services: {web: {image: nginx, ${lines}}}\n${more}`);
  return JSON.parse(renderStackFile(model, { images: {}, objectNames: {} }).text).services.web.deploy;
}

describe("a rendered compose file", () => {
  it("contains exactly what swarm needs", () => {
    const { text, revisions, expectations } = rewritten();
    assert.match(revisions.web ?? "", /^[0-9a-f]{12}$/);
    assert.deepEqual(JSON.parse(text), {
      configs: { page: { external: true, name: "shop_page-1234" } },
      networks: { front: { driver: "overlay" } },
      secrets: {
        old: { external: true, name: "old_v1" },
        password: { external: true, name: "shop_password-5678" },
      },
      services: {
        data: {
          deploy: { update_config: { failure_action: "pause", order: "start-first" } },
          image: "redis",
          labels: { "swarm.revision": revisions.data },
          volumes: [{ target: "/run", type: "tmpfs" }],
        },
        web: {
          configs: [{ source: "page", target: "/page.json" }],
          deploy: { replicas: 2, update_config: { failure_action: "rollback", parallelism: 2 } },
          environment: { PRICE: "$$5", WHO: "{{.Node.Hostname}}" },
          image: digest("a"),
          labels: { "swarm.revision": revisions.web },
          networks: { front: {} },
          ports: [{ mode: "host", protocol: "tcp", published: 80, target: 8080 }],
          secrets: [{ source: "password" }, { source: "old" }],
        },
      },
    });
    assert.deepEqual(expectations, {
      web: { ends: "never", healthcheck: false },
      data: { ends: "never", healthcheck: false },
    });
  });

  it("contains no content of a config or secret", () => {
    assert.equal(/hush|hello/.test(rewritten().text), false);
  });

  it("does not depend on the order of the input", () => {
    const one = "services: {a: {image: x, user: u, read_only: true}, b: {image: y}}\n";
    const other = "services: {b: {image: y}, a: {read_only: true, user: u, image: x}}\n";
    assert.equal(rewritten(one, {}).text, rewritten(other, {}).text);
  });

  it("sorts its keys", () => {
    const { text } = rewritten("services: {web: {user: u, image: x, labels: {b: 1, a: 2}}}\n", {});
    assert.equal(
      text.replace(/"[0-9a-f]{12}"/, '"…"'),
      [
        "{",
        '  "services": {',
        '    "web": {',
        '      "deploy": {',
        '        "rollback_config": {',
        '          "order": "start-first"',
        "        },",
        '        "update_config": {',
        '          "failure_action": "rollback",',
        '          "order": "start-first"',
        "        }",
        "      },",
        '      "image": "x",',
        '      "labels": {',
        '        "a": "2",',
        '        "b": "1",',
        '        "swarm.revision": "…"',
        "      },",
        '      "user": "u"',
        "    }",
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("requires a name for each of its configs and secrets", () => {
    const model = modelOf(shop, { files });
    assert.throws(
      () => renderStackFile(model, { images: {}, objectNames: {} }),
      new Error("no name for the config page"),
    );
  });
});

describe("a service update", () => {
  const startFirst = {
    update_config: { order: "start-first", failure_action: "rollback" },
    rollback_config: { order: "start-first" },
  };
  const rollback = { failure_action: "rollback" };
  const data = "volumes: {data: }";
  const cases: readonly (readonly [name: string, lines: string, more: string, deploy: unknown])[] = [
    ["a new task first", "user: u", "", startFirst],
    [
      "not beside a host's port",
      "ports: [{target: 1, published: 1, mode: host}]",
      "",
      { update_config: rollback },
    ],
    ["beside a port of the mesh", "ports: ['1:1']", "", startFirst],
    ["not on every node", "deploy: {mode: global}", "", { mode: "global", update_config: rollback }],
    ["not on one volume", "volumes: ['data:/d']", data, { update_config: rollback }],
    ["beside a volume that is only read", "volumes: ['data:/d:ro']", data, startFirst],
    ["beside memory", "tmpfs: /run", "", startFirst],
    [
      "not where a node takes one only",
      "deploy: {placement: {max_replicas_per_node: 1}}",
      "",
      { placement: { max_replicas_per_node: 1 }, update_config: rollback },
    ],
    ["not at all for a job", "deploy: {mode: replicated-job}", "", { mode: "replicated-job" }],
    [
      "as the file says",
      "deploy: {update_config: {order: stop-first, failure_action: continue}}",
      "",
      { update_config: { order: "stop-first", failure_action: "continue" } },
    ],
    [
      "a rollback in the order of the file",
      "deploy: {rollback_config: {order: stop-first, parallelism: 0}}",
      "",
      { update_config: startFirst.update_config, rollback_config: { order: "stop-first", parallelism: 0 } },
    ],
    [
      "a rollback in docker's order if the file orders the update",
      "deploy: {update_config: {order: start-first}, rollback_config: {delay: 2s}}",
      "",
      { update_config: startFirst.update_config, rollback_config: { delay: "2s" } },
    ],
    [
      "not in the nodes' own network",
      "networks: [outside]",
      "networks: {outside: {external: true, name: host}}",
      { update_config: rollback },
    ],
    [
      "not in the network host",
      "networks: [host]",
      "networks: {host: {external: true}}",
      { update_config: rollback },
    ],
    [
      "in a network of another name",
      "networks: [host]",
      "networks: {host: {external: true, name: edge}}",
      startFirst,
    ],
  ];
  for (const [name, lines, more, deploy] of cases)
    it(name, () => {
      const { placement, ...rest } = deployOf(lines, more);
      const { constraints: _volumes, ...placed } = placement ?? {};
      assert.deepEqual(Object.keys(placed).length > 0 ? { ...rest, placement: placed } : rest, deploy);
    });
});

describe("a credential spec", () => {
  const services = "services: {web: {image: nginx, credential_spec: {config: spec}, configs: [page]}}\n";
  const render = (configs: string, objectNames: Readonly<Record<string, string>>) =>
    JSON.parse(
      renderStackFile(modelOf(`${services}configs: {page: {external: true}, ${configs}}`), {
        images: {},
        objectNames,
      }).text,
    );

  it("names its config as the swarm does", () => {
    const { services, configs } = render("spec: {content: a}", { "config/spec": "shop_spec-1" });
    assert.deepEqual(services.web.credential_spec, { config: "shop_spec-1" });
    assert.deepEqual(configs["shop_spec-1"], { external: true, name: "shop_spec-1" });
  });

  it("names an external config", () => {
    const { services, configs } = render("spec: {external: true, name: gmsa}", {});
    assert.deepEqual(services.web.credential_spec, { config: "gmsa" });
    assert.deepEqual(configs.gmsa, { external: true, name: "gmsa" });
    assert.deepEqual(render("spec: {external: true}", {}).services.web.credential_spec, { config: "spec" });
  });
});

describe("a service's revision", () => {
  const same = (lines: string) => assert.equal(revision(lines), revision(""));
  const other = (lines: string) => assert.notEqual(revision(lines), revision(""));

  it("stays if only the deploy settings outside the task change", () => {
    same("deploy: {replicas: 5}");
    same("deploy: {mode: global}");
    same("deploy: {labels: {a: b}}");
    same("deploy: {endpoint_mode: dnsrr}");
    same("deploy: {update_config: {delay: 1s}, rollback_config: {delay: 1s}}");
    same("depends_on: {other: {required: false}}");
    same("expose: [80]");
  });

  it("changes with the task", () => {
    other("user: u");
    other("environment: {A: b}");
    other("labels: {a: b}");
    other("tmpfs: /run");
    other("deploy: {resources: {limits: {memory: 64m}}}");
    other("deploy: {restart_policy: {condition: none}}");
  });

  it("changes with the image", () => {
    const of = (image: string) => rewritten(shop, { web: image }).revisions;
    assert.notEqual(of(digest("a")).web, of(digest("b")).web);
    assert.equal(of(digest("a")).data, of(digest("b")).data);
  });

  it("changes with the content of its config", () => {
    const of = (name: string) =>
      revision("configs: [page]", "configs: {page: {content: a}}", { "config/page": name });
    assert.notEqual(of("shop_page-1"), of("shop_page-2"));
  });

  it("changes with the volume and the network behind a name", () => {
    const volume = (more: string) => revision("volumes: ['data:/d']", `volumes: {data: {${more}}}`);
    assert.notEqual(volume(""), volume("driver: nfs"));
    const network = (more: string) => revision("networks: [front]", `networks: {front: {${more}}}`);
    assert.notEqual(network(""), network("name: edge"));
    assert.equal(network(""), network("internal: true"));
  });

  it("differs under another key", () => {
    const model = modelOf("services: {web: {image: nginx}}\n");
    const of = (key: string) => renderStackFile(model, { images: {}, objectNames: {}, key }).revisions.web;
    assert.notEqual(of("one"), of("two"));
    assert.equal(of("one"), of("one"));
  });
});
