// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type BadInput, lines, web } from "./badInput.ts";

const file = (name: string, service = "a") =>
  `services: {web: {extends: {file: ${name}, service: ${service}}}}\n`;
/** Each service extends the next one. */
const chain = lines(
  "services:",
  ...Array.from({ length: 150 }, (_, index) => `  s${index}: {extends: s${index + 1}}`),
  "  s150: {image: x}",
);
/** Each service has the many values of the one before. */
const copies = lines(
  "services:",
  `  s0: {image: x, labels: [${Array.from({ length: 400 }, (_, index) => `l${index}=x`)}]}`,
  ...Array.from({ length: 90 }, (_, index) => `  s${index + 1}: {extends: s${index}}`),
);

export const badExtends: readonly BadInput[] = [
  {
    name: "itself",
    compose: "services:\n  web:\n    image: x\n    extends: web\n",
    diagnostics: [
      "compose.yaml:4:14: services.web.extends: leads back to web: web (compose.yaml) → web (compose.yaml) → remove extends from one of them",
    ],
  },
  {
    name: "a cycle of three services",
    compose: "services:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a}\n  web: {image: x}\n",
    diagnostics: [
      "compose.yaml:4:16: services.c.extends: leads back to a: a (compose.yaml) → b (compose.yaml) → c (compose.yaml) → a (compose.yaml) → remove extends from one of them",
    ],
  },
  {
    name: "a cycle through two files",
    compose: "services:\n  web: {extends: {file: b/b.yaml, service: b}}\n",
    files: { "b/b.yaml": "services:\n  b:\n    extends: {file: ../compose.yaml, service: web}\n" },
    diagnostics: [
      "b/b.yaml:3:14: services.b.extends: leads back to web: web (compose.yaml) → b (b/b.yaml) → web (compose.yaml) → remove extends from one of them",
    ],
  },
  {
    name: "a service that is misspelt",
    compose: "services:\n  web: {extends: basse}\n  base: {image: x}\n",
    diagnostics: [
      "compose.yaml:2:18: services.web.extends: names the service basse, which compose.yaml does not have → did you mean base?",
    ],
  },
  {
    name: "a service that the other file lacks",
    compose: file("b.yaml", "web"),
    files: { "b.yaml": "services: {quite: {image: x}}\n" },
    diagnostics: [
      "compose.yaml:1:27: services.web.extends: names the service web, which b.yaml does not have → define it there, or name another one",
    ],
  },
  {
    name: "a service of an earlier file of the stack",
    settings: { stacks: { shop: { files: ["compose.yaml", "prod.yaml"] } } },
    files: {
      "compose.yaml": "services: {base: {image: x}}\n",
      "prod.yaml": "services: {web: {extends: base}}\n",
    },
    diagnostics: [
      "prod.yaml:1:27: services.web.extends: names the service base, which prod.yaml does not have → define it there, or name another one",
    ],
  },
  {
    name: "a file that is not there",
    compose: file("gone.yaml"),
    diagnostics: [
      "compose.yaml:1:27: services.web.extends: names gone.yaml, which is no file → fix the path; it starts at the directory of the file that names it",
    ],
  },
  {
    name: "a file that is no YAML",
    compose: file("b.yaml"),
    files: { "b.yaml": "services: {a: [}\n" },
    diagnostics: [
      "b.yaml:1:16: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] → indent it like its neighbours, and close what was opened before it",
      "b.yaml:1:17: is not YAML: Flow map in block collection must be sufficiently indented and end with a } → indent it like its neighbours, and close what was opened before it",
    ],
  },
  {
    name: "a file that is a list",
    compose: file("b.yaml"),
    files: { "b.yaml": "- a\n" },
    diagnostics: ["b.yaml: must hold a mapping → write the key services: with the services below it"],
  },
  {
    name: "a file without services",
    compose: file("b.yaml"),
    files: { "b.yaml": "volumes: {}\n" },
    diagnostics: [
      "compose.yaml:1:27: services.web.extends: names the service a, which b.yaml does not have → define it there, or name another one",
    ],
  },
  {
    name: "a directory",
    compose: file("b"),
    files: { "b/b.yaml": "services: {a: {image: x}}\n" },
    diagnostics: [
      "compose.yaml:1:27: services.web.extends: names b, which is no file → fix the path; it starts at the directory of the file that names it",
    ],
  },
  {
    name: "no service",
    compose: "services: {web: {extends: {file: b.yaml}}}\n",
    diagnostics: [
      "compose.yaml:1:27: services.web.extends.service: is missing → write for example service: web",
    ],
  },
  ...[
    ["5", 'must be a string, but is 5 → put it in quotes: "5"'],
    [
      "[base]",
      "must be a service or a mapping, but is a list → write for example {file: base.yaml, service: web}",
    ],
    [
      "null",
      "must be a service or a mapping, but is empty → write for example {file: base.yaml, service: web}",
    ],
    [
      "true",
      "must be a service or a mapping, but is true → write for example {file: base.yaml, service: web}",
    ],
  ].map(([value, problem]) => ({
    name: `extends: ${value}`,
    compose: web(`extends: ${value}`),
    diagnostics: [`compose.yaml:4:14: services.web.extends: ${problem}`],
  })),
  {
    name: "an unknown key",
    compose: "services: {web: {extends: {services: base}}}\n",
    diagnostics: [
      "compose.yaml:1:27: services.web.extends.service: is missing → write for example service: web",
      "compose.yaml:1:27: services.web.extends.services: is unknown → did you mean service?",
    ],
  },
  {
    name: "a required variable of the extended service",
    compose: file("b.yaml"),
    files: { "b.yaml": "services: {a: {image: '${TAG:?which}'}}\n" },
    diagnostics: [
      "b.yaml: services.a.image: needs the variable TAG, which is not set: which → set TAG in the stack's env",
    ],
  },
  {
    name: "mistakes of the extended service",
    compose: file("b.yaml"),
    files: { "b.yaml": "services: {a: {image: x, ports: [nope], privileged: true, colour: red}}\n" },
    diagnostics: [
      'b.yaml: services.a.ports[0]: must be PUBLISHED:TARGET, but is "nope" → write for example "8080:80"',
      "b.yaml: services.a.privileged: is ignored by swarm → use cap_add for what it needs",
      "b.yaml: services.a.colour: is unknown → remove it",
    ],
  },
  {
    name: "a network that only the other file defines",
    compose: file("b.yaml"),
    files: { "b.yaml": "services: {a: {image: x, networks: [back]}}\nnetworks: {back: {}}\n" },
    diagnostics: [
      "b.yaml: services.a.networks: uses the network back, which is not defined → define it under networks at the top of the file",
    ],
  },
  {
    name: "values in forms that cannot be merged",
    compose:
      "services:\n  base: {image: x, healthcheck: {interval: 1s}}\n  web: {extends: base, healthcheck: [a]}\n",
    diagnostics: [
      "compose.yaml: services.web.healthcheck: is a list, but a mapping in an earlier file → write both in the same form, or put !override before this one",
    ],
  },
  {
    name: "a chain that is too long",
    compose: chain,
    diagnostics: [
      "compose.yaml:102:19: services.s100.extends: extends a chain of more than 100 services → make the chain shorter",
    ],
  },
  {
    name: "copies that are too large",
    compose: copies,
    diagnostics: [
      "compose.yaml:77:18: services.s75.extends: brings in more than 30000 values, with what is copied before it → extend smaller services, or split the file into several stacks",
    ],
  },
];
