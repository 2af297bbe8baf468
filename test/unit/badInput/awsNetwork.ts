import { aws } from "./aws.ts";
import { type BadInput, lines, web } from "./badInput.ts";

const network = (block: Readonly<Record<string, unknown>>) => aws({ network: block });

const existing = { vpc: "vpc-0123456789abcdef0", publicSubnets: ["subnet-0123456789abcdef0"] };

export const badAwsNetworks: readonly BadInput[] = [
  {
    name: "endpoints that AWS does not have",
    settings: network({ endpoints: ["ecr.api", "s3", "ECR", "ecr.api"] }),
    diagnostics: [
      'swarm:aws.network.endpoints[1]: must be an AWS service with interface endpoints, without the region, but is "s3" → write for example ecr.api, ecr.dkr, ssm, ssmmessages, logs or monitoring',
      'swarm:aws.network.endpoints[2]: must be an AWS service with interface endpoints, without the region, but is "ECR" → write for example ecr.api, ecr.dkr, ssm, ssmmessages, logs or monitoring',
      'swarm:aws.network.endpoints[3]: "ecr.api" is there twice → remove it',
    ],
  },
  {
    name: "endpoints in an existing VPC",
    settings: network({ existing, endpoints: ["ssm"] }),
    diagnostics: [
      "swarm:aws.network.endpoints: belongs to a VPC of its own, not to swarm:aws.network.existing → remove it",
    ],
  },
  {
    name: "an invalid range",
    settings: network({ cidr: "10.64.0.0" }),
    diagnostics: [
      'swarm:aws.network.cidr: must be a range of IPv4 addresses, /16 to /24, but is "10.64.0.0" → write for example 10.64.0.0/16',
    ],
  },
  {
    name: "a range that is too large for a VPC",
    settings: network({ cidr: "10.64.0.0/12" }),
    diagnostics: [
      'swarm:aws.network.cidr: must be a range of IPv4 addresses, /16 to /24, but is "10.64.0.0/12" → write for example 10.64.0.0/16',
    ],
  },
  {
    name: "a range that is too small for four zones",
    settings: network({ cidr: "10.64.0.0/25" }),
    diagnostics: [
      'swarm:aws.network.cidr: must be a range of IPv4 addresses, /16 to /24, but is "10.64.0.0/25" → write for example 10.64.0.0/16',
    ],
  },
  {
    name: "an address inside a range",
    settings: network({ cidr: "10.64.1.0/16" }),
    diagnostics: [
      'swarm:aws.network.cidr: "10.64.1.0/16" names an address inside a range → write 10.64.0.0/16',
    ],
  },
  {
    name: "a public range",
    settings: network({ cidr: "100.64.0.0/16" }),
    diagnostics: [
      'swarm:aws.network.cidr: "100.64.0.0/16" belongs to the internet → use a private range, for example 10.64.0.0/16',
    ],
  },
  {
    name: "a range on docker's bridge",
    settings: network({ cidr: "172.17.0.0/20" }),
    diagnostics: [
      'swarm:aws.network.cidr: "172.17.0.0/20" overlaps 172.17.0.0/16, docker\'s bridge → use another range, for example 10.64.0.0/16',
    ],
  },
  {
    name: "a range inside the address pool",
    settings: network({ cidr: "10.128.4.0/22" }),
    diagnostics: [
      'swarm:addressPool: "10.128.0.0/16" overlaps the machines\' network, swarm:aws.network.cidr "10.128.4.0/22" → use another range, for example 10.192.0.0/16',
    ],
  },
  {
    name: "an address pool over the default range",
    settings: { ...network({}), addressPool: "10.0.0.0/8" },
    diagnostics: [
      'swarm:addressPool: "10.0.0.0/8" overlaps the machines\' network, swarm:aws.network.cidr "10.64.0.0/16" → use another range, for example 10.128.0.0/16',
    ],
  },
  {
    name: "a compose file's network over the range",
    settings: network({}),
    compose: lines(web("networks: [a]"), "networks: {a: {ipam: {config: [{subnet: 10.64.7.0/24}]}}}"),
    diagnostics: [
      "swarm:stacks.shop: the network a has the range 10.64.7.0/24, which overlaps swarm:aws.network.cidr 10.64.0.0/16 → give one of the two another range",
    ],
  },
  {
    name: "a range without room for the workers",
    settings: { ...network({ cidr: "10.64.0.0/24" }), workers: "4" },
    diagnostics: [
      'swarm:aws.network.cidr: "10.64.0.0/24" has room for 1 worker in each zone, but there may be 2 → use a larger range, for example 10.64.0.0/16, or more zones',
    ],
  },
  {
    name: "a range without room for private workers in pools",
    settings: {
      ...network({ cidr: "10.64.0.0/24", private: true, zones: ["eu-central-1a", "eu-central-1c"] }),
      workers: { web: { count: 9 }, db: { count: 1 } },
    },
    diagnostics: [
      'swarm:aws.network.cidr: "10.64.0.0/24" has room for 5 workers in each zone, but there may be 6 → use a larger range, for example 10.64.0.0/16, or more zones',
    ],
  },
  ...[0, 5, "2.5", "all", true].map((zones) => ({
    name: `${JSON.stringify(zones)} zones`,
    settings: network({ zones }),
    diagnostics: [
      `swarm:aws.network.zones: must be a number of zones, 1 to 4, or a list of as many names, but is ${JSON.stringify(zones)} → write for example 3, or [eu-central-1a, eu-central-1b]`,
    ],
  })),
  {
    name: "a list of five zones",
    settings: network({ zones: ["a", "b", "c", "d", "e"] }),
    diagnostics: [
      "swarm:aws.network.zones: must be a number of zones, 1 to 4, or a list of as many names, but is a list of 5 → write for example 3, or [eu-central-1a, eu-central-1b]",
    ],
  },
  {
    name: "an empty list of zones",
    settings: network({ zones: [] }),
    diagnostics: ["swarm:aws.network.zones: is an empty list → write for example [eu-central-1a]"],
  },
  {
    name: "zones by their letter, one of them twice",
    settings: network({ zones: ["a", "eu-central-1b", "eu-central-1b"] }),
    diagnostics: [
      'swarm:aws.network.zones[0]: must be an availability zone, but is "a" → write for example eu-central-1a',
      'swarm:aws.network.zones[2]: "eu-central-1b" is there twice → remove it',
    ],
  },
  {
    name: "a zone of another region",
    settings: network({ zones: ["eu-central-1a", "us-east-1a"] }),
    diagnostics: [
      'swarm:aws.network.zones: "us-east-1a" is not in eu-central-1 → use zones of eu-central-1, for example eu-central-1a',
    ],
  },
  {
    name: "zones with an invalid region",
    settings: aws({ region: "mars", network: { zones: ["eu-central-1a"] } }),
    diagnostics: ['swarm:aws.region: must be an AWS region, but is "mars" → write for example eu-central-1'],
  },
  {
    name: "NAT gateways for public nodes",
    settings: network({ natPerZone: true }),
    diagnostics: [
      "swarm:aws.network.natPerZone: is of use to private nodes only → set swarm:aws.network.private to true, or remove it",
    ],
  },
  {
    name: "an existing VPC, and settings for a new one",
    settings: network({ existing, cidr: "10.128.0.0/16", zones: 2, natPerZone: false }),
    diagnostics: ["cidr", "zones", "natPerZone"].map(
      (key) =>
        `swarm:aws.network.${key}: belongs to a VPC of its own, not to swarm:aws.network.existing → remove it`,
    ),
  },
  {
    name: "a VPC without its subnets",
    settings: network({ existing: { vpc: "vpc-0123456789abcdef0" } }),
    diagnostics: [
      "swarm:aws.network.existing.publicSubnets: is missing → write for example publicSubnets: [subnet-0123456789abcdef0]",
    ],
  },
  {
    name: "subnets without their VPC",
    settings: network({ existing: { publicSubnets: [] } }),
    diagnostics: [
      "swarm:aws.network.existing.vpc: is missing → write for example vpc: vpc-0123456789abcdef0",
      "swarm:aws.network.existing.publicSubnets: is an empty list → write for example [subnet-0123456789abcdef0]",
    ],
  },
  {
    name: "a VPC and subnets by name",
    settings: network({ existing: { vpc: "main", publicSubnets: ["public-a"], privateSubnets: "private" } }),
    diagnostics: [
      'swarm:aws.network.existing.vpc: must be the id of a VPC, but is "main" → write for example vpc-0123456789abcdef0',
      'swarm:aws.network.existing.publicSubnets[0]: must be the id of a subnet, but is "public-a" → write for example subnet-0123456789abcdef0',
      'swarm:aws.network.existing.privateSubnets: must be a list, but is "private" → write for example [subnet-0123456789abcdef0]',
    ],
  },
  {
    name: "private nodes in a VPC without private subnets",
    settings: network({ existing, private: true }),
    diagnostics: [
      "swarm:aws.network.existing.privateSubnets: has no subnet, but swarm:aws.network.private is true → write for example privateSubnets: [subnet-0123456789abcdef0]",
    ],
  },
  {
    name: "private nodes in a VPC with an invalid private subnet",
    settings: network({ existing: { ...existing, privateSubnets: ["private"] }, private: true }),
    diagnostics: [
      'swarm:aws.network.existing.privateSubnets[0]: must be the id of a subnet, but is "private" → write for example subnet-0123456789abcdef0',
    ],
  },
  {
    name: "public nodes in a VPC with private subnets",
    settings: network({ existing: { ...existing, privateSubnets: ["subnet-0a1b2c3d"] } }),
    diagnostics: [
      "swarm:aws.network.existing.privateSubnets: is of use to private nodes only → set swarm:aws.network.private to true, or remove it",
    ],
  },
  {
    name: "a subnet that is public and private",
    settings: network({ existing: { ...existing, privateSubnets: existing.publicSubnets }, private: true }),
    diagnostics: [
      'swarm:aws.network.existing.privateSubnets: "subnet-0123456789abcdef0" is among the public subnets too → remove it from one of them',
    ],
  },
];
