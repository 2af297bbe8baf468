import { type BadInput, lines, web } from "./badInput.ts";

export const badDefinitions: readonly BadInput[] = [
  {
    name: "a network of one node",
    compose: lines(web(), "networks: {front: {driver: host}}"),
    diagnostics: [
      'compose.yaml: networks.front.driver: must be a driver that spans nodes, but is "host" → write for example overlay',
    ],
  },
  {
    name: "a misspelt key of a network",
    compose: lines(web(), "networks: {front: {internl: true}}"),
    diagnostics: ["compose.yaml: networks.front.internl: is unknown → did you mean internal?"],
  },
  {
    name: "addresses from a driver",
    compose: lines(web(), "networks: {front: {ipam: {driver: infoblox}}}"),
    diagnostics: [
      'compose.yaml: networks.front.ipam.driver: must be default, but is "infoblox" → write for example default',
    ],
  },
  {
    name: "an invalid subnet",
    compose: lines(web(), "networks: {front: {ipam: {config: [{subnet: 10.0.0.0}]}}}"),
    diagnostics: [
      'compose.yaml: networks.front.ipam.config[0].subnet: must be a range of IPv4 addresses, but is "10.0.0.0" → write for example 10.100.0.0/24',
    ],
  },
  {
    name: "a subnet that overlaps the machines' network",
    compose: lines(web(), "networks: {front: {ipam: {config: [{subnet: 172.31.0.0/25}]}}}"),
    diagnostics: [
      "swarm:stacks.shop: the network front has the range 172.31.0.0/25, which overlaps swarm:local.subnet 172.31.0.0/24 → give one of the two another range",
    ],
  },
  {
    name: "an external volume with other keys",
    compose: lines(web(), "volumes: {data: {external: true, driver: local}}"),
    diagnostics: ["compose.yaml: volumes.data: is external, but has driver → remove external, or the rest"],
  },
];
