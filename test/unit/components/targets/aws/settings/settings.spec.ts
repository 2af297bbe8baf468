import assert from "node:assert/strict";
import type {
  AwsClusterSettings,
  AwsSettings,
} from "../../../../../../components/targets/aws/settings/settings.ts";
import { aws } from "../../../../../../components/targets/aws/target.ts";
import { parseSettings } from "../../../../../support/settings.ts";

const origin = { project: "swarm", stack: "prod", root: "/project" };
const small = { region: "eu-central-1", adminCidrs: ["203.0.113.7/32"] };

const defaults = {
  region: "eu-central-1",
  adminCidrs: ["203.0.113.7/32"],
  addressUrl: "https://checkip.amazonaws.com",
  openToTheWorld: false,
  network: { cidr: "10.64.0.0/16", zones: 3, private: false, natPerZone: false, endpoints: [] },
  managers: { type: "t3.small", disk: 20, entryPoint: true },
  machines: {
    image: "debian-13",
    upgrade: "",
    engine: "29.8.2",
    sessionManager: false,
    terminationProtection: false,
  },
  registry: { forceDelete: false },
  entryPoint: {
    deregistrationDelay: 30,
    preserveClientIp: false,
    maxTargets: 500,
    cidrs: ["0.0.0.0/0"],
    internal: false,
    accessLogs: 0,
  },
  logs: { retention: 30 },
  policies: [],
  alarms: {},
  efs: false,
  snapshots: { keep: 0, time: "03:00" },
  protect: false,
  tags: {},
};

/** Settings without a diagnostic. */
function parse(written: Readonly<Record<string, unknown>>) {
  const { settings, diagnostics } = parseSettings<AwsSettings>(written, origin);
  assert.deepEqual(diagnostics, []);
  return settings as AwsClusterSettings;
}

const types = (written: Readonly<Record<string, unknown>>) => {
  const { own, pools } = parse({ target: "aws", ...written });
  return [own.managers.type, ...pools.map(({ type }) => type)];
};

