import assert from "node:assert/strict";
import {
  type ServiceHashes,
  serviceHashes,
  serviceSummaries,
} from "../../../../components/stack/serviceSummary.ts";
import { modelOf } from "../../../support/composeModel.ts";

const files = { "web/Dockerfile": "", "password.txt": "hush", "page.json": "{}" };

const web = (more: string) =>
  modelOf(
    `services: {web: {image: web, ${more}}}
secrets: {password: {file: ./password.txt}, given: {external: true}}
configs: {page: {file: ./page.json}}
networks: {front: {}}
`,
    { files },
  );

describe("serviceSummaries", () => {
  const replicas = (deploy: string) => serviceSummaries(web(`deploy: {${deploy}}`), {}).web?.replicas;

  it("show image, replicas and published ports", () => {
    const model = modelOf(
      `services:
  web:
    build: ./web
    ports: [{target: 80, published: 8000, mode: host}, {target: 53, published: 53, protocol: udp, mode: host}]
    deploy: {replicas: 3}
  data: {image: "redis:8"}
`,
      { files },
    );
    assert.deepEqual(serviceSummaries(model, { web: "shop/web:0123" }), {
      web: { image: "shop/web:0123", replicas: "3 replicas", ports: ["53/udp", "8000/tcp"], mounts: [] },
      data: { image: "redis:8", replicas: "1 replica", ports: [], mounts: [] },
    });
  });

  it("show the volumes on a node's disk, and the nodes", () => {
    const model = modelOf(
      `services:
  db:
    image: postgres
    volumes: [log:/log, data:/data, data:/again, nfs:/nfs, memory:/memory, rexray:/x, given:/given, /anonymous, /srv/here:/here]
    deploy: {placement: {constraints: ["node.labels.disk == ssd"]}}
  web: {image: nginx, volumes: [nfs:/nfs]}
volumes:
  log: {}
  data: {driver: local, driver_opts: {type: none, o: bind, device: /srv/data}}
  nfs: {driver_opts: {type: nfs, o: "addr=10.0.0.1", device: ":/data"}}
  memory: {driver_opts: {type: tmpfs, device: tmpfs}}
  rexray: {driver: rexray/ebs}
  given: {external: true}
`,
    );
    const { db, web } = serviceSummaries(model, {});
    assert.deepEqual([db?.volumes, db?.constraints], [["data", "given", "log"], ["node.labels.disk == ssd"]]);
    assert.deepEqual(db?.mounts, [
      "/srv/here:/here",
      "data:/again",
      "data:/data",
      "given:/given",
      "log:/log",
      "memory:/memory",
      "nfs:/nfs",
      "rexray:/x",
      "volume:/anonymous",
    ]);
    assert.deepEqual(web, { image: "nginx", replicas: "1 replica", ports: [], mounts: ["nfs:/nfs"] });
  });

  it("show what became of bind mounts", () => {
    const text =
      "services: {web: {image: a, tmpfs: /run, volumes: ['./data:/data', './conf:/conf:ro', /srv:/srv]}}";
    const { web } = serviceSummaries(
      modelOf(text, { files: { "conf/a": "a" }, binds: { "./conf": "config" } }),
      {},
    );
    assert.deepEqual(web, {
      image: "a",
      replicas: "1 replica",
      ports: [],
      mounts: ["/srv:/srv", "data-3a6eb079:/data", "tmpfs:/conf:ro", "tmpfs:/run"],
      volumes: ["data-3a6eb079"],
      constraints: [],
      pinned: ["shop_data-3a6eb079"],
      binds: { "./data": { as: "volume", isSet: false }, "./conf": { as: "config", isSet: true } },
    });
  });

  it("describe each mode", () => {
    assert.equal(replicas("replicas: 0"), "0 replicas");
    assert.equal(replicas("mode: global"), "one a node");
    assert.equal(replicas("mode: replicated-job, replicas: 2"), "2 jobs");
    assert.equal(replicas("mode: replicated-job"), "1 job");
    assert.equal(replicas("mode: global-job"), "a job on each node");
  });
});

describe("serviceHashes", () => {
  const of = (more: string, key = "key"): ServiceHashes => {
    const hashes = serviceHashes(web(more), key).web;
    assert.ok(hashes);
    return hashes;
  };

  it("name everything that may change, without values", () => {
    const hashes = of(
      "environment: {LEVEL: debug}, secrets: [password], configs: [page], init: true, user: '7', deploy: {replicas: 2}",
    );
    assert.deepEqual(
      Object.fromEntries(Object.entries(hashes).map(([part, values]) => [part, Object.keys(values)])),
      { secrets: ["password"], configs: ["page"], environment: ["LEVEL"], settings: ["init", "user"] },
    );
    for (const values of Object.values(hashes))
      for (const hash of Object.values(values)) assert.match(hash as string, /^[0-9a-f]{12}$/);
  });

  it("change only with the value that they stand for", () => {
    const one = of("environment: {A: x, B: x}, secrets: [password]");
    const other = of("environment: {A: y, B: x}, secrets: [password], user: '7'");
    assert.notEqual(other.environment.A, one.environment.A);
    assert.equal(other.environment.B, one.environment.B);
    assert.deepEqual(other.secrets, one.secrets);
    assert.notEqual(one.environment.A, one.environment.B);
  });

  it("change with a secret's content and its target in the task", () => {
    const password = (use: string) => of(`secrets: [${use}]`).secrets.password;
    const text =
      "services: {web: {image: web, secrets: [password]}}\nsecrets: {password: {file: ./password.txt}}\n";
    const told = (content: string) =>
      serviceHashes(modelOf(text, { files: { "password.txt": content } }), "key").web?.secrets.password;
    assert.notEqual(told("hush"), told("hush!"));
    assert.notEqual(password("password"), password("{source: password, target: /run/word}"));
  });

  it("depend on the key", () => {
    const one = of("environment: {A: x}, secrets: [password, given], init: true");
    const other = of("environment: {A: x}, secrets: [password, given], init: true", "another key");
    for (const part of ["environment", "secrets", "settings"] as const)
      for (const name of Object.keys(one[part])) assert.notEqual(one[part][name], other[part][name], name);
  });

  it("leave out what the summary shows", () => {
    assert.deepEqual(of("deploy: {replicas: 2, mode: replicated}").settings, {});
    assert.deepEqual(Object.keys(of("deploy: {replicas: 2, labels: {a: b}}").settings), ["deploy"]);
  });
});
