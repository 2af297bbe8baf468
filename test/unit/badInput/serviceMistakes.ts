import { gpuHint } from "../../../components/compose/schema/gpuHint.ts";
/** By a line of the service web: the diagnostic, without the service's place. */
export const serviceMistakes: Readonly<Record<string, string>> = {
  "ports: ['8080:80:']":
    'ports[0]: must be PUBLISHED:TARGET, but is "8080:80:" → write for example "8080:80"',
  "ports: ['８０８０:80']":
    'ports[0]: must be PUBLISHED:TARGET, but is "８０８０:80" → write for example "8080:80"',
  "ports: ['0x50:80']": 'ports[0]: must be PUBLISHED:TARGET, but is "0x50:80" → write for example "8080:80"',
  "ports: ['80:80/tcp/udp']":
    'ports[0]: must be PUBLISHED:TARGET, but is "80:80/tcp/udp" → write for example "8080:80"',
  "ports: [{target: 0, published: 80}]":
    "ports[0].target: must be a whole number from 1 to 65535, but is 0 → write for example 8080",
  "ports: [{target: 80, published: 80, name: [a]}]":
    'ports[0].name: must be a string, but is a list → write for example "text"',
  "ports: [~]":
    'ports[0]: must be a string like "8080:80" or a mapping, but is empty → write for example "8080:80"',
  "ports: ['8080-:80']":
    'ports[0]: must be PUBLISHED:TARGET, but is "8080-:80" → write for example "8080:80"',
  "environment: {'A=B': c}": 'environment["A=B"]: is not a name for a variable → write it without =',
  'environment: ["A\\0=b"]': "environment[0]: has a NUL character, which no program can be given → remove it",
  'environment: {A: "b\\0c"}':
    "environment.A: has a NUL character, which no program can be given → remove it",
  'labels: {"a\\0b": c}':
    'labels["a\\u0000b"]: has a NUL character, which no program can be given → remove it',
  "working_dir: 5": 'working_dir: must be a string, but is 5 → put it in quotes: "5"',
  'working_dir: "/a\\0"': "working_dir: has a NUL character, which no program can be given → remove it",
  "logging: {options: {max-size: [1]}}":
    'logging.options.max-size: must be a string, but is a list → write for example "text"',
  "sysctls: {net.core.somaxconn: [1]}":
    'sysctls["net.core.somaxconn"]: must be a string, but is a list → write for example "text"',
  "volumes: ['~/data:/a']":
    "volumes[0]: mounts ~/data, a path in your home directory, but the service runs on the nodes → write a path beside the compose file; or choose under swarm:stacks.shop.binds: volume (empty at first), omit (no mount)",
  "volumes: ['']":
    'volumes[0]: must be SOURCE:TARGET or SOURCE:TARGET:ro, but is "" → write for example "data:/data"',
  "volumes: [':/a']":
    'volumes[0]: must be SOURCE:TARGET or SOURCE:TARGET:ro, but is ":/a" → write for example "data:/data"',
  "volumes: ['/']": 'volumes[0]: must be below / in the container, but is "/" → write for example /data',
  "volumes: [{type: tmpfs, target: /}]":
    'volumes[0].target: must be below / in the container, but is "/" → write for example /data',
  'volumes: [{type: tmpfs, target: "/a\\0b"}]':
    "volumes[0].target: has a NUL character, which no program can be given → remove it",
  "volumes: [{type: tmpfs}]": "volumes[0].target: is missing → write for example target: /data",
  "volumes: [{type: tmpfs, target: /run, tmpfs: {size: -1}}]":
    'volumes[0].tmpfs.size: must be a size of memory, but is "-1" → write for example 64m or 1g',
  "volumes: [{type: tmpfs, target: /run, tmpfs: {size: 99999999999999999999g}}]":
    'volumes[0].tmpfs.size: must be a size of memory, but is "99999999999999999999g" → write for example 64m or 1g',
  "volumes: [{type: tmpfs, target: /run, read_only: maybe}]":
    'volumes[0].read_only: must be true or false, but is "maybe" → write for example true',
  "volumes: [{type: tmpfs, target: /run, tmpfs: {sizes: 1}}]":
    "volumes[0].tmpfs.sizes: is unknown → did you mean size?",
  "volumes: [{type: tmpfs, target: 5}]":
    "volumes[0].target: must be an absolute path in the container, but is 5 → write for example /data",
  "volumes: [~]":
    'volumes[0]: must be a string like "data:/data" or a mapping, but is empty → write for example "data:/data"',
  "volumes: ['/data', '/data/']": "volumes: has /data twice → give one of the two another target",
  "volumes: [{type: volume, target: /a, volume: {nocopy: maybe}}]":
    'volumes[0].volume.nocopy: must be true or false, but is "maybe" → write for example true',
  "volumes: [{type: volume, target: /a, volume: {subpath: ../x}}]":
    "volumes[0].volume.subpath: is not known to the nodes' docker → remove it",
  "tmpfs: ['/run:size=-1']":
    "tmpfs: has the option size=-1, but swarm knows size=… in bytes only → remove it",
  "tmpfs: ['/run:size=99999999999999999999g']":
    "tmpfs: has the option size=99999999999999999999g, more than docker can count → write for example size=64m",
  "tmpfs: ['/run:mode=999']":
    "tmpfs: has the option mode=999, but swarm knows size=… in bytes only → remove it",
  "tmpfs: ''": 'tmpfs: must be an absolute path in the container, but is "" → write for example /data',
  "tmpfs: /": 'tmpfs: must be below / in the container, but is "/" → write for example /data',
  "env_file: ''":
    "env_file[0]: names the project's directory, which is no file → fix the path, or write required: false beside it",
  "env_file: [~]": "env_file[0]: must be a path or a mapping, but is empty → write for example settings.env",
  "env_file: /etc/shadow-":
    "env_file[0]: names /etc/shadow-, which is no file → fix the path, or write required: false beside it",
  "env_file: ../outside.env":
    "env_file[0]: names /outside.env, which is no file → fix the path, or write required: false beside it",
  'env_file: "a\\0b"': "env_file: has a NUL character, which no program can be given → remove it",
  "env_file: {path: [a]}": 'env_file.path: must be a string, but is a list → write for example "text"',
  "env_file: true": "env_file: must be a path or a mapping, but is true → write for example settings.env",
  "env_file: .":
    "env_file[0]: names the project's directory, which is no file → fix the path, or write required: false beside it",
  "networks: {default: {aliases: web}}":
    'networks.default.aliases: must be a list, but is "web" → write it as a list: ["web"]',
  "secrets: [[a]]": "secrets[0]: must be a name or a mapping, but is a list → write for example password",
  "init: 1": "init: must be true or false, but is 1 → write for example true",
  "tty: [a]": "tty: must be true or false, but is a list → write for example true",
  "stdin_open: 'yes please'":
    'stdin_open: must be true or false, but is "yes please" → write for example true',
  "isolation: hyperv2": "isolation: is refused by swarm → remove it; it is for Windows",
  "pid: container:web": "pid: is ignored by swarm → remove it",
  "ipc: host": "ipc: is ignored by swarm → remove it",
  "platform: linux/arm64/v99":
    'platform: must be the platform of a linux node, but is "linux/arm64/v99" → write for example linux/amd64',
  "platform: [linux/amd64]":
    "platform: must be the platform of a linux node, but is a list → write for example linux/amd64",
  "scale: 99999999999999999999":
    'scale: must be a whole number, 0 or more, but is "99999999999999999999" → write for example 2',
  "pids_limit: 1.5": "pids_limit: must be a whole number, -1 or more, but is 1.5 → write for example 100",
  "restart: on-failure:-1":
    'restart: must be no, always, unless-stopped or on-failure, but is "on-failure:-1" → write for example always, or on-failure:3',
  "restart: on-failure:99999999999999999999":
    'restart: must be no, always, unless-stopped or on-failure, but is "on-failure:99999999999999999999" → write for example always, or on-failure:3',
  "restart: Always":
    'restart: must be no, always, unless-stopped or on-failure, but is "Always" → write for example always, or on-failure:3',
  "links: ['']": 'links[0]: must be a service, or SERVICE:ALIAS, but is "" → write for example db:database',
  "links: [nope]":
    "links[0]: names the service nope, which is not defined → define it under services, or remove it",
  "labels: [5]":
    "labels[0]: must be NAME=value, but is 5 → write - NAME=value, or NAME: value without - for all",
  "labels: ~x":
    'labels: must be a mapping or a list of NAME=value, but is "~x" → write for example NAME: value',
  "profiles: x": 'profiles: must be a list, but is "x" → write it as a list: ["x"]',
  "profiles: ['']": 'profiles[0]: must be the name of a profile, but is "" → write for example debug',
  "profiles: [[a]]": "profiles[0]: must be the name of a profile, but is a list → write for example debug",
  "credential_spec: {file: a, registry: b}": "credential_spec.file: is not on the nodes → use config",
  "gpus: all": `gpus: is refused by swarm → ${gpuHint}`,
  "devices: ['/dev/sda:/dev/sda']":
    "devices: is ignored by swarm → use a bind mount, or generic resources under deploy.resources.reservations",
  "<<: {privileged: true}": "privileged: is ignored by swarm → use cap_add for what it needs",
  "Image: nginx": "Image: is unknown → did you mean image?",
  "group_add: [docker]": "group_add: is refused by swarm → set user to the group: 1000:1000",
  "volumes: ['data:/']": 'volumes[0]: must be below / in the container, but is "/" → write for example /data',
  "volumes: ['data:/x/..']":
    'volumes[0]: must be below / in the container, but is "/x/.." → write for example /data',
};
