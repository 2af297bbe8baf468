import { type BadInput, lines, web } from "./badInput.ts";

export const badPorts: readonly BadInput[] = [
  {
    name: "a port that is not a number",
    compose: web("ports: ['http:80']"),
    diagnostics: [
      'compose.yaml: services.web.ports[0]: must be PUBLISHED:TARGET, but is "http:80" → write for example "8080:80"',
    ],
  },
  {
    name: "a port above 65535",
    compose: web("ports: ['80000:80']"),
    diagnostics: ["compose.yaml: services.web.ports[0]: names the port 80000 → use ports from 1 to 65535"],
  },
  {
    name: "a published port of zero",
    compose: web("ports: [{target: 80, published: 0}]"),
    diagnostics: [
      "compose.yaml: services.web.ports[0].published: must be a whole number from 1 to 65535, but is 0 → write for example 8080",
    ],
  },
  {
    name: "a port on one address",
    compose: web("ports: ['10.0.0.5:8080:80']"),
    diagnostics: [
      'compose.yaml: services.web.ports[0]: asks for the address 10.0.0.5, but swarm publishes on all addresses of a node → write "8080:80"',
    ],
  },
  {
    name: "a port on one address in the long form",
    compose: web("ports: [{target: 80, published: 8080, host_ip: 10.0.0.5}]"),
    diagnostics: [
      'compose.yaml: services.web.ports[0].host_ip: is "10.0.0.5", but swarm publishes on all addresses of a node → remove it',
    ],
  },
  {
    name: "ranges of different lengths",
    compose: web("ports: ['8000-8002:80-81']"),
    diagnostics: [
      "compose.yaml: services.web.ports[0]: has ranges of different lengths, 8000-8002 and 80-81 → make them equally long",
    ],
  },
  {
    name: "a range that runs backwards",
    compose: web("ports: ['8002-8000:80-82']"),
    diagnostics: [
      "compose.yaml: services.web.ports[0]: has a range that ends before it starts: 8002-8000 → swap the two",
    ],
  },
  {
    name: "an unknown mode",
    compose: web("ports: [{target: 80, published: 80, mode: hots}]"),
    diagnostics: [
      'compose.yaml: services.web.ports[0].mode: must be ingress or host, but is "hots" → write host',
    ],
  },
  {
    name: "ports as a text",
    compose: web("ports: '80:80'"),
    diagnostics: [
      'compose.yaml: services.web.ports: must be a list, but is "80:80" → write for example - "8080:80"',
    ],
  },
  {
    name: "a port twice",
    compose: web("ports: ['80:80', '80:81']"),
    diagnostics: ["compose.yaml: services.web.ports: publishes 80/tcp twice → publish another port"],
  },
  {
    name: "a port that another service publishes",
    compose: lines(
      web("ports: [{target: 80, published: 80, mode: host}]"),
      "  api: {image: nginx, ports: [{target: 8080, published: 80, mode: host}]}",
    ),
    diagnostics: [
      "compose.yaml: services.api.ports: publishes 80/tcp, as web does → publish another port, or give the two constraints that no node meets both of",
    ],
  },
  {
    name: "a port of the nodes",
    compose: web("ports: ['22:22', '7946:80/udp']"),
    diagnostics: [
      "compose.yaml: services.web.ports: publishes 22/tcp, which the nodes need for SSH → publish another port",
      "compose.yaml: services.web.ports: publishes 7946/udp, which the nodes need for swarm's communication among nodes → publish another port",
    ],
  },
  {
    name: "an ingress port without a virtual address",
    compose: web("ports: ['80:80']", "deploy: {endpoint_mode: dnsrr}"),
    diagnostics: [
      "compose.yaml: services.web.deploy.endpoint_mode: is dnsrr, but ports are published with mode ingress, which needs vip → publish them with mode: host",
    ],
  },
];
