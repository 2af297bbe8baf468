import type { Settings, WorkerPool } from "../../../settings/settings.ts";

/** A pool of EC2 instances. */
export interface AwsPool extends WorkerPool {
  /** EC2 instance type; default t3.small, or t4g.small if the first type in the settings is arm64. */
  readonly type?: string;
  /** GiB of the encrypted root disk; default 20. */
  readonly disk?: number;
  /** Use spot instances, which AWS may reclaim at any time; default false. */
  readonly spot?: boolean;
  /** False: the load balancer sends no requests to its nodes; default true. */
  readonly entryPoint?: boolean;
  /** Percentage of its processors that a pool that scales keeps to; default 60. */
  readonly cpu?: number;
}

/** A pool whose machines an auto-scaling group starts and ends. */
export interface ScalingPool extends AwsPool {
  readonly min: number;
  readonly max: number;
}

/** All settings of a cluster on AWS. */
export interface AwsClusterSettings extends Settings<AwsSettings> {
  readonly pools: readonly AwsPool[];
}

/** The machines' network. */
export interface AwsNetworkSettings {
  /** Range of a new VPC; default 10.64.0.0/16. */
  readonly cidr: string;
  /** Number or names of availability zones; default 3, or all if the region has fewer. */
  readonly zones: number | readonly string[];
  /** True: nodes without public addresses, behind NAT gateways and a bastion; default false. */
  readonly private: boolean;
  /** True: one NAT gateway per zone instead of one in all; default false. */
  readonly natPerZone: boolean;
  /** AWS services that get private addresses in a new VPC, `ecr.api`; default none. */
  readonly endpoints: readonly string[];
  /** An existing VPC, `vpc-…`, with its subnets, at least one per zone. */
  readonly existing?: {
    readonly vpc: string;
    /** `subnet-…` with a route to the internet gateway: for load balancer, bastion and public nodes. */
    readonly publicSubnets: readonly string[];
    /** `subnet-…` with internet access through NAT: for private nodes; empty if the nodes are public. */
    readonly privateSubnets: readonly string[];
  };
}

/** Settings of all machines. */
export interface AwsMachineSettings {
  /** `debian-13`, an image `ami-…`, or an SSM parameter `/…` that holds one; default debian-13. */
  readonly image: string;
  /** Any text; a change looks the image up again and replaces the machines; default empty. */
  readonly upgrade: string;
  /** Docker Engine: a version from Docker's own packages, `29.8.2`, or `debian` for Debian's; default 29.8.2. */
  readonly engine: string;
  /** True: allow a shell through AWS Session Manager; default false. */
  readonly sessionManager: boolean;
  /** True: managers cannot be terminated by hand; default false. */
  readonly terminationProtection: boolean;
}

/** The load balancer and its name. */
export interface AwsEntryPointSettings {
  /** Frontend port of the first published port; default: the published one, or 443 with a certificate. */
  readonly port?: number;
  /** ACM certificate, `arn:aws:acm:…`; HTTP ports are then served with TLS. */
  readonly certificate?: string;
  /** Name of the entry point, `shop.example.com`, created in the hosted zone. */
  readonly domain?: string;
  /** Route 53 zone of the domain, `example.com`; default: the domain without its first label. */
  readonly hostedZone?: string;
  /** Seconds for a leaving node to finish its connections; default 30. */
  readonly deregistrationDelay: number;
  /**
   * True: services see the addresses of clients, where AWS lets it choose; default false, because a node then
   * cannot reach itself through the load balancer.
   */
  readonly preserveClientIp: boolean;
  /** Quota of targets of the load balancer; default 500. */
  readonly maxTargets: number;
  /** Ranges that can connect, `203.0.113.0/24`; default everybody, 0.0.0.0/0. */
  readonly cidrs: readonly string[];
  /** True: reachable from inside the VPC and networks connected to it only; default false. */
  readonly internal: boolean;
  /** Days for which a bucket keeps logs of all TLS connections; default 0, no logs. */
  readonly accessLogs: number;
}

/** Settings of target aws. */
export interface AwsSettings {
  /** `eu-central-1`. */
  readonly region: string;
  /** Id of the AWS account, `"123456789012"`; default: that of the first `up`. */
  readonly account?: string;
  /** Ranges that can connect to SSH, `203.0.113.7/32`; `self` is the public address of this computer. */
  readonly adminCidrs: readonly string[];
  /** A page that answers with this computer's address, or `none`; default https://checkip.amazonaws.com. */
  readonly addressUrl: string;
  /** True: `adminCidrs` may contain ranges larger than a /8, such as 0.0.0.0/0; default false. */
  readonly openToTheWorld: boolean;
  /** IAM policy, by name or ARN, that bounds the permissions of the machines' role; default: none. */
  readonly permissionsBoundary?: string;
  readonly network: AwsNetworkSettings;
  readonly managers: {
    /** EC2 instance type; default as for pools. */
    readonly type: string;
    /** GiB of the data volume; default 20. */
    readonly disk: number;
    /** False: the load balancer sends no requests to them; default true. */
    readonly entryPoint: boolean;
  };
  readonly machines: AwsMachineSettings;
  readonly registry: {
    /** True: destroy deletes repositories that contain images; default false. */
    readonly forceDelete: boolean;
  };
  readonly entryPoint: AwsEntryPointSettings;
  readonly logs: {
    /** Days until CloudWatch deletes log entries of the driver awslogs; default 30. */
    readonly retention: number;
  };
  /** Names or ARNs of further managed policies for the machines' role; default none. */
  readonly policies: readonly string[];
  /** ARN of a KMS key for disks and repositories; default: keys of AWS. */
  readonly kmsKey?: string;
  /** Who gets alarms; at most one of the two, default nobody. */
  readonly alarms: {
    /** ARN of an existing SNS topic. */
    readonly topic?: string;
    /** A new topic sends mails to this address. */
    readonly email?: string;
  };
  /** Daily snapshots of the managers' data disks. */
  readonly snapshots: {
    /** Number of snapshots of each disk to keep; default 0, which takes none. */
    readonly keep: number;
    /** UTC; default 03:00. */
    readonly time: string;
  };
  /** True: a file system for volumes of type efs, which every node can mount; default false. */
  readonly efs: boolean;
  /** True: Pulumi refuses to delete what holds data or an address, and AWS the load balancer; default false. */
  readonly protect: boolean;
  /** Additional tags for every resource. */
  readonly tags: Readonly<Record<string, string>>;
}
