/** By a line at the top of the file: the diagnostic, without the file's name. */
export const definitionMistakes: Readonly<Record<string, string>> = {
  "networks: {front: {driver_opts: [a]}}":
    "networks.front.driver_opts: must be a mapping, but is a list → write for example key: value",
  "networks: {front: {driver_opts: {encrypted: [a]}}}":
    'networks.front.driver_opts.encrypted: must be a string, but is a list → write for example "text"',
  "networks: {front: {name: ''}}":
    'networks.front.name: must be a name of letters, digits, -, _ and ., but is "" → write for example shop-data',
  "networks: {front: {name: 'a b'}}":
    'networks.front.name: must be a name of letters, digits, -, _ and ., but is "a b" → write for example shop-data',
  "networks: {front: {name: [a]}}":
    "networks.front.name: must be a name of letters, digits, -, _ and ., but is a list → write for example shop-data",
  "networks: {front: {name: host}}":
    "networks.front.name: is host, a network of docker's own → write another name, or external: true beside it",
  "networks: {front: {name: ingress}}":
    "networks.front.name: is ingress, a network of docker's own → write another name, or external: true beside it",
  "networks: {front: {internal: maybe}}":
    'networks.front.internal: must be true or false, but is "maybe" → write for example true',
  "networks: {front: {labels: 5}}":
    "networks.front.labels: must be a mapping or a list of NAME=value, but is 5 → write for example NAME: value",
  "networks: {front: {labels: {a: [b]}}}":
    'networks.front.labels.a: must be a string, but is a list → write for example "text"',
  "networks: {front: {ipam: {config: {subnet: 10.9.0.0/24}}}}":
    "networks.front.ipam.config: must be a list, but is a mapping → write for example - item",
  "networks: {front: {ipam: {config: [{subnet: 10.9.0.0/33}]}}}":
    'networks.front.ipam.config[0].subnet: must be a range of IPv4 addresses, but is "10.9.0.0/33" → write for example 10.100.0.0/24',
  "networks: {front: {ipam: {config: [{subnet: 10.9.0.1/24}]}}}":
    'networks.front.ipam.config[0].subnet: must be a range of IPv4 addresses, but is "10.9.0.1/24" → write for example 10.100.0.0/24',
  "networks: {front: {ipam: {config: [{subnet: 999.9.0.0/24}]}}}":
    'networks.front.ipam.config[0].subnet: must be a range of IPv4 addresses, but is "999.9.0.0/24" → write for example 10.100.0.0/24',
  "networks: {front: {ipam: {options: {a: b}}}}":
    "networks.front.ipam.options: is refused by swarm → remove it",
  "networks: {front: {enable_ipv6: maybe}}":
    'networks.front.enable_ipv6: must be true or false, but is "maybe" → write for example true',
  "networks: {__proto__: {}}":
    "networks.__proto__: is not a name that swarm takes → use letters, digits, - and _",
  "networks: {constructor: 5}":
    "networks.constructor: must be a mapping, but is 5 → write for example driver: overlay",
  "networks: {'': {}}": 'networks[""]: is not a name that swarm takes → use letters, digits, - and _',
  "networks: {front: {external: true, name: ''}}":
    'networks.front.name: must be a name of letters, digits, -, _ and ., but is "" → write for example shop-data',
  "networks: ~x": 'networks: must be a mapping, but is "~x" → write for example front: {}',
  "volumes: {data: {driver: 5}}": 'volumes.data.driver: must be a string, but is 5 → put it in quotes: "5"',
  "volumes: {data: {driver_opts: {device: [a]}}}":
    'volumes.data.driver_opts.device: must be a string, but is a list → write for example "text"',
  "volumes: {data: {name: 'a b'}}":
    'volumes.data.name: must be a name of letters, digits, -, _ and ., but is "a b" → write for example shop-data',
  "volumes: {data: {name: ../data}}":
    'volumes.data.name: must be a name of letters, digits, -, _ and ., but is "../data" → write for example shop-data',
  "volumes: {data: {name: ''}}":
    'volumes.data.name: must be a name of letters, digits, -, _ and ., but is "" → write for example shop-data',
  "volumes: {data: {labels: [=x]}}":
    "volumes.data.labels: has a value without a name → write NAME: value, or remove it",
  "volumes: {__proto__: {}}":
    "volumes.__proto__: is not a name that swarm takes → use letters, digits, -, _ and .",
  "volumes: {'../data': {}}":
    'volumes["../data"]: is not a name that swarm takes → use letters, digits, -, _ and .',
  "volumes: 5": "volumes: must be a mapping, but is 5 → write for example data: {}",
  "volumes: {data: [local]}":
    "volumes.data: must be a mapping, but is a list → write for example driver: local",
  "volumes: {data: {external: true, labels: {a: b}}}":
    "volumes.data: is external, but has labels → remove external, or the rest",
  "configs: {page: {content: 5}}": 'configs.page.content: must be a string, but is 5 → put it in quotes: "5"',
  "configs: {page: {content: }}":
    'configs.page.content: must be a string, but is empty → write for example "text"',
  "configs: {page: {file: ''}}":
    "configs.page.file: names the project's directory, which is no file → fix the path, or make the file",
  "configs: {page: {file: 5}}": 'configs.page.file: must be a string, but is 5 → put it in quotes: "5"',
  "configs: {page: {file: [a]}}":
    'configs.page.file: must be a string, but is a list → write for example "text"',
  'configs: {page: {file: "a\\0b"}}':
    "configs.page.file: has a NUL character, which no program can be given → remove it",
  "configs: {page: {file: ../../../etc/shadow-}}":
    "configs.page.file: names /etc/shadow-, which is no file → fix the path, or make the file",
  "configs: {page: {file: ., external: true}}":
    "configs.page: is external, but has file → remove external, or the rest",
  "configs: {page: {content: a, template_driver: go}}":
    'configs.page.template_driver: must be golang, but is "go" → write golang',
  "configs: {page: {content: a, environment: B}}":
    "configs.page: has content and environment → say where its content comes from: one of file, content, environment; or external: true",
  "configs: {page: {environment: '1A'}}":
    "configs.page.environment: names the variable 1A, which is not set → set 1A in the stack's env",
  "configs: {page: {environment: NOPE}}":
    "configs.page.environment: names the variable NOPE, which is not set → set NOPE in the stack's env",
  "configs: {page: {content: a, labels: 5}}":
    "configs.page.labels: must be a mapping or a list of NAME=value, but is 5 → write for example NAME: value",
  "configs: {'a b': {content: a}}":
    'configs["a b"]: is not a name that swarm takes → use letters, digits, -, _ and .',
  "configs: {'../a': {content: a}}":
    'configs["../a"]: is not a name that swarm takes → use letters, digits, -, _ and .',
  "configs: {__proto__: {content: a}}":
    "configs.__proto__: is not a name that swarm takes → use letters, digits, -, _ and .",
  "configs: {page: {content: a, name: 'x/y'}}":
    'configs.page.name: must be a name of letters, digits, -, _ and ., but is "x/y" → write for example shop-data',
  'configs: {page: {content: a, name: "x\\ny"}}':
    'configs.page.name: must be a name of letters, digits, -, _ and ., but is "x\\ny" → write for example shop-data',
  "configs: {page: {external: true, name: ''}}":
    'configs.page.name: must be a name of letters, digits, -, _ and ., but is "" → write for example shop-data',
  "configs: {page: {content: a, fiel: b}}": "configs.page.fiel: is unknown → did you mean file?",
  "configs: 5": "configs: must be a mapping, but is 5 → write for example page: {file: ./page.json}",
  "secrets: {pw: {file: ~}}": 'secrets.pw.file: must be a string, but is empty → write for example "text"',
  "secrets: {pw: {environment: 5}}":
    "secrets.pw.environment: must be the name of a variable, but is 5 → write for example PASSWORD",
  "secrets: {pw: {environment: 'A B'}}":
    "secrets.pw.environment: names the variable A B, which is not set → set A B in the stack's env",
  "secrets: {pw: {file: a, environment: B}}":
    "secrets.pw: has file and environment → say where its content comes from: one of file, environment; or external: true",
  "secrets: {pw: {external: maybe}}":
    'secrets.pw.external: must be true or false, but is "maybe" → write for example true',
  "secrets: {pw: {external: true, file: a}}":
    "secrets.pw: is external, but has file → remove external, or the rest",
  "secrets: {'pw/x': {external: true}}":
    'secrets["pw/x"]: is not a name that swarm takes → use letters, digits, -, _ and .',
  "secrets: {pw: {external: true, name: 'a b'}}":
    'secrets.pw.name: must be a name of letters, digits, -, _ and ., but is "a b" → write for example shop-data',
  "secrets: {pw: {external: true, template_driver: golang}}":
    "secrets.pw: is external, but has template_driver → remove external, or the rest",
  "secrets: 5": "secrets: must be a mapping, but is 5 → write for example password: {file: ./password.txt}",
  "version: [3]": 'version: must be a string, but is a list → write for example "text"',
  "version: {a: b}": 'version: must be a string, but is a mapping → write for example "text"',
  "Services: {}": "Services: is unknown → did you mean services?",
  "sevices: {}": "sevices: is unknown → did you mean services?",
  "constructor: {}":
    "constructor: is unknown → remove it; valid keys: configs, name, networks, secrets, services, version, volumes",
  "X-a: 5":
    "X-a: is unknown → remove it; valid keys: configs, name, networks, secrets, services, version, volumes",
  "volume: {}": "volume: is unknown → did you mean volumes?",
  "config: {}": "config: is unknown → did you mean configs?",
  "networks: {front: {driver_opts: {encrypted: }}}":
    'networks.front.driver_opts.encrypted: has no value → write "" for an empty one',
  "volumes: {data: {driver_opts: {type: null}}}":
    'volumes.data.driver_opts.type: has no value → write "" for an empty one',
  "secrets: {pw: {driver: vault, driver_opts: {path: }}}":
    'secrets.pw.driver_opts.path: has no value → write "" for an empty one',
  "secrets: {pw: {driver: vault, environment: PW}}":
    "secrets.pw: has environment beside driver → remove driver, or the rest",
  "secrets: {pw: {driver: ''}}":
    'secrets.pw.driver: must be the name of a secret driver, but is "" → write for example vault',
  "configs: {page: {content: a, driver: vault}}":
    "configs.page.driver: is unknown → remove it; valid keys: content, environment, external, file, labels, name, template_driver",
  "configs: {page: {external: true, labels: [a=b]}}":
    "configs.page: is external, but has labels → remove external, or the rest",
  "volumes: {data: {driver_opts: {type: none, o: bind, device: ./data}}}":
    "volumes.data.driver_opts.device: names ./data, a path of this computer, but the volume is on the nodes → remove driver_opts, and the volume is docker's own; or name a directory of the nodes: device: /srv/data",
  "volumes: {data: {driver_opts: {type: none, o: bind, device: data}}}":
    "volumes.data.driver_opts.device: names data, a path of this computer, but the volume is on the nodes → remove driver_opts, and the volume is docker's own; or name a directory of the nodes: device: /srv/data",
  "volumes: {data: {driver_opts: {type: none, o: bind, device: /project/data}}}":
    "volumes.data.driver_opts.device: names /project/data, a path of this computer, but the volume is on the nodes → remove driver_opts, and the volume is docker's own; or name a directory of the nodes: device: /srv/data",
  "volumes: {data: {x-cluster-spec: {access_mode: {scope: some}}}}":
    'volumes.data.x-cluster-spec.access_mode.scope: must be single or multi, but is "some" → write one of these',
  "volumes: {data: {x-cluster-spec: {availability: on}}}":
    'volumes.data.x-cluster-spec.availability: must be active, pause or drain, but is "on" → write one of these',
  "jobs: {a: {image: b}}":
    "jobs: works only with docker compose → write services with deploy.mode: replicated-job",
};
