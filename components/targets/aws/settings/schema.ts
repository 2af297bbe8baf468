import {
  atMost,
  boolean,
  type Infer,
  type InferObject,
  integer,
  object,
  plain,
  refine,
  type Schema,
} from "../../../input/schema.ts";
import { domainLike } from "../../../settings/names.ts";
import type { WrittenPool } from "../../../settings/poolsSchema.ts";
import type { WrittenSettings } from "../../../settings/settingsSchema.ts";
import { network } from "./networkSchema.ts";
import {
  account,
  addressRange,
  addressUrl,
  adminRange,
  certificate,
  email,
  engine,
  instanceType,
  kmsKey,
  machineImage,
  managerType,
  policy,
  region,
  tags,
  time,
  topic,
  various,
} from "./values.ts";

/** GiB of a volume: Debian's image needs 8; gp3 allows at most 16 TiB. */
const disk = integer(8, 16384, 20);

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const retention: Schema<number> = refine(integer(1, 3653, 30), (days, path) => {
  const more = retentionDays.find((known) => known >= days);
  return more === days
    ? days
    : path.error(`is ${days}, but CloudWatch does not offer this number of days`, `write ${more}`);
});

/** Keys of a pool on EC2. */
export const awsPoolFields = {
  /** EC2 instance type; default t3.small, or t4g.small if the first type in the settings is arm64. */
  type: instanceType,
  /** GiB of the encrypted root disk; default 20. */
  disk,
  /** Use spot instances, which AWS may reclaim at any time; default false. */
  spot: boolean,
  /** False: the load balancer sends no requests to its nodes; default true. */
  entryPoint: boolean,
  /** CPU load in percent that a pool that scales aims at; default 60. */
  cpu: integer(10, 90, 60),
};

const managers = object({
  /** EC2 instance type; default as for pools. */
  type: managerType,
  /** GiB of the data volume; default 20. */
  disk,
  /** False: the load balancer sends no requests to them; default true. */
  entryPoint: boolean,
});

/** Settings of all machines. */
const machines = object({
  /** `debian-13`, an image `ami-…`, or an SSM parameter `/…` that holds one; default debian-13. */
  image: machineImage,
  /** Any text; a change looks the image up again and replaces the machines; default empty. */
  upgrade: plain,
  /** Docker Engine: a version from Docker's own packages, `29.8.2`, or `debian` for Debian's; default 29.8.2. */
  engine,
  /** True: allow a shell through AWS Session Manager; default false. */
  sessionManager: boolean,
  /** True: managers cannot be terminated by hand; default false. */
  terminationProtection: boolean,
});

/** The load balancer and its name. */
const entryPoint = object({
  /** Frontend port of the first published port; default: the published one, or 443 with a certificate. */
  port: integer(1, 65535, 443),
  /** ACM certificate, `arn:aws:acm:…`; HTTP ports are then served with TLS. */
  certificate,
  /** Name of the entry point, `shop.example.com`, created in the hosted zone. */
  domain: domainLike("shop.example.com"),
  /** Route 53 zone of the domain, `example.com`; default: the domain without its first label. */
  hostedZone: domainLike("example.com"),
  /** Seconds for a leaving node to finish its connections; default 30. */
  deregistrationDelay: integer(0, 3600, 30),
  /**
   * True: services see the addresses of clients, where AWS lets it choose; default false, because a node then
   * cannot reach itself through the load balancer.
   */
  preserveClientIp: boolean,
  /** Quota of targets of the load balancer; default 500. */
  maxTargets: integer(1, 100_000, 1000),
  /** Ranges that can connect, `203.0.113.0/24`; default everybody, 0.0.0.0/0. */
  cidrs: various(addressRange, "203.0.113.0/24"),
  /** True: reachable from inside the VPC and networks connected to it only; default false. */
  internal: boolean,
  /** Days for which a bucket keeps logs of all TLS connections; default 0, no logs. */
  accessLogs: integer(0, 3650, 90),
});

/** Who gets alarms; at most one of the two, default nobody. */
const alarms = object({
  /** ARN of an existing SNS topic. */
  topic,
  /** A new topic sends email to this address. */
  email,
});

/** Daily snapshots of the managers' data disks. */
const snapshots = object({
  /** Number of snapshots of each disk to keep; default 0, which takes none. */
  keep: integer(0, 1000, 7),
  /** UTC; default 03:00. */
  time,
});

/** The block `swarm:aws`: each value is valid alone, all are optional. */
export const awsSchema = object(
  {
    /** `eu-central-1`. */
    region,
    /** Id of the AWS account, `"123456789012"`; default: that of the first `up`. */
    account,
    /** Ranges that can connect to SSH, `203.0.113.7/32`; `self` is the public address of this computer. */
    adminCidrs: various(adminRange, "203.0.113.7/32"),
    /** A page that answers with this computer's address, or `none`; default https://checkip.amazonaws.com. */
    addressUrl,
    /** True: `adminCidrs` may contain ranges larger than a /8, such as 0.0.0.0/0; default false. */
    openToTheWorld: boolean,
    /** IAM policy, by name or ARN, that bounds the permissions of the machines' role; default: none. */
    permissionsBoundary: policy,
    network,
    managers,
    machines,
    registry: object({
      /** True: destroy deletes repositories that contain images; default false. */
      forceDelete: boolean,
    }),
    entryPoint,
    logs: object({
      /** Days until CloudWatch deletes log entries of the driver awslogs; default 30. */
      retention,
    }),
    /** Names or ARNs of further managed policies for the machines' role; default none. */
    policies: atMost(10, "policies", various(policy, "swarm/buckets", 0)),
    /** ARN of a KMS key for disks and repositories; default: keys of AWS. */
    kmsKey,
    alarms,
    snapshots,
    /** True: a file system for volumes of type efs, which every node can mount; default false. */
    efs: boolean,
    /** True: Pulumi refuses to delete what holds data or an address, and AWS the load balancer; default false. */
    protect: boolean,
    /** Additional tags for every resource. */
    tags,
  },
  {},
  "region: eu-central-1",
);

export type AwsBlock = Infer<typeof awsSchema>;

/** A mapping of the block, `network`. */
export type AwsPart<Name extends keyof AwsBlock> = NonNullable<AwsBlock[Name]>;

export type WrittenAwsPool = InferObject<typeof awsPoolFields>;

export interface WrittenAws extends WrittenSettings {
  readonly workers?: number | Readonly<Record<string, WrittenPool & WrittenAwsPool>>;
  readonly aws?: AwsBlock;
}
