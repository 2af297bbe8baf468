import { type BadInput, lines, web } from "./badInput.ts";

export const badLocals: readonly BadInput[] = [
  {
    name: "an invalid address pool",
    settings: { addressPool: "10.128.0.0" },
    diagnostics: [
      'swarm:addressPool: must be a range of IPv4 addresses, /8 to /22, but is "10.128.0.0" → write for example 10.128.0.0/16',
    ],
  },
  {
    name: "an address pool that is too small",
    settings: { addressPool: "10.128.0.0/24" },
    diagnostics: [
      'swarm:addressPool: must be a range of IPv4 addresses, /8 to /22, but is "10.128.0.0/24" → write for example 10.128.0.0/16',
    ],
  },
  {
    name: "an address pool inside a range",
    settings: { addressPool: "10.128.1.0/16" },
    diagnostics: ['swarm:addressPool: "10.128.1.0/16" names an address inside a range → write 10.128.0.0/16'],
  },
  {
    name: "a public address pool",
    settings: { addressPool: "8.8.0.0/16" },
    diagnostics: [
      'swarm:addressPool: "8.8.0.0/16" belongs to the internet → use a private range, for example 10.128.0.0/16',
    ],
  },
  {
    name: "an address pool on docker's bridge",
    settings: { addressPool: "172.16.0.0/12" },
    diagnostics: [
      'swarm:addressPool: "172.16.0.0/12" overlaps 172.17.0.0/16, docker\'s bridge → use another range, for example 10.128.0.0/16',
      'swarm:addressPool: "172.16.0.0/12" overlaps 172.18.0.0/16, docker\'s gateway bridge → use another range, for example 10.128.0.0/16',
    ],
  },
  {
    name: "an address pool that overlaps the machines' network",
    settings: { addressPool: "10.0.0.0/8", local: { subnet: "10.1.2.0/24" } },
    diagnostics: [
      'swarm:addressPool: "10.0.0.0/8" overlaps the machines\' network, swarm:local.subnet "10.1.2.0/24" → use another range, for example 10.128.0.0/16',
    ],
  },
  {
    name: "an address pool with too few networks",
    settings: { addressPool: "10.128.0.0/22" },
    compose: lines(web("networks: [a, b, c, d]"), "networks: {a: , b: , c: , d: }"),
    diagnostics: [
      'swarm:addressPool: "10.128.0.0/22" has room for 4 networks, but there are 5 with swarm\'s own → use a larger range, for example 10.128.0.0/16',
    ],
  },
  {
    name: "an invalid subnet",
    settings: { local: { subnet: "172.31.0.0/240" } },
    diagnostics: [
      'swarm:local.subnet: must be a range of IPv4 addresses, /16 to /26, but is "172.31.0.0/240" → write for example 172.31.0.0/24',
    ],
  },
  {
    name: "a subnet that is too small",
    settings: { local: { subnet: "172.31.0.0/28" } },
    diagnostics: [
      'swarm:local.subnet: must be a range of IPv4 addresses, /16 to /26, but is "172.31.0.0/28" → write for example 172.31.0.0/24',
    ],
  },
  {
    name: "a subnet on docker's bridge",
    settings: { local: { subnet: "172.17.4.0/24" } },
    diagnostics: [
      'swarm:local.subnet: "172.17.4.0/24" overlaps 172.17.0.0/16, docker\'s bridge → use another range, for example 172.31.0.0/24',
    ],
  },
  {
    name: "a subnet without room for the workers",
    settings: { workers: "20", local: { subnet: "172.31.0.0/26" } },
    diagnostics: [
      'swarm:local.subnet: "172.31.0.0/26" has room for 14 workers, but there are 20 → use a larger range, for example 10.200.0.0/16',
    ],
  },
  {
    name: "a port out of range",
    settings: { local: { port: 70000 } },
    diagnostics: [
      "swarm:local.port: must be a whole number from 1 to 65535, but is 70000 → write for example 8080",
    ],
  },
  {
    name: "a port as text",
    settings: { local: { port: "http" } },
    diagnostics: [
      'swarm:local.port: must be a whole number from 1 to 65535, but is "http" → write for example 8080',
    ],
  },
  {
    name: "ten ports beyond the last one",
    settings: { local: { firstPort: 65530 } },
    diagnostics: [
      "swarm:local.firstPort: must be a whole number from 1 to 65526, but is 65530 → write for example 20000",
    ],
  },
  {
    name: "ports that overlap",
    settings: { local: { port: 20005, firstPort: 20000 } },
    diagnostics: [
      "swarm:local.port: the ports 20005 to 20005 and the ten from swarm:local.firstPort 20000 overlap → set one of the two to another number",
    ],
  },
  {
    name: "published ports beyond the last one",
    settings: { local: { port: 65535 } },
    compose: web("ports: ['80:80', '81:81']"),
    diagnostics: ["swarm:local.port: is 65535, which leaves too few for 2 published ports → use a lower one"],
  },
  {
    name: "a misspelt key of local",
    settings: { local: { subnets: "172.31.0.0/24" } },
    diagnostics: ["swarm:local.subnets: is unknown → did you mean subnet?"],
  },
  {
    name: "local as a number",
    settings: { local: "8080" },
    diagnostics: ['swarm:local: must be a mapping, but is "8080" → write for example port: …'],
  },
];
