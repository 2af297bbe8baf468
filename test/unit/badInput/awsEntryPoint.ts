import { aws } from "./aws.ts";
import { type BadInput, web } from "./badInput.ts";

const entryPoint = (block: Readonly<Record<string, unknown>>) => aws({ entryPoint: block });

export const badAwsEntryPoints: readonly BadInput[] = [
  {
    name: "access logs without a certificate",
    settings: entryPoint({ accessLogs: 90 }),
    diagnostics: [
      "swarm:aws.entryPoint.accessLogs: a network load balancer logs TLS connections only, and there is no certificate → set swarm:aws.entryPoint.certificate as well, or remove it",
    ],
  },
  {
    name: "clients that are no ranges",
    settings: entryPoint({ cidrs: ["203.0.113.7", "203.0.113.7/24"], accessLogs: -1, internal: "maybe" }),
    diagnostics: [
      'swarm:aws.entryPoint.cidrs[0]: "203.0.113.7" is an address, not a range → write 203.0.113.7/32',
      'swarm:aws.entryPoint.cidrs[1]: "203.0.113.7/24" names an address inside a range → write 203.0.113.0/24 for the range, or 203.0.113.7/32 for the address',
      "swarm:aws.entryPoint.accessLogs: must be a whole number from 0 to 3650, but is -1 → write for example 90",
      'swarm:aws.entryPoint.internal: must be true or false, but is "maybe" → write for example true',
    ],
  },
  {
    name: "more rules than a security group has",
    settings: entryPoint({ cidrs: Array.from({ length: 30 }, (_, index) => `198.51.100.${index}/32`) }),
    compose: web("ports: ['80:80', '443:443']"),
    diagnostics: [
      "swarm:aws.entryPoint.cidrs: has 30 ranges for 2 ports: 61 rules with the one for ICMP, but a security group has 60 at most → use fewer and larger ranges, or publish fewer ports",
    ],
  },
  {
    name: "more targets than a network load balancer has",
    settings: { ...entryPoint({}), managers: 3, workers: { web: { count: 124 }, jobs: { count: 9 } } },
    compose: web("ports: ['80:80', '443:443']"),
    diagnostics: [
      "swarm:aws.entryPoint: 3 managers and 133 workers, twice as many while they are replaced, would be 538 targets at 2 ports, but a network load balancer has 500 → set entryPoint: false for pools that need no requests, publish one port of a proxy in front of the services, or get a higher quota and set swarm:aws.entryPoint.maxTargets",
    ],
  },
  {
    name: "a load balancer without a target",
    settings: {
      ...aws({ managers: { entryPoint: false } }),
      workers: { web: { count: 1, entryPoint: false }, jobs: { count: 0 } },
    },
    compose: web("ports: ['80:80']"),
    diagnostics: [
      "swarm:aws.managers.entryPoint: is false, as it is for every pool, so the load balancer would send requests to no node → set it to true for the managers or for a pool",
    ],
  },
  {
    name: "client addresses and targets of the wrong kind",
    settings: entryPoint({ preserveClientIp: "maybe", maxTargets: 0 }),
    diagnostics: [
      'swarm:aws.entryPoint.preserveClientIp: must be true or false, but is "maybe" → write for example true',
      "swarm:aws.entryPoint.maxTargets: must be a whole number from 1 to 100000, but is 0 → write for example 1000",
    ],
  },
  {
    name: "numbers out of range",
    settings: entryPoint({ port: 65536, deregistrationDelay: 3601 }),
    diagnostics: [
      "swarm:aws.entryPoint.port: must be a whole number from 1 to 65535, but is 65536 → write for example 443",
      "swarm:aws.entryPoint.deregistrationDelay: must be a whole number from 0 to 3600, but is 3601 → write for example 30",
    ],
  },
  {
    name: "a certificate that is a file",
    settings: entryPoint({ certificate: "shop.pem" }),
    diagnostics: [
      'swarm:aws.entryPoint.certificate: must be the ARN of an ACM certificate, but is "shop.pem" → write for example arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-0123456789ab',
    ],
  },
  {
    name: "a certificate of another service",
    settings: entryPoint({ certificate: "arn:aws:iam::123456789012:server-certificate/shop" }),
    diagnostics: [
      'swarm:aws.entryPoint.certificate: must be the ARN of an ACM certificate, but is "arn:aws:iam::123456789012:server-certificate/shop" → write for example arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-0123456789ab',
    ],
  },
  {
    name: "a certificate of another region",
    settings: entryPoint({ certificate: "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d" }),
    diagnostics: [
      'swarm:aws.entryPoint.certificate: "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d" is in us-east-1, but swarm:aws.region is eu-central-1 → use a certificate of eu-central-1',
    ],
  },
  ...["localhost", "Shop.example.com", "*.example.com", "shop.example.com.", "https://shop.example.com"].map(
    (domain) => ({
      name: `the domain ${domain}`,
      settings: entryPoint({ domain }),
      diagnostics: [
        `swarm:aws.entryPoint.domain: must be a domain name in lowercase letters, but is "${domain}" → write for example shop.example.com`,
      ],
    }),
  ),
  {
    name: "a domain that is too long",
    settings: entryPoint({ domain: `${"long.".repeat(50)}example.com` }),
    diagnostics: ["swarm:aws.entryPoint.domain: is longer than 253 characters → use a shorter name"],
  },
  {
    name: "a domain whose zone would be a top-level domain",
    settings: entryPoint({ domain: "example.com" }),
    diagnostics: [
      'swarm:aws.entryPoint.domain: "example.com" would be made in the hosted zone "com" → set swarm:aws.entryPoint.hostedZone to example.com',
    ],
  },
  {
    name: "a zone that does not hold the domain",
    settings: entryPoint({ domain: "www.shop.example.com", hostedZone: "hop.example.com" }),
    diagnostics: [
      'swarm:aws.entryPoint.hostedZone: "hop.example.com" does not hold the domain "www.shop.example.com" → write shop.example.com',
    ],
  },
  {
    name: "a zone without a domain",
    settings: entryPoint({ hostedZone: "example.com" }),
    diagnostics: [
      'swarm:aws.entryPoint.hostedZone: "example.com" has no domain to hold → set swarm:aws.entryPoint.domain as well, or remove it',
    ],
  },
  {
    name: "a zone by its id",
    settings: entryPoint({ domain: "shop.example.com", hostedZone: "Z0123456789ABCDEFGHIJ" }),
    diagnostics: [
      'swarm:aws.entryPoint.hostedZone: must be a domain name in lowercase letters, but is "Z0123456789ABCDEFGHIJ" → write for example example.com',
    ],
  },
  {
    name: "an invalid domain in a valid zone",
    settings: entryPoint({ domain: "shop", hostedZone: "example.com" }),
    diagnostics: [
      'swarm:aws.entryPoint.domain: must be a domain name in lowercase letters, but is "shop" → write for example shop.example.com',
    ],
  },
  {
    name: "a port of the load balancer that another service publishes",
    settings: entryPoint({ port: 443 }),
    compose: web("ports: ['80:80', '443:443', '53:53/udp', '53:53/tcp']"),
    diagnostics: [
      "swarm:aws.entryPoint.port: the published ports 80/tcp and 443/tcp would both be served at 443 → set swarm:aws.entryPoint.port to a number that no service publishes, or publish another port",
    ],
  },
  {
    name: "one port in two stacks, reported once",
    settings: { ...entryPoint({}), stacks: { one: { file: "a.yaml" }, two: { file: "a.yaml" } } },
    files: { "a.yaml": web("ports: ['80:80']") },
    diagnostics: [
      "swarm:stacks.two: publishes 80/tcp, as the stack one does → publish another port in one of them",
    ],
  },
];
