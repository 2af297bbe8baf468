/** The network that the machines are in. */
export interface AwsNetworkSettings {
  /** Range of a VPC of its own; default 10.64.0.0/16. */
  readonly cidr: string;
  /** How many availability zones, or which; default 3, or as many as the region has. */
  readonly zones: number | readonly string[];
  /** True: nodes without public addresses, behind NAT gateways and a bastion; default false. */
  readonly private: boolean;
  /** True: a NAT gateway in each zone instead of one; default false. */
  readonly natPerZone: boolean;
  /** A VPC that is there already, `vpc-…`, with its subnets, one or more for each zone. */
  readonly existing?: {
    readonly vpc: string;
    /** `subnet-…` with a route to the internet: load balancer, bastion and public nodes. */
    readonly publicSubnets: readonly string[];
    /** `subnet-…` with a way out through NAT: private nodes; empty where the nodes are public. */
    readonly privateSubnets: readonly string[];
  };
}

/** What every machine gets. */
export interface AwsMachineSettings {
  /** `debian-13`, an image `ami-…`, or an SSM parameter `/…` that holds one; default debian-13. */
  readonly image: string;
  /** Any word; another word looks the image up anew and replaces the machines; default empty. */
  readonly upgrade: string;
  /** Docker Engine: a version from Docker's own packages, `29.8.2`, or `debian` for Debian's; default 29.8.2. */
  readonly engine: string;
  /** A shell through AWS Session Manager; default false. */
  readonly sessionManager: boolean;
  /** Managers cannot be terminated by hand; default false. */
  readonly terminationProtection: boolean;
}

/** What stands in front of the nodes. */
export interface AwsEntryPointSettings {
  /** Port of the first published port; default: the published one, or 443 with a certificate. */
  readonly port?: number;
  /** An ACM certificate, `arn:aws:acm:…`: ports that speak HTTP are served with TLS. */
  readonly certificate?: string;
  /** A name for the endpoint, `shop.example.com`, made in the hosted zone. */
  readonly domain?: string;
  /** The Route 53 zone that the domain is in, `example.com`, there where the domain is; default: the domain without its first part. */
  readonly hostedZone?: string;
  /** Seconds that a leaving node may finish its connections; default 30. */
  readonly deregistrationDelay: number;
}

/** Where machines are EC2 instances. */
export interface AwsSettings {
  /** `eu-central-1`. */
  readonly region: string;
  /** Who may reach SSH, `203.0.113.7/32`. */
  readonly adminCidrs: readonly string[];
  /** True allows ranges shorter than /8 among them, such as 0.0.0.0/0; default false. */
  readonly openToTheWorld: boolean;
  readonly network: AwsNetworkSettings;
  /** Managers: instance type, default as a pool's; GiB of the data volume, default 20. */
  readonly managers: { readonly type: string; readonly disk: number };
  readonly machines: AwsMachineSettings;
  readonly registry: {
    /** True: destroy deletes repositories that hold images; default false. */
    readonly forceDelete: boolean;
  };
  readonly entryPoint: AwsEntryPointSettings;
  /** More tags for every resource. */
  readonly tags: Readonly<Record<string, string>>;
}
