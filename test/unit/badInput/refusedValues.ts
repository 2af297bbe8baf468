// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
/** By a line of a service: values that docker, or its engine, refuses. */
export const refusedValues: Readonly<Record<string, string>> = {
  "deploy: {resources: {limits: {memory: 64Ki}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "64Ki" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 1Ti}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "1Ti" → write 1TiB',
  "deploy: {resources: {limits: {memory: 512MiBs}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "512MiBs" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 512 M B}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "512 M B" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 512.5.1m}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "512.5.1m" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: '-1'}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "-1" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 1e9999m}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "1e9999m" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 4095k}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "4095k" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: '.'}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "." → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: ' 64m'}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is " 64m" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 9e18k}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "9e18k" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 0x10m}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "0x10m" → write for example 64m or 1g',
  "deploy: {resources: {limits: {memory: 64mm}}}":
    'deploy.resources.limits.memory: must be a size of memory, 4m or more, but is "64mm" → write for example 64m or 1g',
  "deploy: {resources: {reservations: {memory: 512Gi}}}":
    'deploy.resources.reservations.memory: must be a size of memory, 4m or more, but is "512Gi" → write 512GiB',
  "mem_reservation: 100Mi":
    'mem_reservation: must be a size of memory, 4m or more, but is "100Mi" → write 100MiB',
  "shm_size: 64Mi": 'shm_size: must be a size of memory, but is "64Mi" → write 64MiB',
  "mem_limit: 64e":
    'mem_limit: must be a size of memory, 4m or more, but is "64e" → write for example 64m or 1g',
  "deploy: {resources: {limits: {cpus: '0.0009'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "0.0009" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '-0.5'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "-0.5" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '0.1234567891'}}}":
    'deploy.resources.limits.cpus: is "0.1234567891", but docker takes nine decimals → write "0.123456789"',
  "deploy: {resources: {limits: {cpus: '1/3'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "1/3" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '1/0'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "1/0" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '1,5'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "1,5" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: 500m}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "500m" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '9223372037'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "9223372037" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '1e-10'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "1e-10" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: '.'}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "." → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: ''}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "" → write for example "0.5"',
  "deploy: {resources: {limits: {cpus: 1e99}}}":
    'deploy.resources.limits.cpus: must be a number of processors, 0.001 or more, but is "1e+99" → write for example "0.5"',
  "deploy: {resources: {reservations: {cpus: '1e-'}}}":
    'deploy.resources.reservations.cpus: must be a number of processors, 0.001 or more, but is "1e-" → write for example "0.5"',
  "cpus: '0.00001'":
    'cpus: must be a number of processors, 0.001 or more, but is "0.00001" → write for example "0.5"',
  "deploy: {resources: {limits: {pids: -1}}}":
    "deploy.resources.limits.pids: must be a whole number, 0 or more, but is -1 → write for example 1",
  "stop_grace_period: 10":
    "stop_grace_period: must be a duration, but is 10 → write 10s if these are seconds",
  "stop_grace_period: '10'":
    'stop_grace_period: must be a duration, but is "10" → write for example 30s or 1m30s',
  "stop_grace_period: 10 s":
    'stop_grace_period: must be a duration, but is "10 s" → write for example 30s or 1m30s',
  "stop_grace_period: -5s":
    'stop_grace_period: must be a duration, but is "-5s" → write for example 30s or 1m30s',
  "stop_grace_period: 5sec":
    'stop_grace_period: must be a duration, but is "5sec" → write for example 30s or 1m30s',
  "stop_grace_period: 1m 30s":
    'stop_grace_period: must be a duration, but is "1m 30s" → write for example 30s or 1m30s',
  "stop_grace_period: 99999999999h":
    'stop_grace_period: is "99999999999h", longer than docker can count → write 2562047h at most',
  "stop_grace_period: 15251w":
    'stop_grace_period: is "15251w", longer than docker can count → write 2562047h at most',
  "stop_grace_period: .s":
    'stop_grace_period: must be a duration, but is ".s" → write for example 30s or 1m30s',
  "stop_grace_period: 1.5.5s":
    'stop_grace_period: must be a duration, but is "1.5.5s" → write for example 30s or 1m30s',
  "stop_grace_period: s":
    'stop_grace_period: must be a duration, but is "s" → write for example 30s or 1m30s',
  "stop_grace_period: 1D":
    'stop_grace_period: must be a duration, but is "1D" → write for example 30s or 1m30s',
  "deploy: {update_config: {delay: 10y}}":
    'deploy.update_config.delay: must be a duration, but is "10y" → write for example 30s or 1m30s',
  "deploy: {restart_policy: {window: 2562048h}}":
    'deploy.restart_policy.window: is "2562048h", longer than docker can count → write 2562047h at most',
  "healthcheck: {test: a, interval: 500us}":
    'healthcheck.interval: must be 0s, or 1ms or more, but is "500us" → write for example 1s',
  "healthcheck: {test: a, timeout: 99999999999h}":
    'healthcheck.timeout: is "99999999999h", longer than docker can count → write 2562047h at most',
  "healthcheck: {test: a, start_period: 1mo}":
    'healthcheck.start_period: must be a duration, but is "1mo" → write for example 30s or 1m30s',
  "command: echo 'x":
    'command: has \' without the closing \': "echo \'x" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  'command: echo "x':
    'command: has " without the closing ": "echo \\"x" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: 'echo \\'":
    'command: ends with a backslash that escapes nothing: "echo \\\\" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: echo `date":
    'command: has ` without the closing `: "echo `date" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: echo $$(date":
    'command: has $( without the closing ): "echo $(date" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: 'echo (x)'":
    'command: has ( outside quotes: "echo (x)" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "entrypoint: sh -c 'a":
    'entrypoint: has \' without the closing \': "sh -c \'a" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "entrypoint: 'a\\'":
    'entrypoint: ends with a backslash that escapes nothing: "a\\\\" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  'entrypoint: a "b':
    'entrypoint: has " without the closing ": "a \\"b" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: [[a]]": 'command[0]: must be a string, but is a list → write for example "text"',
  "entrypoint: [1]": 'entrypoint[0]: must be a string, but is 1 → put it in quotes: "1"',
  "dns: nope": 'dns: must be an IP address, but is "nope" → write for example 10.0.0.5',
  "dns: [1.1.1.1, '']": 'dns[1]: must be an IP address, but is "" → write for example 10.0.0.5',
  "dns: ['1.1.1.1,8.8.8.8']":
    'dns[0]: must be an IP address, but is "1.1.1.1,8.8.8.8" → write for example 10.0.0.5',
  "dns: [1.1.1]": 'dns[0]: must be an IP address, but is "1.1.1" → write for example 10.0.0.5',
  "dns: ['::g']": 'dns[0]: must be an IP address, but is "::g" → write for example 10.0.0.5',
  "extra_hosts: [one]":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "one" → write for example "name:10.0.0.5"',
  "extra_hosts: ['two=10.0.0.1,10.0.0.2']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "two=10.0.0.1,10.0.0.2" → write for example "name:10.0.0.5"',
  "extra_hosts: ['three:host']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "three:host" → write for example "name:10.0.0.5"',
  "extra_hosts: ['=10.0.0.1']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "=10.0.0.1" → write for example "name:10.0.0.5"',
  "extra_hosts: {four: ''}":
    'extra_hosts.four: must be an IP address or host-gateway, but is "" → write for example 10.0.0.5',
  "extra_hosts: {five: 10.0.0}":
    'extra_hosts.five: must be an IP address or host-gateway, but is "10.0.0" → write for example 10.0.0.5',
  "extra_hosts: ['six 10.0.0.1']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "six 10.0.0.1" → write for example "name:10.0.0.5"',
  "ports: ['80:80/icmp']":
    'ports[0]: must be PUBLISHED:TARGET, but is "80:80/icmp" → write for example "8080:80"',
  "ports: ['80:80/']": 'ports[0]: must be PUBLISHED:TARGET, but is "80:80/" → write for example "8080:80"',
  "ports: ['80:80/tcp/udp']":
    'ports[0]: must be PUBLISHED:TARGET, but is "80:80/tcp/udp" → write for example "8080:80"',
  "ports: [{target: 80, published: 80, protocol: icmp}]":
    'ports[0].protocol: must be tcp, udp or sctp, but is "icmp" → write one of these',
  "ports: ['70000:80/sctp']": "ports[0]: names the port 70000 → use ports from 1 to 65535",
  "ports: ['80-81:80/SCTP']":
    "ports[0]: has ranges of different lengths, 80-81 and 80 → make them equally long",
  "network_mode: none":
    "network_mode: is none, and swarm has no service without a network → remove it, and give the service a network of its own with internal: true",
  "network_mode: service:db":
    'network_mode: is "service:db", but tasks of swarm share no network namespace → remove it, put both into one network, and let them reach each other as db',
  "network_mode: 'service:'":
    'network_mode: is "service:", but tasks of swarm share no network namespace → remove it, put both into one network, and let them reach each other as the service\'s name',
  "network_mode: container:db":
    'network_mode: is "container:db", but tasks of swarm share no network namespace → remove it, put both into one network, and let them reach each other as db',
  "network_mode: front":
    'network_mode: must be host, but is "front" → remove it, and name the network under networks: [front]',
  "network_mode: 5":
    "network_mode: must be host, but is 5 → remove it, and name the network under networks: [front]",
  "network_mode: []":
    "network_mode: must be host, but is a list → remove it, and name the network under networks: [front]",
  "ipc: host": "ipc: is ignored by swarm → remove it",
  "ipc: service:db": "ipc: is ignored by swarm → remove it",
  "platform: linux/mips":
    'platform: must be the platform of a linux node, but is "linux/mips" → write for example linux/amd64',
  "platform: windows/amd64":
    'platform: must be the platform of a linux node, but is "windows/amd64" → write for example linux/amd64',
  "runtime: nvidia":
    'runtime: is refused by swarm → write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: 1}}]}}} instead; on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml',
  "runtime: runsc": "runtime: is refused by swarm → set the default runtime of the nodes' engines",
  "gpus: [{count: 2}]":
    'gpus: is refused by swarm → write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: 2}}]}}} instead; on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml',
  "deploy: {resources: {reservations: {devices: [{driver: nvidia, count: 2, capabilities: [gpu]}]}}}":
    'deploy.resources.reservations.devices: is refused by swarm → write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: 2}}]}}} instead; on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml',
  "deploy: {resources: {reservations: {devices: [{driver: nvidia, device_ids: ['0', '3', '4'], capabilities: [gpu]}]}}}":
    'deploy.resources.reservations.devices: is refused by swarm → write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: 3}}]}}} instead; on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml',
  "deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}":
    'deploy.resources.reservations.devices: is refused by swarm → write deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: gpu, value: 1}}]}}} instead; on each node with GPUs set "default-runtime": "nvidia" and "node-generic-resources": ["gpu=UUID"] in daemon.json, the UUIDs as nvidia-smi -L prints them, and swarm-resource = "DOCKER_RESOURCE_GPU" in /etc/nvidia-container-runtime/config.toml',
  "deploy: {resources: {reservations: {devices: [{capabilities: [tpu]}]}}}":
    "deploy.resources.reservations.devices: is refused by swarm → use generic_resources, and name them on the nodes' engines",
  "deploy: {rollback_config: {failure_action: rollbak}}":
    'deploy.rollback_config.failure_action: must be pause or continue, but is "rollbak" → write one of these',
  "deploy: {rollback_config: {order: start_first}}":
    'deploy.rollback_config.order: must be start-first or stop-first, but is "start_first" → write start-first',
  "credential_spec: {config: cs}":
    "credential_spec.config: uses the config cs, which is not defined → define it under configs at the top of the file",
  "credential_spec: {file: cs.json}": "credential_spec.file: is not on the nodes → use config",
  "labels: {hash: '$2y$10$Abc'}":
    'labels.hash: has a $ that starts no variable, before "2y$1" → write $$ for a $',
  "labels: {hash: 'x $1,$NF'}":
    'labels.hash: has a $ that starts no variable, before "1,$N" → write $$ for a $',
  "labels: ['${']": 'labels[0]: has a $ that starts no variable, before "{" → write $$ for a $',
  "labels: ['${}']": 'labels[0]: has a $ that starts no variable, before "{}" → write $$ for a $',
  "labels: ['${1}']": 'labels[0]: has a $ that starts no variable, before "{1}" → write $$ for a $',
  "labels: ['${A']": "labels[0]: has no closing brace for ${A → add the }",
  "labels: ['${A:-$1 ${B}']": "labels[0]: has no closing brace for ${A → add the }",
  "tmpfs: /run:execs": "tmpfs: has the option execs, but swarm knows size=… in bytes only → remove it",
  "tmpfs: /run:size=1x": "tmpfs: has the option size=1x, but swarm knows size=… in bytes only → remove it",
  "volumes: [{type: cluster, target: /d}]":
    "volumes[0]: has no source → name the cluster volume, or its group: source: group:NAME",
  "volumes: [{type: cluster, source: data, target: /d}]":
    "volumes: uses the volume data, which is not defined → define it under volumes at the top of the file",
  "volumes: [{type: npipe, source: a, target: /d}]":
    'volumes[0].type: must be volume, bind, tmpfs or cluster, but is "npipe" → write one of these',
  "stop_signal: SIGTREM": 'stop_signal: is no signal: "SIGTREM" → did you mean SIGTERM?',
  "stop_signal: nope": 'stop_signal: is no signal: "nope" → write for example SIGTERM',
  "stop_signal: '0'": 'stop_signal: is no signal: "0" → write for example SIGTERM',
  "stop_signal: '65'": 'stop_signal: is no signal: "65" → write for example SIGTERM',
  "stop_signal: SIGRTMIN+16": 'stop_signal: is no signal: "SIGRTMIN+16" → write for example SIGTERM',
  "working_dir: app":
    'working_dir: must be an absolute path in the container, but is "app" → write for example /app',
  "working_dir: ./app":
    'working_dir: must be an absolute path in the container, but is "./app" → write for example /app',
};