describe("swarm:aws", () => {
  it("has defaults", () => {
    const { own, pools, target } = parse({ target: "aws", aws: small });
    assert.equal(target, "aws");
    assert.deepEqual(own, defaults);
    assert.deepEqual(pools, [
      { name: "worker", count: 2, labels: {}, type: "t3.small", disk: 20, spot: false, entryPoint: true },
    ]);
  });

  it("accepts all its keys, with strings for numbers and booleans", () => {
    const network = {
      cidr: "10.70.0.0/20",
      zones: "2",
      private: "yes",
      natPerZone: true,
      endpoints: ["ecr.api"],
    };
    const entryPoint = {
      port: "8443",
      certificate: "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-0123456789ab",
      domain: "www.shop.example.com",
      hostedZone: "example.com",
      deregistrationDelay: 0,
      cidrs: ["198.51.100.0/24"],
      internal: "yes",
      accessLogs: "30",
    };
    const machines = {
      image: "/images/swarm",
      upgrade: 2026,
      engine: "25.0.19",
      sessionManager: "on",
      terminationProtection: true,
    };
    const { own, pools } = parse({
      target: "aws",
      managers: "3",
      workers: {
        web: { count: "6", type: "m7g.large", spot: "true", labels: { tier: "web" } },
        db: { count: 1, disk: "200" },
      },
      aws: {
        region: "eu-central-1",
        adminCidrs: ["0.0.0.0/0", "198.51.100.0/24"],
        openToTheWorld: true,
        permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/team/swarm-boundary",
        network,
        managers: { type: "t4g.medium", disk: 8 },
        machines,
        registry: { forceDelete: "true" },
        entryPoint,
        efs: "true",
        protect: "no",
        tags: { team: "shop", "cost:center": 7 },
      },
    });
    assert.deepEqual(own, {
      region: "eu-central-1",
      adminCidrs: ["0.0.0.0/0", "198.51.100.0/24"],
      addressUrl: "https://checkip.amazonaws.com",
      openToTheWorld: true,
      permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/team/swarm-boundary",
      network: { cidr: "10.70.0.0/20", zones: 2, private: true, natPerZone: true, endpoints: ["ecr.api"] },
      managers: { type: "t4g.medium", disk: 8, entryPoint: true },
      machines: { ...machines, upgrade: "2026", sessionManager: true },
      registry: { forceDelete: true },
      entryPoint: {
        ...entryPoint,
        preserveClientIp: false,
        maxTargets: 500,
        port: 8443,
        internal: true,
        accessLogs: 30,
      },
      logs: { retention: 30 },
      policies: [],
      alarms: {},
      efs: true,
      snapshots: { keep: 0, time: "03:00" },
      protect: false,
      tags: { team: "shop", "cost:center": "7" },
    });
    assert.deepEqual(pools, [
      {
        name: "web",
        count: 6,
        labels: { tier: "web" },
        type: "m7g.large",
        disk: 20,
        spot: true,
        entryPoint: true,
      },
      { name: "db", count: 1, labels: {}, type: "t4g.small", disk: 200, spot: false, entryPoint: true },
    ]);
  });

  it("accepts named zones and an existing VPC", () => {
    const zones = ["eu-central-1c", "eu-central-1a"];
    assert.deepEqual(parse({ target: "aws", aws: { ...small, network: { zones } } }).own.network, {
      ...defaults.network,
      zones,
    });
    // Of that VPC the range is not known here, so the address pool may be where ours would be.
    const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: ["subnet-0a1b2c3d", "subnet-0123456789abcdef0"] };
    const { own } = parse({
      target: "aws",
      addressPool: "10.64.0.0/16",
      aws: { ...small, network: { existing } },
    });
    assert.deepEqual(own.network, { ...defaults.network, existing: { ...existing, privateSubnets: [] } });
    const behind = { ...existing, privateSubnets: ["subnet-1a2b3c4d"] };
    const network = parse({ target: "aws", aws: { ...small, network: { existing: behind, private: true } } })
      .own.network;
    assert.deepEqual(network, { ...defaults.network, private: true, existing: behind });
  });

  it("finds the hosted zone of a domain", () => {
    const zoneOf = (entryPoint: object) =>
      parse({ target: "aws", aws: { ...small, entryPoint } }).own.entryPoint;
    assert.equal(zoneOf({ domain: "shop.example.com" })?.hostedZone, "example.com");
    assert.equal(zoneOf({ domain: "a.b.example.com", hostedZone: "example.com" })?.hostedZone, "example.com");
    assert.equal(zoneOf({ domain: "example.com", hostedZone: "example.com" })?.hostedZone, "example.com");
  });

  it("defaults all machines to the architecture of the first type", () => {
    const aws = small;
    const graviton = { ...small, managers: { type: "m7g.large" } };
    assert.deepEqual(types({ aws, workers: { a: { count: 1 } } }), ["t3.small", "t3.small"]);
    assert.deepEqual(types({ aws: graviton }), ["m7g.large", "t4g.small"]);
    assert.deepEqual(types({ aws, workers: { a: { count: 1 }, b: { count: 1, type: "c7g.large" } } }), [
      "t4g.small",
      "t4g.small",
      "c7g.large",
    ]);
    assert.deepEqual(types({ aws, workers: { a: { count: 1, type: "g5.xlarge" } } }), [
      "t3.small",
      "g5.xlarge",
    ]);
  });

  for (const engine of ["debian", "25.0.19", "25.1.0", "29.8.2", "29.10.0", "30.0.0"])
    it(`accepts Docker Engine ${engine}`, () =>
      assert.equal(
        parse({ target: "aws", aws: { ...small, machines: { engine } } }).own.machines.engine,
        engine,
      ));

  for (const image of [
    "debian-13",
    "ami-0a1b2c3d",
    "ami-0123456789abcdef0",
    "/aws/service/debian/release/13/latest/arm64",
  ])
    it(`accepts the image ${image}`, () =>
      assert.equal(
        parse({ target: "aws", aws: { ...small, machines: { image } } }).own.machines.image,
        image,
      ));

  for (const region of ["eu-central-1", "us-gov-west-1", "ap-southeast-5", "eusc-de-east-1"])
    it(`accepts the region ${region}`, () =>
      assert.equal(parse({ target: "aws", aws: { ...small, region } }).own.region, region));

  it("accepts private ranges as admin, up to a /8", () => {
    parse({ target: "aws", aws: { ...small, adminCidrs: ["10.0.0.0/8", "192.168.0.0/16"] } });
  });

  it("has room for many workers in its own network, and for a few in the smallest one", () => {
    parse({ target: "aws", workers: { web: { count: 1000 }, db: { count: 1000 } }, aws: small });
    parse({ target: "aws", workers: "3", aws: { ...small, network: { cidr: "192.168.7.0/24" } } });
    parse({
      target: "aws",
      workers: "15",
      aws: { ...small, network: { cidr: "192.168.7.0/24", private: true } },
    });
  });
});

describe("the range of the machines", () => {
  const existing = { vpc: "vpc-0a1b2c3d", publicSubnets: ["subnet-0a1b2c3d"] };

  it("comes from a setting, unless the VPC exists already", () => {
    const rangeOf = (network: object) =>
      aws.machineRange?.(parse({ target: "aws", aws: { ...small, network } }).own);
    assert.deepEqual(rangeOf({}), { range: "10.64.0.0/16", setting: "swarm:aws.network.cidr" });
    assert.equal(rangeOf({ existing }), undefined);
  });
});

describe("another target", () => {
  it("ignores swarm:aws and what pools set for it", () => {
    const { own, pools } = parse({
      workers: { web: { count: 1, type: "m7i.large" }, db: { count: 1 } },
      aws: {
        network: { cidr: "10.128.0.0/16", zones: ["us-east-1a"], natPerZone: true },
        managers: { type: "t4g.small" },
        adminCidrs: ["0.0.0.0/0"],
        entryPoint: { hostedZone: "example.com" },
      },
    });
    assert.equal("region" in own, false);
    assert.deepEqual(pools, [
      { name: "web", count: 1, labels: {}, type: "m7i.large" },
      { name: "db", count: 1, labels: {} },
    ]);
  });

  it("does not affect aws: its settings are neither compared nor counted", () => {
    const local = { port: 20005, firstPort: 20000, subnet: "10.128.0.0/26" };
    parse({ target: "aws", workers: "200", aws: small, local });
  });
});
