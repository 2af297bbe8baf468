import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { overlap } from "../../../../../../components/net/cidr.ts";
import { awsSettings, ec2Cluster } from "../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import type { Recording, Registration } from "../../../../../support/recordedProgram.ts";

const zonesOf = (count: number) => ["a", "b", "c", "d"].slice(0, count).map((zone) => `eu-central-1${zone}`);
const pool = fc.record({
  count: fc.integer({ min: 0, max: 3 }),
  type: fc.constantFrom("t3.small", "m7i.large"),
  disk: fc.integer({ min: 8, max: 100 }),
  spot: fc.boolean(),
});
const adminCidrs = fc.uniqueArray(
  fc.constantFrom("203.0.113.7/32", "198.51.100.0/24", "192.0.2.0/28", "0.0.0.0/0"),
  { minLength: 1, maxLength: 3 },
);

/** Any settings that are sound, and how many zones the region has. */
const clusters = fc
  .record({
    managers: fc.constantFrom(1, 3, 5, 7),
    web: pool,
    batch: pool,
    adminCidrs,
    zones: fc.integer({ min: 1, max: 4 }),
    prefix: fc.integer({ min: 16, max: 20 }),
    private: fc.boolean(),
    natPerZone: fc.boolean(),
    terminationProtection: fc.boolean(),
    sessionManager: fc.boolean(),
    firstRun: fc.boolean(),
  })
  .map(({ managers, web, batch, zones, prefix, firstRun, ...more }) => ({
    written: {
      managers,
      workers: { web, batch },
      aws: {
        adminCidrs: more.adminCidrs,
        openToTheWorld: more.adminCidrs.includes("0.0.0.0/0"),
        managers: { type: "t3.small" },
        network: {
          cidr: `10.64.0.0/${prefix}`,
          zones,
          private: more.private,
          natPerZone: more.private && more.natPerZone,
        },
        machines: {
          terminationProtection: more.terminationProtection,
          sessionManager: more.sessionManager,
        },
      },
    },
    zones: zonesOf(zones),
    firstRun,
  }));

type Cluster = typeof clusters extends fc.Arbitrary<infer T> ? T : never;

const recorded = async ({ written, zones, firstRun }: Cluster) =>
  (await ec2Cluster(awsSettings(written), { where: { zones }, firstRun })).recording;

const samples: { readonly cluster: Cluster; readonly recording: Recording }[] = [];

/** Whatever the settings; a failure tells them. */
function holds(check: (recording: Recording, cluster: Cluster) => void): void {
  assert.ok(samples.length > 0);
  for (const { cluster, recording } of samples) {
    try {
      check(recording, cluster);
    } catch (error) {
      throw new Error(`not for ${JSON.stringify(cluster)}`, { cause: error });
    }
  }
}

const require = createRequire(import.meta.url);

