// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import type { BadInput } from "./badInput.ts";

/** Faults that show only beside other lines, or are several. */
export const badBeside: readonly BadInput[] = [
  {
    name: "depends_on: {db: {required: maybe}}",
    compose:
      "services:\n  web:\n    image: nginx\n    depends_on: {db: {required: maybe}}\n  db: {image: redis}\n",
    diagnostics: [
      'compose.yaml: services.web.depends_on.db.required: must be true or false, but is "maybe" → write for example true',
    ],
  },
  {
    name: "networks: {front: {alias: a}}",
    compose: "services:\n  web:\n    image: nginx\n    networks: {front: {alias: a}}\nnetworks: {front: }\n",
    diagnostics: ["compose.yaml: services.web.networks.front.alias: is unknown → did you mean aliases?"],
  },
  {
    name: "networks: {front: {aliases: a}}",
    compose:
      "services:\n  web:\n    image: nginx\n    networks: {front: {aliases: a}}\nnetworks: {front: }\n",
    diagnostics: [
      'compose.yaml: services.web.networks.front.aliases: must be a list, but is "a" → write it as a list: ["a"]',
    ],
  },
  {
    name: "secrets: [{source: pw, uid: 5}]",
    compose:
      "services:\n  web:\n    image: nginx\n    secrets: [{source: pw, uid: 5}]\nsecrets: {pw: {external: true}}\n",
    diagnostics: [
      'compose.yaml: services.web.secrets[0].uid: must be a number in quotes, but is 5 → write for example "1000"',
    ],
  },
  {
    name: "an owner that is a name",
    compose:
      "services:\n  web:\n    image: nginx\n    secrets: [{source: pw, uid: root, gid: '-1'}]\nsecrets: {pw: {external: true}}\n",
    diagnostics: [
      'compose.yaml: services.web.secrets[0].uid: must be a number in quotes, but is "root" → write for example "1000"',
      'compose.yaml: services.web.secrets[0].gid: must be a number in quotes, but is "-1" → write for example "1000"',
    ],
  },
  {
    name: "secrets: [{source: pw, mode: 99999}]",
    compose:
      "services:\n  web:\n    image: nginx\n    secrets: [{source: pw, mode: 99999}]\nsecrets: {pw: {external: true}}\n",
    diagnostics: [
      "compose.yaml: services.web.secrets[0].mode: must be a whole number from 0 to 4095, but is 99999 → write for example 0440",
    ],
  },
  {
    name: "secrets: [{source: pw, path: /a}]",
    compose:
      "services:\n  web:\n    image: nginx\n    secrets: [{source: pw, path: /a}]\nsecrets: {pw: {external: true}}\n",
    diagnostics: [
      "compose.yaml: services.web.secrets[0].path: is unknown → remove it; valid keys: gid, mode, source, target, uid",
    ],
  },
  {
    name: "volumes: [{type: volume, source: data, destination: /data}]",
    compose:
      "services:\n  web:\n    image: nginx\n    volumes: [{type: volume, source: data, destination: /data}]\n",
    diagnostics: [
      "compose.yaml: services.web.volumes[0].target: is missing → write for example target: /data",
      "compose.yaml: services.web.volumes[0].destination: is unknown → remove it; valid keys: bind, consistency, read_only, source, target, tmpfs, type, volume",
    ],
  },
  {
    name: "volumes: ['data:/data:rw,ro,maybe']",
    compose:
      "services:\n  web:\n    image: nginx\n    volumes: ['data:/data:rw,ro,maybe']\nvolumes: {data: }\n",
    diagnostics: [
      "compose.yaml: services.web.volumes[0]: has the option maybe, which swarm ignores → use ro, rw or nocopy, or remove it",
    ],
  },
  {
    name: "volumes: ['data:/data', 'other:/data/']",
    compose:
      "services:\n  web:\n    image: nginx\n    volumes: ['data:/data', 'other:/data/']\nvolumes: {data: , other: }\n",
    diagnostics: ["compose.yaml: services.web.volumes: has /data twice → give one of the two another target"],
  },
  {
    name: "volumes: [{type: volume, source: data, target: /data, read_only: maybe}]",
    compose:
      "services:\n  web:\n    image: nginx\n    volumes: [{type: volume, source: data, target: /data, read_only: maybe}]\nvolumes: {data: }\n",
    diagnostics: [
      'compose.yaml: services.web.volumes[0].read_only: must be true or false, but is "maybe" → write for example true',
    ],
  },
  {
    name: "image: nginx latest",
    compose: "services:\n  web:\n    image: nginx latest\n",
    diagnostics: [
      'compose.yaml: services.web.image: is not an image name: "nginx latest" → write for example nginx:1.29 or ghcr.io/acme/shop:2',
    ],
  },
  {
    name: "image: http://nginx",
    compose: "services:\n  web:\n    image: http://nginx\n",
    diagnostics: [
      'compose.yaml: services.web.image: has an invalid host: "http://nginx" → write for example ghcr.io/acme/shop',
    ],
  },
  {
    name: "image: NGINX",
    compose: "services:\n  web:\n    image: NGINX\n",
    diagnostics: ['compose.yaml: services.web.image: has upper case in its name: "NGINX" → write nginx'],
  },
  {
    name: "image: 'nginx:'",
    compose: "services:\n  web:\n    image: 'nginx:'\n",
    diagnostics: [
      'compose.yaml: services.web.image: has an invalid tag: "nginx:" → use up to 128 letters, digits, _, . and -, for example :1.29',
    ],
  },
  {
    name: "image: [nginx]",
    compose: "services:\n  web:\n    image: [nginx]\n",
    diagnostics: [
      "compose.yaml: services.web.image: must be the name of an image, but is a list → write for example nginx:1.29",
    ],
  },
  {
    name: "image:",
    compose: "services:\n  web:\n    image:\n",
    diagnostics: [
      "compose.yaml: services.web.image: must be the name of an image, but is empty → write for example nginx:1.29",
    ],
  },
  {
    name: "a $ in a key's value of a network",
    compose:
      "services:\n  web:\n    image: nginx\n    networks: [front]\nnetworks: {front: {driver: '${DRIVER:?which}'}}\n",
    diagnostics: [
      "compose.yaml: networks.front.driver: needs the variable DRIVER, which is not set: which → set DRIVER in the stack's env",
    ],
  },
  {
    name: "two mistakes in one text",
    compose: 'services:\n  web:\n    image: nginx\n    hostname: "${A:?a}.${B:?b}"\n',
    diagnostics: [
      "compose.yaml: services.web.hostname: needs the variable A, which is not set: a → set A in the stack's env",
      "compose.yaml: services.web.hostname: needs the variable B, which is not set: b → set B in the stack's env",
    ],
  },
  {
    name: "a config that is not defined",
    compose: "services:\n  web:\n    image: nginx\n    configs: [page]\n",
    diagnostics: [
      "compose.yaml: services.web.configs: uses the config page, which is not defined → define it under configs at the top of the file",
    ],
  },
  {
    name: "a secret that is not defined",
    compose: "services:\n  web:\n    image: nginx\n    secrets: [pw]\nsecrets: {pwd: {external: true}}\n",
    diagnostics: [
      "compose.yaml: services.web.secrets: uses the secret pw, which is not defined → did you mean pwd?",
    ],
  },
  {
    name: "a network that is not defined",
    compose: "services:\n  web:\n    image: nginx\n    networks: [back]\n",
    diagnostics: [
      "compose.yaml: services.web.networks: uses the network back, which is not defined → define it under networks at the top of the file",
    ],
  },
  {
    name: "a volume that is not defined",
    compose: "services:\n  web:\n    image: nginx\n    volumes: ['data:/data']\n",
    diagnostics: [
      "compose.yaml: services.web.volumes: uses the volume data, which is not defined → define it under volumes at the top of the file",
    ],
  },
  {
    name: "a config used twice with the same target",
    compose:
      "services:\n  web:\n    image: nginx\n    configs: [{source: a, target: /x}, {source: b, target: /x}]\nconfigs: {a: {content: a}, b: {content: b}}\n",
    diagnostics: ["compose.yaml: services.web.configs: has /x twice → give one of the two another target"],
  },
  {
    name: "a secret used twice",
    compose: "services:\n  web:\n    image: nginx\n    secrets: [pw, pw]\nsecrets: {pw: {external: true}}\n",
    diagnostics: ["compose.yaml: services.web.secrets: has pw twice → give one of the two another target"],
  },
];
