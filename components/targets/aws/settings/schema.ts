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
  show,
  text,
} from "../../../input/schema.ts";
import { domainLike } from "../../../settings/names.ts";
import type { WrittenPool, WrittenSettings } from "../../../settings/settingsSchema.ts";
import { retentionDays } from "./logs.ts";
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
  service,
  subnetId,
  tags,
  time,
  topic,
  various,
  vpcId,
  zone,
} from "./values.ts";

/** GiB of a volume: Debian's image needs 8; gp3 allows at most 16 TiB. */
const disk = integer(8, 16384, 20);

const retention: Schema<number> = refine(integer(1, 3653, 30), (days, path) => {
  const more = retentionDays.find((known) => known >= days);
  return more === days
    ? days
    : path.error(`is ${days}, but CloudWatch does not offer this number of days`, `write ${more}`);
});

/** Keys of a pool on EC2. */
export const awsPoolFields = {
  type: instanceType,
  disk,
  spot: boolean,
  entryPoint: boolean,
  cpu: integer(10, 90, 60),
};

const zones: Schema<number | readonly string[]> = (value, path) => {
  if (Array.isArray(value) && value.length <= 4) return various(zone, "eu-central-1a")(value, path);
  if (typeof value !== "object" && /^[1-4]$/.test(String(value))) return Number(value);
  const found = Array.isArray(value) ? `a list of ${value.length}` : show(value);
  return path.error(
    `must be a number of zones, 1 to 4, or a list of as many names, but is ${found}`,
    "write for example 3, or [eu-central-1a, eu-central-1b]",
  );
};

const existing = object(
  {
    vpc: vpcId,
    publicSubnets: various(subnetId, "subnet-0123456789abcdef0"),
    privateSubnets: various(subnetId, "subnet-0123456789abcdef0", 0),
  },
  { vpc: "vpc-0123456789abcdef0", publicSubnets: "[subnet-0123456789abcdef0]" },
);

/** The block `swarm:aws`: each value is valid alone, all are optional. */
export const awsShape = object(
  {
    region,
    account,
    adminCidrs: various(adminRange, "203.0.113.7/32"),
    addressUrl,
    openToTheWorld: boolean,
    permissionsBoundary: policy,
    network: object({
      // A later check validates the range together with the rest, if it is in use.
      cidr: text,
      zones,
      private: boolean,
      natPerZone: boolean,
      endpoints: various(service, "ecr.api", 0),
      existing,
    }),
    managers: object({ type: managerType, disk, entryPoint: boolean }),
    machines: object({
      image: machineImage,
      upgrade: plain,
      engine,
      sessionManager: boolean,
      terminationProtection: boolean,
    }),
    registry: object({ forceDelete: boolean }),
    entryPoint: object({
      port: integer(1, 65535, 443),
      certificate,
      domain: domainLike("shop.example.com"),
      hostedZone: domainLike("example.com"),
      deregistrationDelay: integer(0, 3600, 30),
      preserveClientIp: boolean,
      maxTargets: integer(1, 100_000, 1000),
      cidrs: various(addressRange, "203.0.113.0/24"),
      internal: boolean,
      accessLogs: integer(0, 3650, 90),
    }),
    logs: object({ retention }),
    policies: atMost(10, "policies", various(policy, "swarm/buckets", 0)),
    kmsKey,
    alarms: object({ topic, email }),
    snapshots: object({ keep: integer(0, 1000, 7), time }),
    efs: boolean,
    protect: boolean,
    tags,
  },
  {},
  "region: eu-central-1",
);

export type AwsBlock = Infer<typeof awsShape>;

type WrittenAwsPool = WrittenPool & InferObject<typeof awsPoolFields>;

export interface WrittenAws extends WrittenSettings {
  readonly workers?: number | Readonly<Record<string, WrittenAwsPool>>;
  readonly aws?: AwsBlock;
}
