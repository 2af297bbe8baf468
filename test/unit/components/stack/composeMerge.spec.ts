// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { Place } from "../../../../components/input/place.ts";
import { mergeFiles, settle } from "../../../../components/stack/composeMerge.ts";
import { parseComposeYaml } from "../../../../components/stack/composeYaml.ts";
import { modelOf, reading } from "../../../support/composeModel.ts";

type Mapping = Readonly<Record<string, unknown>>;

function dataOf(text: string, place: Place): Mapping {
  const data = parseComposeYaml(text, place);
  assert.ok(data, JSON.stringify(place.faults));
  return data;
}

/** Files merged in order, without faults. */
function merged(first: string, ...later: string[]): unknown {
  const place = Place.top("compose.yaml: ");
  const start = settle(dataOf(first, place)) as Mapping;
  const result = later.reduce((before, text) => mergeFiles(before, dataOf(text, place), place), start);
  assert.deepEqual(place.faults, []);
  return result;
}

/** The service `web` of files that say these lines of it. */
function web(...files: string[]): unknown {
  const [first = "", ...later] = files.map((lines) => `services: {web: {${lines}}}`);
  return (merged(first, ...later) as { services: { web: unknown } }).services.web;
}

/** What a key of `web` is, as YAML: in the first file, in the second one, and in both together. */
const rules: Readonly<Record<string, readonly [string, string, string]>> = {
  "plain values": ["image: a, user: u", "image: b", "image: b, user: u"],
  mappings: [
    "deploy: {replicas: 1, resources: {limits: {cpus: 1}}}",
    "deploy: {replicas: 2, resources: {limits: {memory: 1g}}}",
    "deploy: {replicas: 2, resources: {limits: {cpus: 1, memory: 1g}}}",
  ],
  lists: ["cap_add: [A]", "cap_add: [B]", "cap_add: [A, B]"],
  "lists below deploy": [
    "deploy: {placement: {constraints: [a == b]}}",
    "deploy: {placement: {constraints: [c == d]}}",
    "deploy: {placement: {constraints: [a == b, c == d]}}",
  ],
  "a command": ["command: [a, b]", "command: [c]", "command: [c]"],
  "a command in another form": ["command: [a, b]", "command: c d", "command: c d"],
  "an entrypoint": ["entrypoint: a", "entrypoint: [b]", "entrypoint: [b]"],
  "a test": [
    "healthcheck: {test: [CMD, a], retries: 2}",
    "healthcheck: {test: [CMD, b]}",
    "healthcheck: {test: [CMD, b], retries: 2}",
  ],
  "an environment": ["environment: {A: a, B: b}", "environment: {B: c}", "environment: {A: a, B: c}"],
  "lists of variables": [
    "environment: [A=a, B=b]",
    "environment: [B=c=d, C]",
    "environment: {A: a, B: c=d, C: }",
  ],
  "a list of variables and a mapping": [
    "environment: [A=a, B=b]",
    "environment: {B: 1}",
    "environment: {A: a, B: 1}",
  ],
  "a variable that loses its value": ["environment: {A: a}", "environment: [A]", "environment: {A: }"],
  labels: ["labels: {a: b}", "labels: [a=c, d]", "labels: {a: c, d: }"],
  "labels of the service": [
    "deploy: {labels: [a=b]}",
    "deploy: {labels: {c: d}}",
    "deploy: {labels: {a: b, c: d}}",
  ],
  "a build's arguments": [
    "build: {context: ., args: [A=a]}",
    "build: {args: {B: b}}",
    "build: {context: ., args: {A: a, B: b}}",
  ],
  "a build in its short form": ["build: ./a", "build: {target: t}", "build: {context: ./a, target: t}"],
  "a build that gets its short form": [
    "build: {context: ./a, target: t}",
    "build: ./b",
    "build: {context: ./b, target: t}",
  ],
  networks: ["networks: [a, b]", "networks: {b: {aliases: [c]}}", "networks: {a: , b: {aliases: [c]}}"],
  "networks as lists": ["networks: [a]", "networks: [a, b]", "networks: {a: , b: }"],
  "an order": [
    "depends_on: [a]",
    "depends_on: {b: {condition: service_started}}",
    "depends_on: {a: , b: {condition: service_started}}",
  ],
  "the same port": ["ports: ['80:80']", "ports: ['80:80/tcp', '81:80']", "ports: ['80:80/tcp', '81:80']"],
  "a port of another protocol": ["ports: ['53:53']", "ports: ['53:53/udp']", "ports: ['53:53', '53:53/udp']"],
  "a port in its long form": [
    "ports: ['80:8080', '443:443']",
    "ports: [{target: 8080, published: 80, mode: host}]",
    "ports: [{target: 8080, published: 80, mode: host}, '443:443']",
  ],
  "a port of a range": [
    "ports: ['8000-8001:80-81']",
    "ports: [{target: 81, published: 8001, mode: host}]",
    "ports: ['8000:80', {target: 81, published: 8001, mode: host}]",
  ],
  "a port at another address": [
    "ports: ['127.0.0.1:80:80']",
    "ports: ['80:80']",
    "ports: ['127.0.0.1:80:80', '80:80']",
  ],
  "mounts by their targets": [
    "volumes: ['old:/data', 'other:/b']",
    "volumes: ['new:/data/', /d]",
    "volumes: ['new:/data/', 'other:/b', /d]",
  ],
  "a mount in its long form": [
    "volumes: ['old:/data:ro']",
    "volumes: [{type: volume, source: c, target: /data}]",
    "volumes: [{type: volume, source: c, target: /data}]",
  ],
  "memory by its target": [
    "tmpfs: /cache",
    "tmpfs: ['/cache:size=8m', /tmp]",
    "tmpfs: ['/cache:size=8m', /tmp]",
  ],
  secrets: [
    "secrets: [a, b]",
    "secrets: [{source: c, target: a}, {source: b, mode: 0400}]",
    "secrets: [{source: c, target: a}, {source: b, mode: 256}]",
  ],
  configs: [
    "configs: [a, {source: b, target: /b}]",
    "configs: [{source: c, target: /b}, {source: d, target: /a}]",
    "configs: [{source: d, target: /a}, {source: c, target: /b}]",
  ],
  "files of variables": [
    "env_file: a.env",
    "env_file: [b.env, {path: a.env, required: false}]",
    "env_file: [{path: a.env, required: false}, b.env]",
  ],
  "names of hosts": [
    "extra_hosts: {a: 10.0.0.1}",
    "extra_hosts: ['a:10.0.0.1', 'a:10.0.0.2']",
    "extra_hosts: ['a:10.0.0.1', 'a:10.0.0.2']",
  ],
  "servers of names": ["dns: 1.1.1.1", "dns: [8.8.8.8]", "dns: [1.1.1.1, 8.8.8.8]"],
  "ports that are told": ["expose: [80]", "expose: ['80', 81]", "expose: ['80', 81]"],
  "limits of a process": [
    "ulimits: {nofile: 10, nproc: {soft: 1, hard: 2}}",
    "ulimits: {nofile: {soft: 1, hard: 2}, nproc: {hard: 3}}",
    "ulimits: {nofile: {soft: 1, hard: 2}, nproc: {soft: 1, hard: 3}}",
  ],
  "options of a log": [
    "logging: {driver: a, options: {k: 1}}",
    "logging: {options: {l: 2}}",
    "logging: {driver: a, options: {k: 1, l: 2}}",
  ],
  "another driver of a log": [
    "logging: {driver: a, options: {k: 1}}",
    "logging: {driver: b}",
    "logging: {driver: b}",
  ],
  "nothing over a list": ["ports: ['80:80']", "ports: ", "ports: ['80:80']"],
  "a list over nothing": ["ports: ", "ports: ['80:80']", "ports: ['80:80']"],
  "an extension": ["x-a: {b: 1, d: 1}", "x-a: {c: 1, d: []}", "x-a: {b: 1, c: 1, d: []}"],
  "!reset of a list": ["image: a, ports: ['80:80']", "ports: !reset []", "image: a"],
  "!reset of a text": ["image: a, user: u", "user: !reset null", "image: a"],
  "!reset below": ["environment: {A: a, B: b}", "environment: {A: !reset }", "environment: {B: b}"],
  "!reset of what is not there": ["image: a", "user: !reset u", "image: a"],
  "!override of a list": ["ports: ['80:80']", "ports: !override ['81:81']", "ports: ['81:81']"],
  "!override of a mapping": ["environment: {A: a}", "environment: !override {B: b}", "environment: {B: b}"],
  "!override in another form": [
    "logging: {driver: a}",
    "logging: !override {options: {}}",
    "logging: {options: {}}",
  ],
  "tags within a tag": [
    "labels: {a: b}",
    "labels: !override {c: !override d, e: !reset f}",
    "labels: {c: d}",
  ],
};

