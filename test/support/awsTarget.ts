import { ClusterIdentity } from "../../components/keys/clusterIdentity.ts";
import { ClusterKeys } from "../../components/keys/clusterKeys.ts";
import { aws } from "../../components/targets/aws/target.ts";
import { awsSettings, emptyCalls, imageCalls } from "./ec2Program.ts";
import { type RecordingOptions, record } from "./recordedProgram.ts";

const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

/** An account of ours: four zones, one VPC with two subnets. */
const account = {
  ...emptyCalls,
  ...imageCalls,
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    names: ["eu-central-1d", "eu-central-1b", "eu-central-1a", "eu-central-1c"],
  }),
  "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
  "aws:ec2/getSubnet:getSubnet": ({ id }: Readonly<Record<string, unknown>>) => ({
    id,
    vpcId: "vpc-0a1b2c3d",
    availabilityZone: id === "subnet-0a1b2c3d" ? "eu-central-1a" : "eu-central-1b",
    cidrBlock: id === "subnet-0a1b2c3d" ? "10.9.0.0/24" : "10.9.1.0/24",
  }),
  "aws:ec2/getVpc:getVpc": () => ({ cidrBlock: "10.9.0.0/16" }),
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({
    proxyEndpoint: `https://${host}`,
    userName: "AWS",
    password: "the token",
  }),
};

const port = { published: 8000, protocol: "tcp", http: true } as const;

/** The resources of target aws in this account, with an entry point. */
export function awsTarget(
  written: Readonly<Record<string, unknown>> = {},
  stashes: Readonly<Record<string, unknown>> = {},
  calls: RecordingOptions["calls"] = {},
) {
  return record(
    async () => {
      const made = await aws.createResources(
        awsSettings(written),
        new ClusterKeys("keys"),
        new ClusterIdentity("cluster"),
      );
      const members = Object.fromEntries(made.machines.map(({ name, resource }) => [name, resource]));
      const entryPoint = made.entryPoint([port]);
      entryPoint.registerTargets?.(members);
      return { made, entryPoint };
    },
    { calls: { ...account, ...calls }, stashes },
  );
}
