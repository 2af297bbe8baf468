// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
/** By a line at the top of the file: the diagnostic, without the file's name. */
export const sectionLines: Readonly<Record<string, string>> = {
  "networks: [front]": "networks: must be a mapping, but is a list → write for example front: {}",
  "networks: {front: overlay}":
    'networks.front: must be a mapping, but is "overlay" → write for example driver: overlay',
  "volumes: [data]": "volumes: must be a mapping, but is a list → write for example data: {}",
  "volumes: {data: /srv/data}":
    'volumes.data: must be a mapping, but is "/srv/data" → write for example driver: local',
  "secrets: [pw]":
    "secrets: must be a mapping, but is a list → write for example password: {file: ./password.txt}",
  "secrets: {pw: ./pw.txt}":
    'secrets.pw: must be a mapping, but is "./pw.txt" → write for example file: ./password.txt',
  "configs: page": 'configs: must be a mapping, but is "page" → write for example page: {file: ./page.json}',
  "networks: {front: {subnet: 10.0.0.0/24}}":
    "networks.front.subnet: is unknown → remove it; valid keys: attachable, driver, driver_opts, enable_ipv4, enable_ipv6, external, internal, ipam, labels, name",
  "volumes: {data: {path: /srv}}":
    "volumes.data.path: is unknown → remove it; valid keys: driver, driver_opts, external, labels, name",
  "secrets: {pw: {path: a}}":
    "secrets.pw.path: is unknown → remove it; valid keys: driver, driver_opts, environment, external, file, labels, name, template_driver",
  "networks: {front: {ipam: {config: [{subnet: 10.0.0.0}]}}}":
    'networks.front.ipam.config[0].subnet: must be a range of IPv4 addresses, but is "10.0.0.0" → write for example 10.100.0.0/24',
  "networks: {front: {ipam: [{subnet: 10.0.0.0/24}]}}":
    "networks.front.ipam: must be a mapping, but is a list → write for example driver: …",
  "networks: {front: {ipam: {driver: dhcp}}}":
    'networks.front.ipam.driver: must be default, but is "dhcp" → write for example default',
  "volumes: {data: {external: true, driver_opts: {type: nfs}}}":
    "volumes.data: is external, but has driver_opts → remove external, or the rest",
  "networks: {front: {external: maybe}}":
    'networks.front.external: must be true or false, but is "maybe" → write for example true',
  "networks: {front: {external: {name: [a]}}}":
    'networks.front.external.name: must be a string, but is a list → write for example "text"',
  "networks: {front: {driver: none}}":
    'networks.front.driver: must be a driver that spans nodes, but is "none" → write for example overlay',
  "networks: {front_: {}}": "networks.front_: is not a name that swarm takes → use letters, digits, - and _",
  "volumes: {'my data': {}}":
    'volumes["my data"]: is not a name that swarm takes → use letters, digits, -, _ and .',
  "networks: {front: {enable_ipv4: maybe}}":
    'networks.front.enable_ipv4: must be true or false, but is "maybe" → write for example true',
  "networks: {front: {attachable: maybe}}":
    'networks.front.attachable: must be true or false, but is "maybe" → write for example true',
  "secrets: {pw: {environment: ''}}":
    'secrets.pw.environment: must be the name of a variable, but is "" → write for example PASSWORD',
  "secrets: {pw: }":
    "secrets.pw: has none of file, environment → say where its content comes from: one of file, environment; or external: true",
  "secrets: {pw: {content: a, file: b}}":
    "secrets.pw.content: would show the secret in the file → use file or environment",
  "secrets: {pw: {file: .}}":
    "secrets.pw.file: names the project's directory, which is no file → fix the path, or make the file",
  "secrets: {pw: {external: true, driver: vault}}":
    "secrets.pw: is external, but has driver → remove external, or the rest",
  "secret: {pw: {}}": "secret: is unknown → did you mean secrets?",
  "Networks: {front: }": "Networks: is unknown → did you mean networks?",
  "api: {image: nginx}": "api: is a service beside services → indent it, so that it stands below services",
};
