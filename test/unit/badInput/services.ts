import { type BadInput, lines, web } from "./badInput.ts";

export const badServices: readonly BadInput[] = [
  {
    name: "a misspelt key",
    compose: web("enviroment: {A: b}"),
    diagnostics: ["compose.yaml: services.web.enviroment: is unknown → did you mean environment?"],
  },
  {
    name: "a key with no similar name",
    compose: web("flavour: vanilla"),
    diagnostics: ["compose.yaml: services.web.flavour: is unknown → remove it"],
  },
  {
    name: "a key that belongs under deploy",
    compose: web("replicas: 2"),
    diagnostics: [
      "compose.yaml: services.web.replicas: belongs under deploy → write it under deploy: deploy.replicas",
    ],
  },
  {
    name: "an invalid image name",
    compose: "services: {web: {image: 'My Image'}}\n",
    diagnostics: [
      'compose.yaml: services.web.image: is not an image name: "My Image" → write for example nginx:1.29 or ghcr.io/acme/shop:2',
    ],
  },
  {
    name: "an image that is a number",
    compose: "services: {web: {image: 5}}\n",
    diagnostics: [
      "compose.yaml: services.web.image: must be the name of an image, but is 5 → write for example nginx:1.29",
    ],
  },
  {
    name: "an image with too short a digest",
    compose: "services: {web: {image: 'nginx@sha256:abc'}}\n",
    diagnostics: [
      'compose.yaml: services.web.image: has an invalid digest: "nginx@sha256:abc" → write it as @sha256: with 64 digits 0-9 and a-f',
    ],
  },
  {
    name: "a command of numbers",
    compose: web("command: [sleep, 10]"),
    diagnostics: [
      'compose.yaml: services.web.command[1]: must be a string, but is 10 → put it in quotes: "10"',
    ],
  },
  {
    name: "a command that is a mapping",
    compose: web("command: {run: sleep}"),
    diagnostics: [
      'compose.yaml: services.web.command: must be a string or a list of strings, but is a mapping → write for example ["npm", "start"]',
    ],
  },
  {
    name: "a variable that is a list",
    compose: web("environment: {HOSTS: [a, b]}"),
    diagnostics: [
      'compose.yaml: services.web.environment.HOSTS: must be a string, but is a list → write for example "text"',
    ],
  },
  {
    name: "environment as a text",
    compose: web("environment: A=b"),
    diagnostics: [
      'compose.yaml: services.web.environment: must be a mapping or a list of NAME=value, but is "A=b" → write for example NAME: value',
    ],
  },
  {
    name: "a file of variables that is missing",
    compose: web("env_file: [web.env]"),
    diagnostics: [
      "compose.yaml: services.web.env_file[0]: names web.env, which is no file → fix the path, or write required: false beside it",
    ],
  },
  {
    name: "a file of variables with a bad line",
    compose: web("env_file: web.env"),
    files: { "web.env": "A=b\nB b\n" },
    diagnostics: ["web.env:2: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "a file of variables in an unknown format",
    compose: web("env_file: [{path: web.env, format: json}]"),
    files: { "web.env": "" },
    diagnostics: ['compose.yaml: services.web.env_file[0].format: must be raw, but is "json" → write raw'],
  },
  {
    name: "an invalid boolean",
    compose: web("read_only: maybe"),
    diagnostics: [
      'compose.yaml: services.web.read_only: must be true or false, but is "maybe" → write for example true',
    ],
  },
  {
    name: "a time without a unit",
    compose: web("stop_grace_period: 30"),
    diagnostics: [
      "compose.yaml: services.web.stop_grace_period: must be a duration, but is 30 → write 30s if these are seconds",
    ],
  },
  {
    name: "an undefined network",
    compose: lines(web("networks: [front, bakc]"), "networks: {front: , back: }"),
    diagnostics: [
      "compose.yaml: services.web.networks: uses the network bakc, which is not defined → did you mean back?",
    ],
  },
  {
    name: "a misspelt key of a network's use",
    compose: lines(web("networks: {front: {alias: [www]}}"), "networks: {front: }"),
    diagnostics: ["compose.yaml: services.web.networks.front.alias: is unknown → did you mean aliases?"],
  },
  {
    name: "an undefined volume",
    compose: web("volumes: ['data:/data']"),
    diagnostics: [
      "compose.yaml: services.web.volumes: uses the volume data, which is not defined → define it under volumes at the top of the file",
    ],
  },
  {
    name: "an undefined secret",
    compose: web("secrets: [password]"),
    diagnostics: [
      "compose.yaml: services.web.secrets: uses the secret password, which is not defined → define it under secrets at the top of the file",
    ],
  },
  {
    name: "an undefined config",
    compose: web("configs: [{source: page, target: /page.json}]"),
    diagnostics: [
      "compose.yaml: services.web.configs: uses the config page, which is not defined → define it under configs at the top of the file",
    ],
  },
  {
    name: "a label without a name",
    compose: web('labels: {"": x}'),
    diagnostics: [
      "compose.yaml: services.web.labels: has a value without a name → write NAME: value, or remove it",
    ],
  },
  {
    name: "a variable without a name",
    compose: web("environment: [=x]"),
    diagnostics: [
      "compose.yaml: services.web.environment: has a value without a name → write NAME: value, or remove it",
    ],
  },
];
