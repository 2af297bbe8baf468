import { type BadInput, lines, web } from "./badInput.ts";
import { hosts, manager } from "./hosts.ts";

export const badRegistries: readonly BadInput[] = [
  {
    name: "a stack with builds but no registry",
    settings: hosts([manager]),
    compose: lines("services:", "  web:", "    build: web"),
    files: { "web/Dockerfile": "FROM scratch\n" },
    diagnostics: [
      "swarm:registry: is missing, but the stack shop builds web → name one that this computer and the nodes reach, for example {address: registry.example.com}",
    ],
  },
  {
    name: "a registry without an address",
    settings: hosts([manager], { registry: { prefix: "team" } }),
    compose: web(),
    diagnostics: ["swarm:registry.address: is missing → write for example address: registry.example.com"],
  },
  {
    name: "a registry with a scheme, and half a login",
    settings: hosts([manager], { registry: { address: "https://registry.example.com", username: "ann" } }),
    diagnostics: [
      'swarm:registry.address: must be a registry\'s host, with its port where that is not 443, but is "https://registry.example.com" → write for example registry.example.com or 10.0.0.5:5000',
      "swarm:registry: has only one of username and password → write both, or neither where it asks for none",
    ],
  },
  {
    name: "a prefix with capital letters",
    settings: hosts([manager], { registry: { address: "10.0.0.5:5000", prefix: "Team/Shop" } }),
    diagnostics: [
      'swarm:registry.prefix: must be what a repository\'s name begins with, but is "Team/Shop" → write lowercase letters and digits with single slashes between, for example team/shop',
    ],
  },
];
