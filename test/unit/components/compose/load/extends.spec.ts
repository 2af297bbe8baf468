// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { modelOf } from "../../../../support/composeModel.ts";
import { lines } from "../../../badInput/badInput.ts";

type Files = Readonly<Record<string, string>>;

const services = (text: string, files: Files = {}, later: Files = {}) =>
  modelOf(text, { files, later }).document.services;

describe("extends", () => {
  it("merges a service into another by the rules of several files", () => {
    const { web } = services(
      lines(
        "services:",
        "  base:",
        "    image: x",
        "    command: [a]",
        "    environment: {A: 1, B: 2}",
        "    cap_add: [CHOWN]",
        "    volumes: ['v:/v', '/h:/h']",
        "    deploy: {resources: {limits: {cpus: '1'}}, placement: {constraints: [node.role==worker]}}",
        "    logging: {driver: a, options: {x: y}}",
        "  web:",
        "    extends: base",
        "    command: [b]",
        "    environment: [B=3, C=4]",
        "    cap_add: [CHOWN, KILL]",
        "    volumes: ['/x:/v']",
        "    deploy: {resources: {limits: {memory: 1g}}, placement: {constraints: [node.role==worker, node.labels.a==b]}}",
        "    logging: {driver: b}",
        "volumes: {v: {}}",
      ),
    );
    assert.deepEqual(web, {
      image: "x",
      command: ["b"],
      environment: { A: "1", B: "3", C: "4" },
      cap_add: ["CHOWN", "KILL"],
      volumes: [
        { type: "bind", source: "/x", target: "/v" },
        { type: "bind", source: "/h", target: "/h" },
      ],
      deploy: {
        resources: { limits: { cpus: "1", memory: "1g" } },
        placement: { constraints: ["node.role==worker", "node.labels.a==b"] },
      },
      logging: { driver: "b" },
    });
  });

  it("reads other files, whose paths start at their directory", () => {
    const model = modelOf(
      "services: {web: {extends: {file: common/base.yaml, service: app}, command: go}}\n",
      {
        files: {
          "common/base.yaml": lines(
            "include: [never.yaml]",
            "services:",
            "  app:",
            "    build: {dockerfile: app.Dockerfile, additional_contexts: {lib: ../lib}}",
            "    env_file: app.env",
            "    volumes: [{type: bind, source: ./a.conf, target: /a.conf, read_only: true}]",
            "  other: {image: '${GONE:?why}'}",
            "networks: {unused: {}}",
          ),
          "common/app.env": "A=1\n",
          "common/app.Dockerfile": "",
          "common/a.conf": "a",
          "lib/b": "",
        },
      },
    );
    const { build: _build, configs = [], ...web } = model.document.services.web ?? {};
    assert.deepEqual(web, { environment: { A: "1" }, volumes: [], command: "go" });
    assert.equal(configs[0]?.target, "/a.conf");
    assert.equal(model.builds.web?.context, "/project/common");
    assert.deepEqual(model.builds.web?.contexts, { lib: { location: "/project/lib", isFolder: true } });
    assert.deepEqual(Object.keys(model.document.services), ["web"]);
    assert.deepEqual(model.document.networks, {});
  });

  it("follows chains through services and files", () => {
    const { a } = services("services: {a: {extends: {file: one/a.yaml, service: a}, command: x}}\n", {
      "one/a.yaml": "services: {a: {extends: {file: ../two/b.yaml, service: b}, env_file: v.env}}\n",
      "two/b.yaml":
        "services: {b: {extends: c, env_file: v.env, labels: {b: b}}, c: {image: i, labels: {b: c, c: c}}}\n",
      "one/v.env": "A=1\nS=one\n",
      "two/v.env": "B=2\nS=two\n",
    });
    assert.deepEqual(a, {
      image: "i",
      command: "x",
      labels: { b: "b", c: "c" },
      environment: { A: "1", B: "2", S: "one" },
    });
  });

  it("takes compose's tags", () => {
    const { web } = services(
      lines(
        "services:",
        "  base: {image: x, ports: ['80:80'], environment: {A: 1}, user: u}",
        "  web: {extends: base, ports: !reset [], environment: !override {B: 2}, user: !reset null}",
      ),
    );
    assert.deepEqual(web, { image: "x", environment: { B: "2" } });
  });

  it("reaches what the file includes", () => {
    const { web } = services("include: [b/base.yaml]\nservices: {web: {extends: base, user: u}}\n", {
      "b/base.yaml": "services: {base: {image: x, env_file: v.env}}\n",
      "b/v.env": "A=1\n",
    });
    assert.deepEqual(web, { image: "x", user: "u", environment: { A: "1" } });
  });

  it("works in each file of a stack by itself", () => {
    const { web } = services(
      "services: {web: {image: x, labels: {a: a}}}\n",
      { "base.yaml": "services: {base: {labels: {a: b, b: b}}}\n" },
      { "prod.yaml": "services: {web: {extends: {file: base.yaml, service: base}, user: u}}\n" },
    );
    assert.deepEqual(web, { image: "x", labels: { a: "b", b: "b" }, user: "u" });
  });

  it("copies profiles, too", () => {
    const text = "services: {base: {image: x, profiles: [p]}, web: {extends: base}, api: {image: y}}\n";
    assert.deepEqual(Object.keys(services(text)), ["api"]);
  });

  it("names the file and service of a finding", () => {
    const { warnings } = modelOf(
      "services: {web: {extends: {file: b.yaml, service: app}, user: '${GONE}'}}\n",
      {
        files: { "b.yaml": "services: {app: {image: x, container_name: a, hostname: '${LOST}'}}\n" },
      },
    );
    assert.deepEqual(
      warnings.map(({ path, problem }) => `${path}: ${problem.slice(0, 22)}`),
      [
        "compose.yaml: services.web.user: uses the variable GONE",
        "b.yaml: services.app.hostname: uses the variable LOST",
        "b.yaml: services.app.container_name: is left out; tasks are",
      ],
    );
  });
});