/** Whether AWS lets this type have tags: its own declaration says so. */
function isTaggable({ type }: Registration): boolean {
  const path = type
    .split(":")
    .slice(0, 2)
    .join("/")
    .replace(/^aws\//, "@pulumi/aws/");
  return /\btags\?: pulumi\.Input/.test(readFileSync(require.resolve(`${path}.d.ts`), "utf8"));
}

const ofAws = ({ registrations }: Recording) => registrations.filter(({ type }) => type.startsWith("aws:"));
const rulesIn = (recording: Recording) =>
  recording.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
const instances = (recording: Recording) => recording.all("aws:ec2/instance:Instance");
const managersOf = (recording: Recording) =>
  instances(recording)
    .filter(({ name }) => name.startsWith("manager-"))
    .sort((one, other) => one.name.localeCompare(other.name));

describe("any cluster on EC2", () => {
  before("some clusters are recorded", async function () {
    this.timeout(60_000);
    for (const cluster of fc.sample(clusters, 20))
      samples.push({ cluster, recording: await recorded(cluster) });
  });

  it("opens to the world only if the user says so, and then only SSH", () =>
    holds((recording, { written }) => {
      for (const { inputs, name } of rulesIn(recording)) {
        if (!("cidrIpv4" in inputs)) continue;
        assert.equal(inputs.toPort, 22, name);
        assert.equal(inputs.fromPort, 22, name);
        assert.ok((written.aws.adminCidrs as unknown[]).includes(inputs.cidrIpv4), name);
      }
    }));

  it("allows the swarm's protocols only between nodes", () =>
    holds((recording) => {
      const spoken = rulesIn(recording).filter(({ inputs }) => inputs.fromPort !== 22);
      assert.deepEqual(spoken.map(({ name }) => name).sort(), [
        "managers-2377-tcp",
        "nodes-4789-udp",
        "nodes-7946-tcp",
        "nodes-7946-udp",
        "nodes-esp",
      ]);
      for (const { inputs } of spoken) assert.equal(inputs.referencedSecurityGroupId, "nodes-id");
    }));

  it("encrypts every disk", () =>
    holds((recording) => {
      for (const { inputs, name } of recording.all("aws:ebs/volume:Volume"))
        assert.equal(inputs.encrypted, true, name);
      for (const { inputs, name } of instances(recording))
        assert.equal((inputs.rootBlockDevice as { encrypted: unknown }).encrypted, true, name);
    }));

  it("requires a token for instance metadata, and hides it from containers", () =>
    holds((recording) => {
      for (const { inputs, name } of instances(recording))
        assert.deepEqual(
          inputs.metadataOptions,
          { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
          name,
        );
    }));

  it("gives managers different addresses, and neighbours different zones", () =>
    holds((recording, { zones }) => {
      const managers = managersOf(recording);
      const addresses = managers.map(({ inputs }) => String(inputs.privateIp));
      assert.equal(new Set(addresses).size, managers.length);
      const subnets = managers.map(({ inputs }) => String(inputs.subnetId).replace(/-id$/, ""));
      for (const [index, subnet] of subnets.entries()) {
        const { cidrBlock, availabilityZone } = recording.find(`Subnet ${subnet}`).inputs;
        assert.ok(overlap(`${addresses[index]}/32`, String(cidrBlock)));
        assert.equal(
          recording.find(`Volume manager-${index}-data`).inputs.availabilityZone,
          availabilityZone,
        );
        if (zones.length > 1 && index > 0) assert.notEqual(subnet, subnets[index - 1]);
      }
    }));

  it("has no overlapping subnets, and only managers in the managers' subnets", () =>
    holds((recording) => {
      const ranges = recording.all("aws:ec2/subnet:Subnet").map(({ inputs }) => String(inputs.cidrBlock));
      for (const [index, one] of ranges.entries())
        for (const other of ranges.slice(index + 1)) assert.equal(overlap(one, other), false);
      const managers = managersOf(recording);
      for (const machine of instances(recording)) {
        const amongManagers = /^managers-/.test(String(machine.inputs.subnetId));
        assert.equal(amongManagers, managers.includes(machine), machine.name);
      }
    }));

  it("tags every resource", () =>
    holds((recording) => {
      // To tag a VPC's default group, a deployer would need the right to tag any group.
      const taggable = ofAws(recording).filter(
        (registration) => isTaggable(registration) && !registration.type.includes("DefaultSecurityGroup"),
      );
      assert.ok(taggable.length > ofAws(recording).length / 2);
      for (const registration of taggable) {
        const { inputs, label, parent } = registration;
        const node = /^Ec2Machine (?<name>.+)$/.exec(parent)?.groups?.name;
        const tags = "rootBlockDevice" in inputs ? [inputs.tags, inputs.volumeTags] : [inputs.tags];
        for (const found of tags) {
          const { Name, ...rest } = found as Record<string, string>;
          assert.match(Name ?? "", /^swarm-test-./, label);
          assert.deepEqual(
            rest,
            {
              team: "shop",
              "swarm.project": "swarm",
              "swarm.stack": "test",
              "swarm.cluster": cluster,
              ...(node ? { "swarm.node": node } : {}),
            },
            label,
          );
        }
      }
    }));

  it("gives public addresses only to the bastion if nodes are private", () =>
    holds((recording, { written }) => {
      if (!written.aws.network.private) return;
      const open = recording.all("aws:ec2/eipAssociation:EipAssociation").map(({ name }) => name);
      assert.deepEqual(open, ["bastion"]);
      for (const { inputs, name } of recording.all("aws:ec2/subnet:Subnet"))
        assert.equal(inputs.mapPublicIpOnLaunch, false, name);
      for (const { inputs, name } of instances(recording))
        assert.ok(!("associatePublicIpAddress" in inputs), name);
    }));

  it("has the same names each time", async () => {
    for (const { cluster, recording } of samples.slice(0, 4))
      for (const firstRun of [true, false])
        assert.deepEqual((await recorded({ ...cluster, firstRun })).tree(), recording.tree());
  });
});
