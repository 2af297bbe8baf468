import assert from "node:assert/strict";
import { needRecords, needsOf } from "../../../../components/preflight/needs.ts";
import { modelOf } from "../../../support/composeModel.ts";

const manager = { name: "manager-0", role: "manager", index: 0, labels: {} } as const;
const worker = { name: "worker-0", role: "worker", index: 0, labels: { tier: "web" } } as const;

const blog = { ...modelOf("services: {page: {image: nginx}}"), name: "blog" };
const shop = modelOf(`
services:
  web:
    image: nginx
    ports: [{target: 80, published: 8000, mode: host}]
    deploy: {placement: {constraints: [node.labels.tier == web]}}
    networks: [front]
  api:
    image: nginx
    ports: ["8001:80/udp"]
    networks: [front, back]
  data:
    image: nginx
    networks: [back]
    volumes: [/srv/data:/data, files:/files, named:/named, remote:/remote]
    healthcheck: {test: [CMD, "true"], start_interval: 1s}
    deploy: {placement: {constraints: [node.role == manager]}}
networks: {front: {}, back: {driver_opts: {encrypted: ""}}}
volumes:
  named: {}
  files: {driver_opts: {type: none, o: "bind,ro", device: /srv/my files}}
  remote: {driver_opts: {type: nfs, o: "addr=10.0.0.9", device: ":/srv"}}
`);

const cluster = { encrypt: false, addressPool: "10.128.0.0/16", seed: "manager-0", size: 3 };

/** \`kind wanted by what\` */
const told = (node: typeof manager | typeof worker, ...models: (typeof shop)[]) =>
  needsOf(node, models, cluster).map(({ kind, wantedBy, what }) =>
    [kind, wantedBy.join(), what].join(" ").trim(),
  );

describe("needsOf", () => {
  it("lists for a manager the needs of its own services and of ports that every node serves", () => {
    assert.deepEqual(told(manager, shop), [
      "engine shop 23.0",
      "engine shop/data 25.0",
      "disk shop",
      "stack shop shop",
      "ingress shop/api",
      "vip shop/web,shop/api,shop/data",
      "encrypted shop/api,shop/data shop/back",
      "port shop/api 8001/udp",
      "bind shop/data /srv/data",
      "bind shop/data /srv/my files",
    ]);
  });

  it("lists paths of this computer that the nodes must have, as the settings say", () => {
    const text = "services: {web: {image: a, volumes: ['./data:/data', './conf:/conf', '~/x:/x']}}";
    const binds = { "./data": "host", "~/x": "omit" } as const;
    const model = modelOf(text, { files: { "data/a": "a", "conf/b": "b" }, binds });
    assert.deepEqual(
      told(worker, model).filter((need) => need.startsWith("bind")),
      ["bind shop/web /project/data"],
    );
  });

  it("lists for a worker only the needs of services that may run there", () => {
    assert.deepEqual(told(worker, shop), [
      "engine shop 20.10",
      "disk shop",
      "stack shop shop",
      "ingress shop/api",
      "vip shop/web,shop/api,shop/data",
      "encrypted shop/api,shop/data shop/back",
      "port shop/web 8000/tcp",
      "port shop/api 8001/udp",
    ]);
  });

  it("lists no network whose services all run elsewhere", () => {
    const pinned = modelOf(`
services:
  one: {image: nginx, deploy: {placement: {constraints: [node.role == manager]}}}
  two: {image: nginx, deploy: {placement: {constraints: [node.role == manager]}}}
`);
    assert.deepEqual(told(worker, pinned), ["engine shop 20.10", "disk shop", "stack shop shop"]);
    assert.deepEqual(told(manager, pinned).at(-1), "vip shop/one,shop/two");
  });

  it("lists no port or directory if only swarm knows whether the service runs there", () => {
    const open = modelOf(`
services:
  web:
    image: nginx
    ports: [{target: 80, published: 8000, mode: host}]
    volumes: [/srv/data:/data]
    deploy: {endpoint_mode: vip, placement: {constraints: [node.labels.disk == ssd]}}
`);
    assert.deepEqual(told(worker, open).slice(3), ["vip shop/web"]);
  });

  it("merges the needs of all stacks", () => {
    assert.deepEqual(told(worker, shop, blog).slice(0, 2), ["engine shop,blog 20.10", "disk shop,blog"]);
    const two = modelOf("services: {one: {image: nginx}, two: {image: nginx}}");
    assert.deepEqual(told(worker, two, { ...two, name: "blog" }), [
      "engine shop,blog 20.10",
      "disk shop,blog",
      "stack shop shop",
      "vip shop/one,shop/two,blog/one,blog/two",
      "stack blog blog",
    ]);
  });

  it("lists only engine and disk without a stack", () => {
    assert.deepEqual(told(manager), ["engine the swarm 23.0", "disk the swarm"]);
  });

  it("lists routes and SSH connections for an existing machine, most of them on the seed", () => {
    const found = (node: typeof manager | typeof worker, ...models: (typeof shop)[]) =>
      needsOf({ ...node, stays: true }, models, cluster)
        .filter(({ kind }) => kind === "pool" || kind === "connections")
        .map(({ kind, wantedBy, what }) => [kind, ...wantedBy, what].join(" "));
    assert.deepEqual(found(worker, shop), [
      "pool swarm:addressPool 10.128.0.0/16",
      "connections npm run up 5",
    ]);
    assert.deepEqual(found(manager, shop, blog), [
      "pool swarm:addressPool 10.128.0.0/16",
      "connections npm run up 20",
    ]);
  });

  it("lists ESP on every node for swarm:encrypt, because of the ingress network", () => {
    assert.deepEqual(
      needsOf(worker, [], { ...cluster, encrypt: true })
        .map(({ kind, wantedBy, what }) => [kind, ...wantedBy, what])
        .slice(2),
      [["encrypted", "swarm:encrypt", "ingress"]],
    );
  });

  it("becomes records of kind, source and value", () => {
    assert.deepEqual(
      needRecords([
        { kind: "vip", wantedBy: ["shop/web", "shop/api"], what: "" },
        { kind: "bind", wantedBy: ["shop/data"], what: "/srv/my\tfiles\n" },
      ]),
      [
        ["vip", "shop/web, shop/api", ""],
        ["bind", "shop/data", "/srv/my\tfiles\n"],
      ],
    );
  });
});
