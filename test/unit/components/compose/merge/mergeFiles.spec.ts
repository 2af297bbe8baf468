// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeFiles } from "../../../../../components/compose/merge/mergeFiles.ts";
import { DiagnosticPath } from "../../../../../components/input/diagnosticPath.ts";
import { modelOf, reading } from "../../../../support/composeModel.ts";
import { type Mapping, merged, web } from "../../../../support/mergedFiles.ts";

describe("merged compose files", () => {
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

  it("have keys that every object has", () => {
    const file = "constructor: {a: [1]}\ntoString: [a]\n";
    const { constructor: first, toString: second } = merged(file, file) as Mapping;
    assert.deepEqual([first, second], [{ a: [1] }, ["a"]]);
    const values = web(
      "labels: [__proto__=a, toString=b], environment: {__proto__: a, valueOf: b}",
      "labels: {toString: c}, environment: [__proto__=d]",
    );
    assert.equal(
      JSON.stringify(values),
      '{"labels":{"__proto__":"a","toString":"c"},"environment":{"__proto__":"d","valueOf":"b"}}',
    );
  });

  it("take the last of three values", () => {
    assert.deepEqual(web("image: a, user: u", "image: b, ports: ['80:80']", "image: c, ports: !reset "), {
      image: "c",
      user: "u",
    });
  });

  it("apply tags in the first file, under aliases and merge keys", () => {
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

  it("keep keys that are named like methods", () => {
    assert.deepEqual(web("labels: {constructor: a}", "labels: {toString: b}"), {
      labels: { constructor: "a", toString: "b" },
    });
  });
});

describe("a stack of several files", () => {
  it("is one model; paths and .env belong to the first file", () => {
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

describe("warnings about several files", () => {
  it("name the file that causes them", () => {
    const { model } = reading("services: {web: {image: nginx, pull_policy: always, attach: true}}", {
      later: { "prod.yaml": "services: {web: {container_name: web, attach: false}}" },
    });
    assert.deepEqual(
      model?.warnings.map(({ path }) => path),
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
    const path = DiagnosticPath.top("compose.yaml: ");
    const result = mergeFiles(first, second, path);
    assert.deepEqual(path.diagnostics, []);
    return result;
  };

  it("do not change if merged with an empty file", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (file) => {
        assert.deepEqual(together(file, {}), { ...file });
        assert.deepEqual(together({}, file), { ...file });
      }),
    );
  });

  it("merge in any grouping with the same result", () => {
    fc.assert(
      fc.property(tree, tree, tree, (a, b, c) => {
        assert.deepEqual(together(together(a, b), c), together(a, together(b, c)));
      }),
    );
  });

  it("are merged or refused, whatever they contain", () => {
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
        const { model, diagnostics } = reading(JSON.stringify(first), {
          later: { "prod.yaml": JSON.stringify(second) },
        });
        assert.equal(model === undefined, diagnostics.length > 0);
        for (const { path, problem, hint } of diagnostics) assert.ok(path && problem && hint);
      }),
      { numRuns: 500 },
    );
  });
});
