/** By a line of the service web: the diagnostic, without the service's place. */
export const deployMistakes: Readonly<Record<string, string>> = {
  "deploy: {replicas: 99999999999999999999}":
    'deploy.replicas: must be a whole number, 0 or more, but is "99999999999999999999" → write for example 2',
  "deploy: {replicas: .inf}":
    "deploy.replicas: must be a whole number, 0 or more, but is Infinity → write for example 2",
  "deploy: {replicas: .nan}":
    "deploy.replicas: must be a whole number, 0 or more, but is NaN → write for example 2",
  "deploy: {replicas: ''}":
    'deploy.replicas: must be a whole number, 0 or more, but is "" → write for example 2',
  "deploy: {update_config: {parallelism: -1}}":
    "deploy.update_config.parallelism: must be a whole number, 0 or more, but is -1 → write for example 1",
  "deploy: {update_config: {parallelism: all}}":
    'deploy.update_config.parallelism: must be a whole number, 0 or more, but is "all" → write for example 1',
  "deploy: {update_config: {delay: -5s}}":
    'deploy.update_config.delay: must be a duration, but is "-5s" → write for example 30s or 1m30s',
  "deploy: {update_config: {delay: 99999999999h}}":
    'deploy.update_config.delay: is "99999999999h", longer than docker can count → write 2562047h at most',
  "deploy: {update_config: {max_failure_ratio: -0.1}}":
    "deploy.update_config.max_failure_ratio: must be a number from 0 to 1, but is -0.1 → write for example 1",
  "deploy: {update_config: {max_failure_ratio: .nan}}":
    "deploy.update_config.max_failure_ratio: must be a number from 0 to 1, but is NaN → write for example 1",
  "deploy: {update_config: {paralelism: 2}}":
    "deploy.update_config.paralelism: is unknown → did you mean parallelism?",
  "deploy: {rollback_config: {order: start}}":
    'deploy.rollback_config.order: must be start-first or stop-first, but is "start" → write start-first',
  "deploy: {restart_policy: {delay: soon}}":
    'deploy.restart_policy.delay: must be a duration, but is "soon" → write for example 30s or 1m30s',
  "deploy: {restart_policy: {max_attempts: 1.5}}":
    "deploy.restart_policy.max_attempts: must be a whole number, 0 or more, but is 1.5 → write for example 1",
  "deploy: {restart_policy: {condition: true}}":
    "deploy.restart_policy.condition: must be none, on-failure or any, but is true → write one of these",
  "deploy: {restart_policy: {max_attempts: 18446744073709551616}}":
    'deploy.restart_policy.max_attempts: must be a whole number, 0 or more, but is "18446744073709551616" → write for example 1',
  "deploy: {resources: {limits: {cpus: -1}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "-1" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: .inf}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "Infinity" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '99999999999999'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "99999999999999" → write for example "0.5"',
  "deploy: {resources: {limits: {memory: -1g}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "-1g" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 512Mi}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "512Mi" → write 512MiB',
  "deploy: {resources: {limits: {memory: 99999999999999999999g}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "99999999999999999999g" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 10000000t}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "10000000t" → write for example 64m or 1g',
  "deploy: {resources: {limits: {pids: 1.5}}}":
    "deploy.resources.limits.pids: must be a whole number, 0 or more, but is 1.5 → write for example 1",
  "deploy: {resources: {limits: {pids: 99999999999999999999}}}":
    'deploy.resources.limits.pids: must be a whole number, 0 or more, but is "99999999999999999999" → write for example 1',
  "deploy: {resources: {reservations: {generic_resources: {gpu: 1}}}}":
    "deploy.resources.reservations.generic_resources: must be a list, but is a mapping → write for example - item",
  "deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: -1}}]}}}":
    "deploy.resources.reservations.generic_resources[0].discrete_resource_spec.value: must be a whole number, 0 or more, but is -1 → write for example 1",
  "deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu}}]}}}":
    "deploy.resources.reservations.generic_resources[0].discrete_resource_spec.value: is missing → write for example value: 1",
  "deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {value: 1}}]}}}":
    "deploy.resources.reservations.generic_resources[0].discrete_resource_spec.kind: is missing → write for example kind: gpu",
  "deploy: {resources: {reservations: {generic_resources: [{}]}}}":
    "deploy.resources.reservations.generic_resources[0].discrete_resource_spec: is missing → write for example discrete_resource_spec: {kind: gpu, value: 1}",
  "deploy: {placement: {constraints: ['node.labels.tier==']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.labels.tier==" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: ['== web']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "== web" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: ['node.labels.a == b == c']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.labels.a == b == c" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: ['node.colour == red']}}":
    "deploy.placement.constraints[0]: names node.colour, which no node has → use node.labels.NAME, engine.labels.NAME, node.id, node.hostname, node.ip, node.role, node.platform.os or node.platform.arch",
  "deploy: {placement: {constraints: ['node.role == boss']}}":
    "deploy.placement.constraints[0]: names the role boss, which no node has → write manager or worker",
  "deploy: {placement: {constraints: ['node.labels. == a']}}":
    "deploy.placement.constraints[0]: names node.labels., which no node has → use node.labels.NAME, engine.labels.NAME, node.id, node.hostname, node.ip, node.role, node.platform.os or node.platform.arch",
  "deploy: {placement: {constraints: ['node.role ＝＝ manager']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.role ＝＝ manager" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: ['node.role > manager']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.role > manager" → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: [5]}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is 5 → write for example "node.labels.tier == web"',
  "deploy: {placement: {constraints: ['node.hostname == a && node.role == worker']}}":
    'deploy.placement.constraints[0]: must be a constraint with == or !=, but is "node.hostname == a && node.role == worker" → write for example "node.labels.tier == web"',
  "deploy: {placement: {preferences: [{binpack: node.labels.a}]}}":
    "deploy.placement.preferences[0].binpack: is unknown → remove it; valid keys: spread",
  "deploy: {placement: {preferences: {spread: node.labels.a}}}":
    "deploy.placement.preferences: must be a list, but is a mapping → write for example - item",
  "deploy: {placement: {constraint: [a]}}":
    "deploy.placement.constraint: is unknown → did you mean constraints?",
  "deploy: {placement: {max_replicas_per_node: 99999999999999999999}}":
    'deploy.placement.max_replicas_per_node: must be a whole number, 0 or more, but is "99999999999999999999" → write for example 1',
  "deploy: {labels: {a: {b: c}}}":
    'deploy.labels.a: must be a string, but is a mapping → write for example "text"',
  "deploy: {labels: [=b]}": "deploy.labels: has a value without a name → write NAME: value, or remove it",
  "deploy: {labels: {'': b}}": "deploy.labels: has a value without a name → write NAME: value, or remove it",
  "deploy: {endpoint_mode: VIP}": 'deploy.endpoint_mode: must be vip or dnsrr, but is "VIP" → write vip',
  "deploy: {__proto__: {replicas: 3}}":
    "deploy.__proto__: is unknown → remove it; valid keys: endpoint_mode, labels, mode, placement, replicas, resources, restart_policy, rollback_config, update_config",
  "deploy: {constructor: 1}":
    "deploy.constructor: is unknown → remove it; valid keys: endpoint_mode, labels, mode, placement, replicas, resources, restart_policy, rollback_config, update_config",
  "deploy: {placement: {__proto__: {constraints: []}}}":
    "deploy.placement.__proto__: is unknown → remove it; valid keys: constraints, max_replicas_per_node, preferences",
  "deploy: {resources: {limits: {cpus: '0.33333333333'}}}":
    'deploy.resources.limits.cpus: is "0.33333333333", but docker takes nine decimals → write "0.333333333"',
  "deploy: {restart_policy: {window: 2562048h}}":
    'deploy.restart_policy.window: is "2562048h", longer than docker can count → write 2562047h at most',
  "deploy: {placement: {constraints: ['node.role != mananger']}}":
    "deploy.placement.constraints[0]: names the role mananger, which no node has → write manager or worker",
};
