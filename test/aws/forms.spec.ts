import assert from "node:assert/strict";
import { delimiter } from "node:path";
import { awsCliFolder } from "../../tools/test/awsParts.ts";
import type { Clone } from "../support/clone.ts";
import { assertAllowed } from "./allowedActions.ts";
import { assertNothingLeft, endCluster, startCluster, succeed } from "./emulatedCluster.ts";
import { tester } from "./emulator/awsApi.ts";
import { signedCertificate } from "./emulator/certificate.ts";
import type { Emulator } from "./emulator/emulator.ts";

const stack = "e2e-aws-forms";
const domain = "shop.example.com";

/** The other forms of a cluster, each built and destroyed; each test continues where the previous one ended. */
describe("the forms of a cluster of target aws", () => {
  const aws = {
    region: "us-east-1",
    adminCidrs: ["198.18.0.0/24"],
    managers: { disk: 8 },
    machines: { engine: "debian" },
    registry: { forceDelete: true },
    entryPoint: { deregistrationDelay: 5 },
  };
  const settings = {
    ...{ target: "aws", managers: 1, workers: { web: { count: 1, spot: true } } },
    stacks: { example: { file: "example/compose.yaml" } },
  };
  let emulator: Emulator;
  let clone: Clone;

  const run = (command: string, ...args: string[]) => succeed(clone, command, ...args);
  const configure = (network: object, entryPoint: object = {}) => {
    const changes = { network, entryPoint: { ...aws.entryPoint, ...entryPoint } };
    clone.configure({ ...settings, aws: { ...aws, ...changes } });
  };
  /** Returns the endpoint. */
  const up = async () => {
    await run("up", "--yes", "--skip-preview");
    await clone.assertHealthy();
    return (await clone.npm("pulumi", "stack", "output", "endpoint")).output.trim();
  };
  /** A command of the AWS CLI, as another user of the account; what it prints. */
  const cli = async (...args: string[]) => {
    const command = ["aws", ...args, "--region", aws.region, "--output", "json"];
    const { code, output } = await clone.run("env", [`AWS_ACCESS_KEY_ID=${tester}`, ...command]);
    assert.equal(code, 0, output);
    return output.trim() === "" ? undefined : JSON.parse(output);
  };
  /** One field of what the AWS CLI lists. */
  const look = (what: string, query: string) => cli("ec2", `describe-${what}`, "--query", query);

  /** Fields of the running machines, behind their names. */
  const machines = async (...fields: string[]): Promise<unknown[][]> => {
    const query = `Reservations[].Instances[].[Tags[?Key=='swarm.node']|[0].Value,${fields.join()}]`;
    const nodes = ["--filters", "Name=instance-state-name,Values=running", "Name=tag-key,Values=swarm.node"];
    return (await cli("ec2", "describe-instances", "--query", query, ...nodes)).sort();
  };

  const visits = async (url: string) => {
    const { code, output } = await clone.run("curl", ["--silent", "--show-error", "--fail", url]);
    assert.equal(code, 0, output);
    return JSON.parse(output).visits as number;
  };

  before(async () => {
    ({ emulator, clone } = await startCluster(stack, settings, ({ environment: { SSL_CERT_FILE = "" } }) => ({
      PATH: [awsCliFolder, process.env.PATH].join(delimiter),
      // The load balancer's certificate is of the test's own authority.
      NODE_EXTRA_CA_CERTS: SSL_CERT_FILE,
      CURL_CA_BUNDLE: SSL_CERT_FILE,
    })));
  });

  after(() => endCluster(emulator, clone, "transcript-forms.txt"));

  it("builds Graviton machines from images of their architecture", async () => {
    clone.configure({
      ...settings,
      // The machines that stand in for them could not run its images.
      stacks: {},
      workers: { web: { count: 1, type: "t4g.small" } },
      aws: { ...aws, managers: { disk: 8, type: "t4g.small" }, network: { zones: 2 } },
    });
    await run("up", "--yes", "--skip-preview");
    assert.deepEqual(await machines("ImageId", "InstanceType"), [
      ["manager-0", "ami-debian13arm641", "t4g.small"],
      ["web-0", "ami-debian13arm641", "t4g.small"],
    ]);
    assert.match(await run("status"), /^manager-0 +Ready +Active +Leader.*\nweb-0 +Ready +Active/m);
    await run("destroy", "--yes");
    assert.deepEqual(await emulator.api.left(), {});
  });

  const network = { zones: 2, private: true, natPerZone: true };
  const named = { certificate: "", domain };
  let zone = "";
  it("stops at AWS's quotas, and goes on from there", async () => {
    const { key, certificate } = await signedCertificate("shop", domain);
    const files = ["--certificate", `fileb://${certificate}`, "--private-key", `fileb://${key}`];
    named.certificate = (await cli("acm", "import-certificate", ...files)).CertificateArn;
    const caller = ["--caller-reference", "test"];
    zone = (await cli("route53", "create-hosted-zone", "--name", "example.com", ...caller)).HostedZone.Id;
    configure(network, { ...named, maxTargets: 2 });
    const refused = await clone.npm("preview");
    assert.equal(refused.code, 1, refused.output);
    const most =
      "swarm:aws.entryPoint: 1 managers and 1 workers, twice as many while they are replaced, would be 3 targets at 1 ports, but a network load balancer has 2\n";
    assert.ok(refused.output.includes(most), refused.output);
    assert.deepEqual((await emulator.api.left()).VPCs, undefined);
    configure(network, named);
    for (const [quota, reason] of [
      [{ vcpus: 3 }, /VcpuLimitExceeded: .*your current vCPU limit of 3/],
      [{ targets: 1 }, /TooManyTargets: You've reached the limit on the number of targets/],
    ] as const) {
      await emulator.api.trouble(quota);
      const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
      assert.notEqual(code, 0, output);
      assert.match(output, reason);
    }
    await emulator.api.trouble({});
  });

  it("serves TLS under a name of its own, with a spot worker", async () => {
    const endpoint = await up();
    assert.equal(endpoint, `https://${domain}`);
    assert.ok((await visits(`${endpoint}/api/visit`)) > 0);
    const { LoadBalancers: balancers } = await cli("elbv2", "describe-load-balancers");
    assert.equal(balancers.length, 1);
    const [{ LoadBalancerArn: arn, DNSName: name }] = balancers;
    const { Listeners: listeners } = await cli("elbv2", "describe-listeners", "--load-balancer-arn", arn);
    assert.deepEqual(
      listeners.map(({ Port, Protocol, SslPolicy, Certificates }: Record<string, unknown>) => [
        ...[Port, Protocol, SslPolicy, Certificates],
      ]),
      [[443, "TLS", "ELBSecurityPolicy-TLS13-1-2-2021-06", [{ CertificateArn: named.certificate }]]],
    );
    const { ResourceRecordSets: records } = await cli(
      ...["route53", "list-resource-record-sets", "--hosted-zone-id", zone],
    );
    const [record, ...others] = records.filter(({ Type }: { readonly Type: string }) => Type === "A");
    assert.deepEqual(
      [
        others,
        record.Name,
        record.AliasTarget.DNSName.replace(/\.$/, ""),
        record.AliasTarget.EvaluateTargetHealth,
      ],
      [[], `${domain}.`, name, true],
    );
    assert.deepEqual(await machines("InstanceLifecycle"), [
      ["manager-0", null],
      ["web-0", "spot"],
    ]);
  });

  it("connects each zone to the internet through its own NAT gateway", async () => {
    const zones: Record<string, string> = Object.fromEntries(
      await look("subnets", "Subnets[].[SubnetId,AvailabilityZone]"),
    );
    const gateways = await look("nat-gateways", "NatGateways[?State=='available'].[NatGatewayId,SubnetId]");
    assert.deepEqual(gateways.map(([, subnet = ""]: string[]) => zones[subnet]).sort(), [
      ...["us-east-1a", "us-east-1b"],
    ]);
    const zoneOf: Record<string, string | undefined> = Object.fromEntries(
      gateways.map(([gateway = "", subnet = ""]: string[]) => [gateway, zones[subnet]]),
    );
    const tables: [gateway: string | null, subnets: string[]][] = await look(
      "route-tables",
      "RouteTables[].[Routes[?DestinationCidrBlock=='0.0.0.0/0']|[0].NatGatewayId,Associations[].SubnetId]",
    );
    const ways = tables.flatMap(([gateway, subnets]) =>
      gateway ? [[zoneOf[gateway], [...new Set(subnets.map((subnet) => zones[subnet]))]]] : [],
    );
    assert.deepEqual(ways.sort(), [
      ["us-east-1a", ["us-east-1a"]],
      ["us-east-1b", ["us-east-1b"]],
    ]);
  });

  it("changes nothing when nothing changed", async () => {
    await run("up", "--yes", "--skip-preview", "--expect-no-changes");
  });

  it("leaves nothing behind in the account but the hosted zone", async () => {
    await run("destroy", "--yes");
    assert.deepEqual(Object.keys(await emulator.api.left()), ["hosted zones"]);
    await cli("route53", "delete-hosted-zone", "--id", zone);
    assert.deepEqual(await emulator.api.left(), {});
  });

  it("builds in an existing VPC, and leaves it as it was", async () => {
    const existing = await makeVpc();
    const before = await networkOf(existing.vpc);
    const { vpc, publicSubnets, kinds } = existing;
    configure({ existing: { vpc, publicSubnets } });
    const endpoint = await up();
    assert.ok((await visits(`${endpoint}/api/visit`)) > 0);
    const { instances, vpcs } = await emulator.api.state();
    assert.deepEqual(
      vpcs.map(({ id }) => id),
      [existing.vpc],
    );
    const running = instances.filter(({ state }) => state === "running");
    assert.deepEqual([...new Set(running.map(({ vpc }) => vpc))], [existing.vpc]);
    const manager = running.find(({ tags }) => tags["swarm.node"] === "manager-0");
    assert.equal(manager?.privateAddress, "10.9.0.4");
    assert.deepEqual(await networkOf(existing.vpc), before);
    await run("destroy", "--yes");
    assert.deepEqual(await networkOf(existing.vpc), before);
    assert.deepEqual(Object.keys(await emulator.api.left()).sort(), kinds);
  });

  it("calls no AWS action that the deployer's policies do not allow", () =>
    assertAllowed(emulator.api, "ec2:CreateNatGateway", "route53:ChangeResourceRecordSets"));

  it("leaves nothing behind on this computer", () => assertNothingLeft(emulator));

  /** What somebody else has made: two public subnets with a way to the internet. */
  async function makeVpc() {
    const { VpcId: vpc } = (await cli("ec2", "create-vpc", "--cidr-block", "10.9.0.0/16")).Vpc;
    const { InternetGatewayId: gateway } = (await cli("ec2", "create-internet-gateway")).InternetGateway;
    await cli("ec2", "attach-internet-gateway", "--vpc-id", vpc, "--internet-gateway-id", gateway);
    const { RouteTableId: table } = (await cli("ec2", "create-route-table", "--vpc-id", vpc)).RouteTable;
    const route = ["--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway];
    await cli("ec2", "create-route", "--route-table-id", table, ...route);
    const publicSubnets: string[] = [];
    for (const [index, place] of ["a", "b"].entries()) {
      const where = ["--cidr-block", `10.9.${index}.0/24`, "--availability-zone", `us-east-1${place}`];
      const { Subnet } = await cli("ec2", "create-subnet", "--vpc-id", vpc, ...where);
      await cli("ec2", "associate-route-table", "--route-table-id", table, "--subnet-id", Subnet.SubnetId);
      // As docs/aws.md says: otherwise a worker may get a manager's address.
      const addresses = ["--reservation-type", "explicit", "--cidr", `10.9.${index}.4/30`];
      await cli("ec2", "create-subnet-cidr-reservation", "--subnet-id", Subnet.SubnetId, ...addresses);
      publicSubnets.push(Subnet.SubnetId);
    }
    return { vpc, publicSubnets, kinds: Object.keys(await emulator.api.left()).sort() };
  }

  /** Everything of a VPC that a cluster could change, except for free addresses. */
  async function networkOf(vpc: string) {
    const ofVpc = `Name=vpc-id,Values=${vpc}`;
    const all: Record<string, unknown> = {};
    for (const what of ["vpcs", "subnets", "route-tables", "vpc-endpoints", "network-acls"])
      all[what] = await cli("ec2", `describe-${what}`, "--filters", ofVpc);
    all.gateways = await cli("ec2", "describe-nat-gateways", "--filter", ofVpc);
    all.group = await cli(
      "ec2",
      "describe-security-groups",
      "--filters",
      ofVpc,
      "Name=group-name,Values=default",
    );
    const text = JSON.stringify(all, (key, value) => (key === "AvailableIpAddressCount" ? undefined : value));
    return JSON.parse(text);
  }
});
