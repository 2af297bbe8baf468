import * as pulumi from "@pulumi/pulumi";
import type { NodePort } from "../../components/entrypoint/entryPoint.ts";
import { ClusterIdentity } from "../../components/keys/clusterIdentity.ts";
import { ClusterKeys } from "../../components/keys/clusterKeys.ts";
import { aws } from "../../components/targets/aws/target.ts";
import { certificate, http, tcp, udp } from "./balancerProgram.ts";
import { awsAccount, awsSettings, emptyCalls, imageCalls, zones } from "./ec2Program.ts";
import { FakeAws, identityOf } from "./fakeAws.ts";
import { type Recording, record } from "./recordedProgram.ts";

type Inputs = Readonly<Record<string, unknown>>;

export const existingSubnets: Readonly<Record<string, { readonly zone: string; readonly cidr: string }>> = {
  "subnet-0a1b2c3d": { zone: "eu-central-1a", cidr: "10.9.0.0/24" },
  "subnet-1a1b2c3d": { zone: "eu-central-1b", cidr: "10.9.1.0/24" },
  "subnet-2a1b2c3d": { zone: "eu-central-1a", cidr: "10.9.2.0/24" },
  "subnet-3a1b2c3d": { zone: "eu-central-1b", cidr: "10.9.3.0/24" },
};

/** An account with a VPC, two public and two private subnets, and a hosted zone. */
const account = {
  ...emptyCalls,
  ...imageCalls,
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({ names: zones }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
  "aws:ec2/getSubnet:getSubnet": ({ id }: Inputs) => {
    const { zone, cidr } = existingSubnets[String(id)] ?? {};
    return { id, vpcId: "vpc-0a1b2c3d", availabilityZone: zone, cidrBlock: cidr };
  },
  "aws:ec2/getVpc:getVpc": () => ({ cidrBlock: "10.9.0.0/16" }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    proxyEndpoint: `https://${awsAccount.account}.dkr.ecr.${awsAccount.region}.amazonaws.com`,
    userName: "AWS",
    password: "the token",
  }),
  "aws:route53/getZone:getZone": () => ({ zoneId: "Z0123456789ABCDEFGHIJ" }),
};

/** Everything that a target aws with these settings registers: machines, network, role, repository, entry point. */
export async function awsProgram(
  written: Inputs,
  ports: readonly NodePort[] = [http, tcp],
): Promise<Recording> {
  const sts = await FakeAws.start(() => identityOf(awsAccount.account));
  try {
    const { recording } = await record(
      async () => {
        const made = await aws.createResources(
          awsSettings(written),
          new ClusterKeys("keys"),
          new ClusterIdentity("cluster"),
        );
        made.watchNodes?.(made.machines);
        made.registry.repository?.("example/api");
        const members = Object.fromEntries(made.machines.map(({ name, resource }) => [name, resource]));
        made.entryPoint(ports).registerTargets?.(members);
        const [seed] = made.machines;
        if (!seed) throw new Error("the target has no machine");
        made.scalePools?.({
          cluster: { seed, members, workerToken: pulumi.secret("SWMTKN-1-worker") },
          machines: made.machines,
          images: {
            references: pulumi.output([
              `${awsAccount.account}.dkr.ecr.eu-central-1.amazonaws.com/a@sha256:1`,
            ]),
            configuration: pulumi.output("{}"),
          },
        });
      },
      { calls: account },
    );
    return recording;
  } finally {
    await sts.stop();
  }
}

const pools = {
  web: { count: 2, type: "t3.large", disk: 50 },
  batch: { count: 1, spot: true },
};
const permissionsBoundary = "swarm-boundary";
const publicSubnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"];
const privateSubnets = ["subnet-2a1b2c3d", "subnet-3a1b2c3d"];

/**
 * The forms of a cluster. Together they turn on every setting that makes a resource; a new one belongs to one
 * of them.
 */
export const forms: Readonly<
  Record<string, { readonly settings: Inputs; readonly ports: readonly NodePort[] }>
> = {
  public: { settings: { managers: 3, workers: pools, aws: { permissionsBoundary } }, ports: [http, tcp] },
  private: {
    settings: {
      managers: 1,
      workers: 1,
      aws: { permissionsBoundary, protect: true, network: { private: true } },
    },
    ports: [http, udp],
  },
  "a NAT gateway per zone": {
    settings: {
      managers: 3,
      workers: pools,
      logging: { driver: "awslogs" },
      aws: {
        permissionsBoundary,
        network: { private: true, natPerZone: true, endpoints: ["ecr.api", "ssm"] },
        machines: { sessionManager: true, terminationProtection: true },
        registry: { forceDelete: true },
        policies: ["arn:aws:iam::123456789012:policy/swarm/buckets"],
        snapshots: { keep: 7 },
        efs: true,
        alarms: { email: "ops@example.com" },
        entryPoint: {
          certificate,
          domain: "shop.example.com",
          cidrs: ["198.51.100.0/24"],
          accessLogs: 30,
        },
      },
    },
    ports: [http],
  },
  "a pool that scales": {
    settings: {
      managers: 1,
      workers: { web: { min: 2, max: 6, spot: true, labels: { tier: "web" } } },
      aws: { permissionsBoundary },
    },
    ports: [http],
  },
  "an existing VPC": {
    settings: {
      managers: 3,
      workers: 2,
      aws: { permissionsBoundary, network: { existing: { vpc: "vpc-0a1b2c3d", publicSubnets } } },
    },
    ports: [http],
  },
  "an existing VPC with private subnets": {
    settings: {
      managers: 3,
      workers: 2,
      aws: {
        permissionsBoundary,
        network: { private: true, existing: { vpc: "vpc-0a1b2c3d", publicSubnets, privateSubnets } },
      },
    },
    ports: [http],
  },
};

const recorded = new Map<string, Promise<Recording>>();

/** The program of a form; recorded once for all tests that only read it. */
export function recordedForm(form: string): Promise<Recording> {
  const { settings, ports } = forms[form] ?? { settings: {}, ports: [] };
  const found = recorded.get(form) ?? awsProgram(settings, ports);
  recorded.set(form, found);
  return found;
}
