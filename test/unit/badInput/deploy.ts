import { type BadInput, web } from "./badInput.ts";

export const badDeploys: readonly BadInput[] = [
  {
    name: "an unknown mode",
    compose: web("deploy: {mode: globall}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.mode: must be replicated, global, replicated-job or global-job, but is "globall" → write global',
    ],
  },
  {
    name: "replicas as text",
    compose: web("deploy: {replicas: two}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.replicas: must be a whole number, 0 or more, but is "two" → write for example 2',
    ],
  },
  {
    name: "a negative number of replicas",
    compose: web("deploy: {replicas: -1}"),
    diagnostics: [
      "compose.yaml: services.web.deploy.replicas: must be a whole number, 0 or more, but is -1 → write for example 2",
    ],
  },
  {
    name: "replicas of a global service",
    compose: web("deploy: {mode: global, replicas: 3}"),
    diagnostics: [
      "compose.yaml: services.web.deploy.replicas: is 3, but mode global runs one task on every node → remove one of the two",
    ],
  },
  {
    name: "a job that is updated",
    compose: web("deploy: {mode: replicated-job, update_config: {order: start-first}}"),
    diagnostics: [
      "compose.yaml: services.web.deploy.update_config: is refused by swarm for mode replicated-job → remove it",
    ],
  },
  {
    name: "an unknown order",
    compose: web("deploy: {update_config: {order: start_first}}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.update_config.order: must be start-first or stop-first, but is "start_first" → write start-first',
    ],
  },
  {
    name: "a ratio above one",
    compose: web("deploy: {update_config: {max_failure_ratio: 2}}"),
    diagnostics: [
      "compose.yaml: services.web.deploy.update_config.max_failure_ratio: must be a number from 0 to 1, but is 2 → write for example 1",
    ],
  },
  {
    name: "memory as text",
    compose: web("deploy: {resources: {limits: {memory: lots}}}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "lots" → write for example 64m or 1g',
    ],
  },
  {
    name: "a share of the processors",
    compose: web("deploy: {resources: {limits: {cpus: half}}}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "half" → write for example "0.5"',
    ],
  },
  {
    name: "too little memory",
    compose: web("deploy: {resources: {limits: {memory: 64}}}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "64" → write for example 64m or 1g',
    ],
  },
  {
    name: "a reserved GPU",
    compose: web("deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.resources.reservations.devices: is refused by swarm → write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: 1}}]}}} instead; on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml',
    ],
  },
  {
    name: "a constraint without an operator",
    compose: web("deploy: {placement: {constraints: [node.role=manager]}}"),
    diagnostics: [
      'compose.yaml: services.web.deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.role=manager" → write for example "node.labels.tier == web"',
    ],
  },
  {
    name: "a misspelt key",
    compose: web("deploy: {replica: 2}"),
    diagnostics: ["compose.yaml: services.web.deploy.replica: is unknown → did you mean replicas?"],
  },
  {
    name: "deploy as a number",
    compose: web("deploy: 3"),
    diagnostics: [
      "compose.yaml: services.web.deploy: must be a mapping, but is 3 → write for example replicas: 2",
    ],
  },
];
