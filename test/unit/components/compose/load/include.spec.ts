// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { modelOf } from "../../../../support/composeModel.ts";
import { lines, web } from "../../../badInput/badInput.ts";

const warningsOf = ({ warnings }: ReturnType<typeof modelOf>) =>
  warnings.map(({ path, problem }) => `${path}: ${problem}`);

describe("include", () => {
  it("adds services and definitions, with paths and variables of their own directory", () => {
    const model = modelOf(lines("include: [db/compose.yaml]", web("depends_on: [db]")), {
      files: {
        "db/compose.yaml": lines(
          "name: other",
          "x-any: {a: b}",
          "services:",
          "  db:",
          "    build: .",
          "    env_file: [db.env, {path: ../common.env}]",
          "    environment: [FROM_DOTENV, 'TAG=${TAG}']",
          "    configs: [page]",
          "    volumes: ['./nginx.conf:/nginx.conf:ro', 'data:/data', '/srv:/srv']",
          "volumes: {data: {}}",
          "configs: {page: {file: page.json}}",
        ),
        "db/.env": "TAG=15\nFROM_DOTENV=yes\n",
        "db/db.env": "A=db\n",
        "common.env": "B=common\n",
        "db/Dockerfile": "",
        "db/page.json": "{}",
        "db/nginx.conf": "a",
      },
      env: { TAG: "16" },
    });
    const { db } = model.document.services;
    assert.deepEqual(db?.environment, { A: "db", B: "common", FROM_DOTENV: "yes", TAG: "16" });
    assert.equal(model.builds.db?.context, "/project/db");
    assert.deepEqual(
      model.objects.map(({ content }) => content.toString()),
      ["{}", "a"],
    );
    assert.deepEqual(
      db?.volumes?.map(({ source, target }) => [source, target]),
      [
        ["data", "/data"],
        ["/srv", "/srv"],
      ],
    );
    assert.deepEqual(warningsOf(model), [
      "db/compose.yaml: services.db.volumes[0]: brings ./db/nginx.conf into the swarm as a config; a change of the file takes effect with the next up",
    ]);
  });

  it("merges the files of one entry, and takes its directory and variables from there", () => {
    const include =
      "{path: [a/one.yaml, a/two.yaml], project_directory: b, env_file: [c/one.env, c/two.env]}";
    const model = modelOf(lines(`include: [${include}]`, web("labels: {t: '${T-unset}'}")), {
      files: {
        "a/one.yaml": "services: {s: {image: 'i:${T}', env_file: s.env, command: [a]}}\n",
        "a/two.yaml": "services: {s: {command: [b]}}\n",
        "b/s.env": "S=1\n",
        "b/.env": "T=not-read\n",
        "c/one.env": "T=1\n",
        "c/two.env": "T=2\n",
      },
    });
    assert.deepEqual(model.document.services.s, { image: "i:2", environment: { S: "1" }, command: ["b"] });
    assert.deepEqual(model.document.services.web?.labels, { t: "unset" });
  });

  it("lets the including file override, and earlier entries later ones", () => {
    const { document } = modelOf(
      lines(
        "include: [one.yaml, two.yaml]",
        "services: {db: {environment: {A: own}}}",
        "networks: {n: {internal: true}}",
      ),
      {
        files: {
          "one.yaml": "services: {db: {image: one, environment: {A: one, B: one}}}\n",
          "two.yaml":
            "services: {db: {image: two, environment: {B: two, C: two}, networks: [n]}}\nnetworks: {n: {attachable: true}}\n",
        },
      },
    );
    assert.deepEqual(document.services.db, {
      image: "one",
      environment: { A: "own", B: "one", C: "two" },
      networks: { n: {} },
    });
    assert.deepEqual(document.networks, { n: { attachable: true, internal: true } });
  });

  it("takes one file once, whoever includes it", () => {
    const { document } = modelOf(lines("include: [a.yaml, b.yaml]", web()), {
      files: {
        "a.yaml": "include: [c.yaml]\n",
        "b.yaml": "include: [c.yaml]\n",
        "c.yaml":
          "services: {c: {image: c, configs: [{source: x}], expose: [80], ports: ['80:80']}}\nconfigs: {x: {content: y}}\n",
      },
    });
    assert.deepEqual(document.services.c, {
      image: "c",
      configs: [{ source: "x" }],
      expose: ["80"],
      ports: [{ target: 80, published: 80, protocol: "tcp", mode: "ingress" }],
    });
  });

  it("leads from folder to folder", () => {
    const { document } = modelOf(lines("include: [a/compose.yaml]", web()), {
      files: {
        "a/compose.yaml": "include: [b/compose.yaml]\nservices: {a: {image: a, env_file: v.env}}\n",
        "a/b/compose.yaml": "services: {b: {image: b, env_file: v.env}}\n",
        "a/v.env": "A=a\n",
        "a/b/v.env": "A=b\n",
      },
    });
    assert.deepEqual(document.services.a?.environment, { A: "a" });
    assert.deepEqual(document.services.b?.environment, { A: "b" });
  });

  it("works in every file of a stack", () => {
    const { document } = modelOf(web(), {
      later: { "prod/compose.yaml": "include: [db.yaml]\nservices: {web: {user: u}}\n" },
      files: { "db.yaml": "services: {db: {image: b}}\n" },
    });
    assert.deepEqual(document.services, { web: { image: "nginx", user: "u" }, db: { image: "b" } });
  });
});
