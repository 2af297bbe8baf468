import assert from "node:assert/strict";
import type { Change } from "../../../../../tools/pulumi/preview.ts";
import { dangersIn } from "../../../../../tools/report/plan/dangers.ts";
import { serviceChanges } from "../../../../../tools/report/plan/serviceChanges.ts";

type Services = Readonly<Record<string, object>>;

const change = (before: Services, after: Services): Change => ({
  op: "update",
  type: "swarm:index:ComposeStack",
  owner: "",
  name: "shop-stack",
  before: { services: before },
  after: { services: after },
  reasons: [],
});

describe("serviceChanges", () => {
  const web = {
    image: "nginx:1",
    replicas: "1 replica",
    ports: ["80/tcp"],
    mounts: ["data:/data", "logs:/logs"],
    hashes: { environment: { A: "1", B: "1" }, secrets: {}, configs: {}, settings: { volumes: "1" } },
  };

  it("shows each field that changes, and names of variables without their values", () => {
    const now = {
      image: "nginx:2",
      replicas: "3 replicas",
      ports: ["80/tcp", "443/tcp"],
      mounts: ["data:/data:ro", "logs:/logs"],
      hashes: { environment: { A: "2", C: "1" }, secrets: {}, configs: {}, settings: { volumes: "2" } },
    };
    assert.deepEqual(serviceChanges([change({ web }, { web: now })]), [
      {
        stack: "shop",
        service: "web",
        change: "changed",
        differences: [
          { what: "image", before: "nginx:1", after: "nginx:2" },
          { what: "replicas", before: "1 replica", after: "3 replicas" },
          { what: "ports", before: "80/tcp", after: "80/tcp, 443/tcp" },
          { what: "mounts", added: ["data:/data:ro"], changed: [], removed: ["data:/data"] },
          { what: "environment", added: ["C"], changed: ["A"], removed: ["B"] },
        ],
      },
    ]);
  });

  it("shows the mounts of a new service", () => {
    const [{ differences } = { differences: [] }] = serviceChanges([change({}, { web })]);
    assert.deepEqual(differences.at(-1), { what: "mounts", after: "data:/data, logs:/logs" });
  });

  it("says nothing of mounts that an earlier version did not record", () => {
    const { mounts: _mounts, ...earlier } = web;
    assert.deepEqual(serviceChanges([change({ web: earlier }, { web })]), []);
  });
});

describe("a bind mount whose automatic choice changes", () => {
  const as = (as: string, isSet = false) => ({ web: { binds: { "./data": { as, isSet } } } });

  it("is a danger that names the service and the setting", () => {
    assert.deepEqual(dangersIn([change(as("volume"), as("config"))], {}), [
      {
        name: "shop_web",
        sentence:
          'The service shop_web gets configs for ./data instead of its volume, because of the files on this computer now; swarm:stacks.shop.binds: {"./data": volume} keeps it.',
      },
    ]);
    assert.deepEqual(
      dangersIn([change(as("config", true), as("volume"))], {}).map(({ sentence }) => sentence),
      [
        'The service shop_web gets its volume for ./data instead of configs, because of the files on this computer now; swarm:stacks.shop.binds: {"./data": config} keeps it.',
      ],
    );
  });

  it("is none if the settings say so, if nothing changes, or if the mount is new or gone", () => {
    const harmless = [
      change(as("volume"), as("config", true)),
      change(as("volume"), as("volume")),
      change({ web: {} }, as("volume")),
      change(as("volume"), { web: {} }),
      change(as("volume"), {}),
    ];
    assert.deepEqual(dangersIn(harmless, {}), []);
  });
});