describe("merged compose files", () => {
  describe("of a service, join", () => {
    for (const [name, [first, second, both]] of Object.entries(rules))
      it(name, () => assert.deepEqual(web(first, second), parse(`{${both}}`)));
  });

  it("join services, networks and volumes by their names", () => {
    const first =
      "services: {a: {image: a}}\nnetworks: {o: {driver: overlay}}\nvolumes: {v: {labels: [a=b]}}";
    const second =
      "services: {b: {image: b}}\nnetworks: {o: , m: {ipam: {config: []}}}\nvolumes: {v: {labels: {c: d}}}";
    assert.deepEqual(merged(first, second), {
      services: { a: { image: "a" }, b: { image: "b" } },
      networks: { o: { driver: "overlay" }, m: { ipam: { config: [] } } },
      volumes: { v: { labels: { a: "b", c: "d" } } },
    });
  });

  it("join services whose names begin with x-", () => {
    assert.deepEqual(merged("services: {x-web: {image: a, user: u}}", "services: {x-web: {image: b}}"), {
      services: { "x-web": { image: "b", user: "u" } },
    });
  });

  it("take the last word of three", () => {
    assert.deepEqual(web("image: a, user: u", "image: b, ports: ['80:80']", "image: c, ports: !reset "), {
      image: "c",
      user: "u",
    });
  });

  it("know tags in the first file, under aliases and merge keys", () => {
    assert.deepEqual(
      merged(
        "x-a: &a !override [b]\nx-m: &m {user: u, ports: !reset }\nservices: {web: {<<: *m, dns: *a, image: !override i, tty: !reset true}}",
      ),
      { "x-a": ["b"], "x-m": { user: "u" }, services: { web: { user: "u", dns: ["b"], image: "i" } } },
    );
    assert.deepEqual(
      merged("services: {web: {dns: [a]}}", "x-a: &a !override [b]\nservices: {web: {dns: *a}}"),
      { "x-a": ["b"], services: { web: { dns: ["b"] } } },
    );
  });

  it("change nothing where a key has the name of a method", () => {
    assert.deepEqual(web("labels: {constructor: a}", "labels: {toString: b}"), {
      labels: { constructor: "a", toString: "b" },
    });
  });
});

