// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
/** By a line of the service web: the diagnostic, without the service's place. */
export const deployLines: Readonly<Record<string, string>> = {
  "deploy: {replicas: -1}":
    "deploy.replicas: must be a whole number, 0 or more, but is -1 → write for example 2",
  "deploy: {replicas: 1.5}":
    "deploy.replicas: must be a whole number, 0 or more, but is 1.5 → write for example 2",
  "deploy: {mode: replicas}":
    'deploy.mode: must be replicated, global, replicated-job or global-job, but is "replicas" → write one of these',
  "deploy: {mode: daemonset}":
    'deploy.mode: must be replicated, global, replicated-job or global-job, but is "daemonset" → write one of these',
  "deploy: {update_config: {max_failure_ratio: 2}}":
    "deploy.update_config.max_failure_ratio: must be a number from 0 to 1, but is 2 → write for example 1",
  "deploy: {update_config: {max_failure_ratio: 20%}}":
    'deploy.update_config.max_failure_ratio: must be a number from 0 to 1, but is "20%" → write for example 1',
  "deploy: {update_config: {order: start_first}}":
    'deploy.update_config.order: must be start-first or stop-first, but is "start_first" → write start-first',
  "deploy: {update_config: {failure_action: stop}}":
    'deploy.update_config.failure_action: must be pause, continue or rollback, but is "stop" → write one of these',
  "deploy: {update_config: {delay: 10}}":
    "deploy.update_config.delay: must be a duration, but is 10 → write 10s if these are seconds",
  "deploy: {update_config: {monitor: a minute}}":
    'deploy.update_config.monitor: must be a duration, but is "a minute" → write for example 30s or 1m30s',
  "deploy: {placement: {constraints: [node.role]}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.role" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: ['node.role=manager']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.role=manager" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: {node.role: manager}}}":
    "deploy.placement.constraints: must be a list, but is a mapping → write for example - item",
  "deploy: {placement: {constraints: node.role == manager}}":
    'deploy.placement.constraints: must be a list, but is "node.role == manager" → write it as a list: ["node.role == manager"]',
  "deploy: {placement: {preferences: [node.labels.zone]}}":
    'deploy.placement.preferences[0]: must be a mapping, but is "node.labels.zone" → write for example spread: node.labels.zone',
  "deploy: {placement: {max_replicas_per_node: -1}}":
    "deploy.placement.max_replicas_per_node: must be a whole number, 0 or more, but is -1 → write for example 1",
  "deploy: {resources: {limits: {cpus: two}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "two" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: 500m}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "500m" → write for example "0.5"',
  "deploy: {resources: {limits: {memory: 1 gigabyte}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "1 gigabyte" → write for example 64m or 1g',
  "deploy: {resources: {limits: {gpu: 1}}}":
    "deploy.resources.limits.gpu: is unknown → remove it; valid keys: cpus, memory, pids",
  "deploy: {resources: {requests: {cpus: '1'}}}":
    "deploy.resources.requests: is unknown → remove it; valid keys: limits, reservations",
  "deploy: {restart_policy: {condition: never}}":
    'deploy.restart_policy.condition: must be none, on-failure or any, but is "never" → write one of these',
  "deploy: {restart_policy: {max_attempts: -1}}":
    "deploy.restart_policy.max_attempts: must be a whole number, 0 or more, but is -1 → write for example 1",
  "deploy: {restart_policy: {window: 120}}":
    "deploy.restart_policy.window: must be a duration, but is 120 → write 120s if these are seconds",
  "deploy: {restart_policy: any}":
    'deploy.restart_policy: must be a mapping, but is "any" → write for example condition: any',
  "deploy: {mode: global-job, replicas: 2}":
    "deploy.replicas: is 2, but mode global-job runs one task on every node → remove one of the two",
  "deploy: {mode: replicated-job, update_config: {parallelism: 1}}":
    "deploy.update_config: is refused by swarm for mode replicated-job → remove it",
  "deploy: {endpoint_mode: dns}": 'deploy.endpoint_mode: must be vip or dnsrr, but is "dns" → write dnsrr',
  "deploy: {labels: a=b}":
    'deploy.labels: must be a mapping or a list of NAME=value, but is "a=b" → write for example NAME: value',
  "deploy: {restart: always}": "deploy.restart: is unknown → did you mean restart_policy?",
  "deploy: {replica: 2}": "deploy.replica: is unknown → did you mean replicas?",
  "deploy: {resources: {reservations: {generic_resources: [gpu]}}}":
    'deploy.resources.reservations.generic_resources[0]: must be a mapping, but is "gpu" → write for example discrete_resource_spec: …',
};
