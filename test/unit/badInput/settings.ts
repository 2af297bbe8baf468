import type { BadInput } from "./badInput.ts";

export const badSettings: readonly BadInput[] = [
  {
    name: "a misspelt setting",
    settings: { manager: "3" },
    diagnostics: ["swarm:manager: is unknown → did you mean managers?"],
  },
  {
    name: "a setting with no similar name",
    settings: { flavour: "vanilla" },
    diagnostics: [
      "swarm:flavour: is unknown → remove it; valid keys: addressPool, adopt, aws, domain, encrypt, hosts, images, local, logging, managers, nodes, rebalance, recover, registry, seed, sshKey, stacks, target, workers",
    ],
  },
  {
    name: "an unknown target",
    settings: { target: "amazon" },
    diagnostics: ['swarm:target: must be local, aws or hosts, but is "amazon" → write one of these'],
  },
  {
    name: "an even number of managers",
    settings: { managers: "2" },
    diagnostics: ['swarm:managers: must be 1, 3, 5 or 7, but is "2" → set swarm:managers to 3'],
  },
  {
    name: "no manager",
    settings: { managers: "0" },
    diagnostics: ['swarm:managers: must be 1, 3, 5 or 7, but is "0" → set swarm:managers to 1'],
  },
  {
    name: "more managers than swarm likes",
    settings: { managers: 9 },
    diagnostics: ["swarm:managers: must be 1, 3, 5 or 7, but is 9 → set swarm:managers to 7"],
  },
  {
    name: "managers as text",
    settings: { managers: "three" },
    diagnostics: ['swarm:managers: must be 1, 3, 5 or 7, but is "three" → set swarm:managers to 1'],
  },
  {
    name: "managers in hexadecimal digits",
    settings: { managers: "0x3" },
    diagnostics: ['swarm:managers: must be 1, 3, 5 or 7, but is "0x3" → set swarm:managers to 1'],
  },
  {
    name: "managers with an exponent",
    settings: { managers: "1e0" },
    diagnostics: ['swarm:managers: must be 1, 3, 5 or 7, but is "1e0" → set swarm:managers to 1'],
  },
  {
    name: "managers with a blank",
    settings: { managers: " 3" },
    diagnostics: ['swarm:managers: must be 1, 3, 5 or 7, but is " 3" → set swarm:managers to 3'],
  },
  {
    name: "managers as a list",
    settings: { managers: [1] },
    diagnostics: ["swarm:managers: must be 1, 3, 5 or 7, but is a list → set swarm:managers to 1"],
  },
  {
    name: "a negative number of workers",
    settings: { workers: "-1" },
    diagnostics: [
      'swarm:workers: must be a number of workers or a mapping of pools, but is "-1" → write for example 2, or web: {count: 2}',
    ],
  },
  {
    name: "a fractional number of workers",
    settings: { workers: "2.5" },
    diagnostics: [
      'swarm:workers: must be a number of workers or a mapping of pools, but is "2.5" → write for example 2, or web: {count: 2}',
    ],
  },
  {
    name: "workers as a list",
    settings: { workers: ["web"] },
    diagnostics: [
      "swarm:workers: must be a number of workers or a mapping of pools, but is a list → write for example 2, or web: {count: 2}",
    ],
  },
  {
    name: "a pool without count",
    settings: { workers: { web: { labels: { tier: "web" } } } },
    diagnostics: ["swarm:workers.web.count: is missing → write for example count: 2"],
  },
  {
    name: "a pool with its count as text",
    settings: { workers: { web: { count: "many" } } },
    diagnostics: [
      'swarm:workers.web.count: must be a whole number from 0 to 1000, but is "many" → write for example 2',
    ],
  },
  {
    name: "a pool named manager",
    settings: { workers: { manager: { count: 1 } } },
    diagnostics: [
      "swarm:workers.manager: is the managers' own name → call the pool something else, for example web",
    ],
  },
  {
    name: "a pool with a capital letter",
    settings: { workers: { Web: { count: 1 } } },
    diagnostics: [
      "swarm:workers.Web: is not a name for nodes → use up to 40 lower-case letters, digits and hyphens, for example web",
    ],
  },
  {
    name: "a misspelt key of a pool",
    settings: { workers: { web: { count: 1, label: { tier: "web" } } } },
    diagnostics: ["swarm:workers.web.label: is unknown → did you mean labels?"],
  },
  {
    name: "a label with a blank in its name",
    settings: { workers: { web: { count: 1, labels: { "my tier": "web" } } } },
    diagnostics: [
      'swarm:workers.web.labels["my tier"]: is not a name for a label → use up to 128 letters, digits, ., - and _, with a letter, digit or _ at both ends, for example com.example.zone',
    ],
  },
  {
    name: "a label that is a mapping",
    settings: { workers: { web: { count: 1, labels: { tier: { name: "web" } } } } },
    diagnostics: [
      'swarm:workers.web.labels.tier: must be a string, but is a mapping → write for example "text"',
    ],
  },
  {
    name: "a seed that is not a manager",
    settings: { managers: "3", seed: "manager-3" },
    diagnostics: [
      'swarm:seed: must be one of the managers, manager-0 to manager-2, but is "manager-3" → set swarm:seed to manager-0',
    ],
  },
  {
    name: "a recovery from a node that is not a manager",
    settings: { managers: "3", recover: "manager-3" },
    diagnostics: [
      'swarm:recover: must be one of the managers, manager-0 to manager-2, but is "manager-3" → set swarm:recover to manager-0',
    ],
  },
  {
    name: "a recovery without a name",
    settings: { recover: "[manager-1]" },
    diagnostics: [
      'swarm:recover: must be one of the managers, manager-0, but is "[manager-1]" → set swarm:recover to manager-0',
    ],
  },
  {
    name: "a seed that is a worker",
    settings: { seed: "worker-0" },
    diagnostics: [
      'swarm:seed: must be one of the managers, manager-0, but is "worker-0" → set swarm:seed to manager-0',
    ],
  },
  {
    name: "nodes of another cluster",
    settings: { workers: { web: { count: 1 } }, nodes: { wbe: {}, "web-1": {}, managers: {} } },
    diagnostics: [
      "swarm:nodes.wbe: is not a node, pool or role of this cluster → did you mean web?",
      "swarm:nodes.web-1: is not a node, pool or role of this cluster → remove it; valid names: manager, web, manager-0, web-0",
      "swarm:nodes.managers: is not a node, pool or role of this cluster → did you mean manager?",
    ],
  },
  {
    name: "nodes with invalid values",
    settings: { nodes: { "worker-0": { availability: "off", label: "x" }, "worker-1": "drain" } },
    diagnostics: [
      'swarm:nodes.worker-0.availability: must be active, pause or drain, but is "off" → write one of these',
      "swarm:nodes.worker-0.label: is unknown → did you mean labels?",
      'swarm:nodes.worker-1: must be a mapping, but is "drain" → write for example labels: …',
    ],
  },
  {
    name: "reserved and invalid labels",
    settings: { nodes: { manager: { labels: { "swarm.node": "x", "a b": "c" } } } },
    diagnostics: [
      'swarm:nodes.manager.labels["swarm.node"]: is a name that this program keeps for itself → use a name that does not begin with swarm.',
      'swarm:nodes.manager.labels["a b"]: is not a name for a label → use up to 128 letters, digits, ., - and _, with a letter, digit or _ at both ends, for example com.example.zone',
    ],
  },
  {
    name: "no node for tasks",
    settings: {
      workers: { web: { count: 1, availability: "pause" } },
      nodes: { manager: { availability: "drain" } },
    },
    diagnostics: [
      "swarm:nodes: leaves no node for tasks: none of 2 is active → write for example web-0: {availability: active}",
    ],
  },
  {
    name: "rebalance as text",
    settings: { rebalance: "sometimes" },
    diagnostics: ['swarm:rebalance: must be true or false, but is "sometimes" → write for example true'],
  },
];