describe("a stack of several files", () => {
  it("is one model; paths and .env are the first file's", () => {
    const { document, builds, objects, ports } = modelOf(
      "services: {web: {build: web, ports: ['${PORT}:80'], configs: [page]}}\nconfigs: {page: {content: a}}",
      {
        later: {
          "prod/compose.yaml":
            "services: {web: {env_file: web.env, build: {target: '${TARGET}'}, deploy: {replicas: 3}}}\nconfigs: {page: {content: !reset , file: page.txt}}",
        },
        files: {
          ".env": "PORT=81\nTARGET=run",
          "prod/.env": "PORT=82\nTARGET=no",
          "web/Dockerfile": "",
          "web.env": "A=a",
          "page.txt": "b",
        },
      },
    );
    assert.deepEqual(document.services.web?.environment, { A: "a" });
    assert.deepEqual(document.services.web?.deploy, { replicas: 3 });
    assert.deepEqual(builds.web, {
      context: "/project/web",
      dockerfile: "/project/web/Dockerfile",
      target: "run",
      args: {},
    });
    assert.deepEqual(objects, [{ kind: "config", key: "page", content: Buffer.from("b") }]);
    assert.deepEqual(
      ports.map(({ published }) => published),
      [81],
    );
  });
});

describe("notes on several files", () => {
  it("name the file that says it", () => {
    const { model } = reading("services: {web: {image: nginx, pull_policy: always, attach: true}}", {
      later: { "prod.yaml": "services: {web: {container_name: web, attach: false}}" },
    });
    assert.deepEqual(
      model?.notes.map(({ path }) => path),
      [
        "compose.yaml: services.web.pull_policy",
        "prod.yaml: services.web.attach",
        "prod.yaml: services.web.container_name",
      ],
    );
  });
});

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
/** The first letter of a key tells what stands below it, so that two files say the same kind of thing. */
const { tree } = fc.letrec<{ tree: Mapping }>((tie) => ({
  tree: fc
    .tuple(
      fc.dictionary(fc.constantFrom("sa", "sb", "sc"), scalar),
      fc.dictionary(
        fc.constantFrom("ma", "mb"),
        fc.oneof({ depthSize: "small" }, fc.constant({}), tie("tree")),
      ),
    )
    .map(([plain, below]) => ({ ...plain, ...below })),
}));

describe("any compose files", () => {
  const together = (first: Mapping, second: Mapping) => {
    const place = Place.top("compose.yaml: ");
    const result = mergeFiles(first, second, place);
    assert.deepEqual(place.faults, []);
    return result;
  };

  it("are the same merged with nothing", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (file) => {
        assert.deepEqual(together(file, {}), { ...file });
        assert.deepEqual(together({}, file), { ...file });
      }),
    );
  });

  it("may be merged from either end", () => {
    fc.assert(
      fc.property(tree, tree, tree, (a, b, c) => {
        assert.deepEqual(together(together(a, b), c), together(a, together(b, c)));
      }),
    );
  });

  it("are merged or refused, whatever they hold", () => {
    const keys = fc.constantFrom(
      ...["image", "build", "command", "environment", "labels", "networks", "depends_on", "ports", "volumes"],
      ...[
        "secrets",
        "configs",
        "env_file",
        "tmpfs",
        "extra_hosts",
        "ulimits",
        "logging",
        "x-a",
        "healthcheck",
      ],
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.array(fc.constantFrom("80:80", "A=b", "a:/b", "8000-8001:80-81", "")),
    );
    const file = fc.record({
      services: fc.dictionary(fc.constantFrom("a", "b"), fc.dictionary(keys, value)),
    });
    fc.assert(
      fc.property(file, file, (first, second) => {
        const { model, faults } = reading(JSON.stringify(first), {
          later: { "prod.yaml": JSON.stringify(second) },
        });
        assert.equal(model === undefined, faults.length > 0);
        for (const { path, problem, remedy } of faults) assert.ok(path && problem && remedy);
      }),
      { numRuns: 500 },
    );
  });
});
