// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
/** By a line of the service web: the diagnostic, without the service's place. */
export const formLines: Readonly<Record<string, string>> = {
  "build: 5": 'build: must be a string, but is 5 → put it in quotes: "5"',
  "build: [.]": "build: must be a directory or a mapping, but is a list → write for example .",
  "cap_add: NET_ADMIN": 'cap_add: must be a list, but is "NET_ADMIN" → write it as a list: ["NET_ADMIN"]',
  "cap_drop: {ALL: true}": "cap_drop: must be a list, but is a mapping → write for example - item",
  "command: {a: b}":
    'command: must be a string or a list of strings, but is a mapping → write for example ["npm", "start"]',
  "command: true":
    'command: must be a string or a list of strings, but is true → write for example ["npm", "start"]',
  "command: [[a]]": 'command[0]: must be a string, but is a list → write for example "text"',
  "configs: page": 'configs: must be a list, but is "page" → write it as a list: ["page"]',
  "configs: [[page]]": "configs[0]: must be a name or a mapping, but is a list → write for example password",
  "configs: [{target: /a}]": "configs[0].source: is missing → write for example source: password",
  "credential_spec: {registry: 5}":
    'credential_spec.registry: must be a string, but is 5 → put it in quotes: "5"',
  "credential_spec: file": 'credential_spec: must be a mapping, but is "file" → write for example config: …',
  "depends_on: db": 'depends_on: must be a list of services, but is "db" → write for example - data',
  "depends_on: [{db: }]": 'depends_on[0]: must be a string, but is a mapping → write for example "text"',
  "depends_on: {db: healthy}":
    'depends_on.db: must be a mapping, but is "healthy" → write for example condition: service_healthy',
  "deploy: []": "deploy: must be a mapping, but is a list → write for example replicas: 2",
  "deploy: 3": "deploy: must be a mapping, but is 3 → write for example replicas: 2",
  "dns: {a: b}": "dns: must be a string or a list of strings, but is a mapping → write for example - item",
  "dns_search: 5": 'dns_search: must be a string, but is 5 → put it in quotes: "5"',
  "entrypoint: 5": 'entrypoint: must be a string, but is 5 → put it in quotes: "5"',
  "env_file: {}": "env_file.path: is missing → write for example path: settings.env",
  "env_file: [5]": 'env_file[0]: must be a string, but is 5 → put it in quotes: "5"',
  "environment: text":
    'environment: must be a mapping or a list of NAME=value, but is "text" → write for example NAME: value',
  "environment: [{A: b}]":
    "environment[0]: must be NAME=value, but is a mapping → write - NAME=value, or NAME: value without - for all",
  "environment: {A: [b]}": 'environment.A: must be a string, but is a list → write for example "text"',
  "environment: {A: {b: c}}": 'environment.A: must be a string, but is a mapping → write for example "text"',
  "environment: [5]":
    "environment[0]: must be NAME=value, but is 5 → write - NAME=value, or NAME: value without - for all",
  "expose: 80": "expose: must be a list, but is 80 → write it as a list: [80]",
  "expose: [{a: b}]": 'expose[0]: must be a string, but is a mapping → write for example "text"',
  "extra_hosts: a":
    'extra_hosts: must be a list or a mapping, but is "a" → write for example - "name:10.0.0.5"',
  "extra_hosts: {a: 5}":
    "extra_hosts.a: must be an IP address or host-gateway, but is 5 → write for example 10.0.0.5",
  "healthcheck: curl":
    'healthcheck: must be a mapping, but is "curl" → write for example test: ["CMD", "curl", "localhost"]',
  "healthcheck: {test: 5}": 'healthcheck.test: must be a string, but is 5 → put it in quotes: "5"',
  "healthcheck: {test: []}":
    'healthcheck.test: is an empty list → start the list with "CMD", "CMD-SHELL" or "NONE"',
  "healthcheck: {retries: -1}":
    "healthcheck.retries: must be a whole number, 0 or more, but is -1 → write for example 3",
  "healthcheck: {interval: 10}":
    "healthcheck.interval: must be a duration, but is 10 → write 10s if these are seconds",
  "healthcheck: {timeout: 1 minute}":
    'healthcheck.timeout: must be a duration, but is "1 minute" → write for example 30s or 1m30s',
  "healthcheck: {disabled: true}": "healthcheck.disabled: is unknown → did you mean disable?",
  "hostname: [a]": 'hostname: must be a string, but is a list → write for example "text"',
  "init: maybe": 'init: must be true or false, but is "maybe" → write for example true',
  "labels: text":
    'labels: must be a mapping or a list of NAME=value, but is "text" → write for example NAME: value',
  "labels: {a: [b]}": 'labels.a: must be a string, but is a list → write for example "text"',
  "logging: json-file":
    'logging: must be a mapping, but is "json-file" → write for example driver: json-file',
  "logging: {driver: 5}": 'logging.driver: must be a string, but is 5 → put it in quotes: "5"',
  "logging: {options: [a]}":
    "logging.options: must be a mapping, but is a list → write for example key: value",
  "logging: {opts: {a: b}}": "logging.opts: is unknown → remove it; valid keys: driver, options",
  "networks: front":
    'networks: must be a list of names or a mapping, but is "front" → write for example - front',
  "networks: [{front: }]": 'networks[0]: must be a string, but is a mapping → write for example "text"',
  "profiles: [-a]": 'profiles[0]: must be the name of a profile, but is "-a" → write for example debug',
  "read_only: sometimes": 'read_only: must be true or false, but is "sometimes" → write for example true',
  "secrets: {pw: }": "secrets: must be a list, but is a mapping → write for example - item",
  "secrets: [5]": 'secrets[0]: must be a string, but is 5 → put it in quotes: "5"',
  "stop_grace_period: 10":
    "stop_grace_period: must be a duration, but is 10 → write 10s if these are seconds",
  "stop_grace_period: long":
    'stop_grace_period: must be a duration, but is "long" → write for example 30s or 1m30s',
  "stop_signal: 9": 'stop_signal: must be a string, but is 9 → put it in quotes: "9"',
  "sysctls: text":
    'sysctls: must be a mapping or a list of NAME=value, but is "text" → write for example NAME: value',
  "sysctls: {a: [b]}": 'sysctls.a: must be a string, but is a list → write for example "text"',
  "tmpfs: {a: b}":
    "tmpfs: must be a string or a list of strings, but is a mapping → write for example - item",
  "tmpfs: run": 'tmpfs: must be an absolute path in the container, but is "run" → write for example /data',
  "tmpfs: '/run:size=10%'":
    "tmpfs: has the option size=10%, but swarm knows size=… in bytes only → remove it",
  "ulimits: 5": "ulimits: must be a mapping, but is 5 → write for example key: value",
  "ulimits: {nofile: many}":
    'ulimits.nofile: must be a whole number, -1 or more, but is "many" → write for example 1024',
  "ulimits: {nofile: {soft: 5}}": "ulimits.nofile.hard: is missing → write for example hard: 2048",
  "ulimits: {nofile: -2}":
    "ulimits.nofile: must be a whole number, -1 or more, but is -2 → write for example 1024",
  "user: 1000": 'user: must be a string, but is 1000 → put it in quotes: "1000"',
  "user: [root]": 'user: must be a string, but is a list → write for example "text"',
  "volumes: data:/data": 'volumes: must be a list, but is "data:/data" → write it as a list: ["data:/data"]',
  "volumes: {data: /data}": 'volumes: must be a list, but is a mapping → write for example - "data:/data"',
  "volumes: [5]":
    'volumes[0]: must be an absolute path in the container, but is "5" → write for example /data',
  "volumes: [{type: tmpfs, target: /run, tmpfs: {size: much}}]":
    'volumes[0].tmpfs.size: must be a size of memory, but is "much" → write for example 64m or 1g',
  "volumes: [{type: npipe, source: a, target: /a}]":
    'volumes[0].type: must be volume, bind, tmpfs or cluster, but is "npipe" → write one of these',
  "volumes: ['C:\\data:/data']":
    "volumes[0]: mounts C:\\data, a path of Windows, but the service runs on the nodes → write a path beside the compose file; or choose under swarm:stacks.shop.binds: volume (empty at first), omit (no mount)",
  "volumes: ['data:/data:ro:z']":
    'volumes[0]: must be SOURCE:TARGET or SOURCE:TARGET:ro, but is "data:/data:ro:z" → write for example "data:/data"',
  "volumes: ['data: /data']":
    'volumes[0]: must be an absolute path in the container, but is " /data" → write for example /data',
};
