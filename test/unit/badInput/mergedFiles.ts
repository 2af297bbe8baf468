// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type BadInput, web } from "./badInput.ts";

/** A stack of two files, the second with this text. */
const two = (first: string, second: string) => ({
  settings: { stacks: { shop: { files: ["compose.yaml", "prod.yaml"] } } },
  files: { "compose.yaml": first, "prod.yaml": second },
});

const one = (profiles: unknown, text: string) => ({
  settings: { stacks: { shop: { file: "compose.yaml", profiles } } },
  files: { "compose.yaml": text },
});

export const badMerges: readonly BadInput[] = [
  {
    name: "both a file and files",
    settings: { stacks: { shop: { file: "compose.yaml", files: ["compose.yaml"] } } },
    diagnostics: ["swarm:stacks.shop: has both file and files → remove one of the two"],
  },
  {
    name: "no files",
    settings: { stacks: { shop: { files: [] } } },
    diagnostics: ["swarm:stacks.shop.files: is empty → write for example [compose.yaml, compose.prod.yaml]"],
  },
  {
    name: "files as a text",
    settings: { stacks: { shop: { files: "compose.yaml" } } },
    diagnostics: [
      'swarm:stacks.shop.files: must be a list, but is "compose.yaml" → write it as a list: ["compose.yaml"]',
    ],
  },
  {
    name: "a number among the files",
    settings: { stacks: { shop: { files: ["compose.yaml", 1] } } },
    diagnostics: ['swarm:stacks.shop.files[1]: must be a string, but is 1 → put it in quotes: "1"'],
  },
  {
    name: "a file twice",
    settings: { stacks: { shop: { files: ["compose.yaml", "compose.yaml"] } } },
    diagnostics: ["swarm:stacks.shop.files[1]: names compose.yaml again → remove one of the two"],
  },
  {
    name: "a second file that is missing",
    settings: { stacks: { shop: { files: ["compose.yaml", "prod.yaml"] } } },
    compose: web(),
    diagnostics: [
      "swarm:stacks.shop.files[1]: names prod.yaml, which is no file → fix the path; it starts at the project's directory",
    ],
  },
  {
    name: "two files that are not YAML",
    ...two("services: [", "a: b: c\n"),
    diagnostics: [
      "compose.yaml:1:12: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] → indent it like its neighbours, and close what was opened before it",
      "prod.yaml:1:4: is not YAML: Nested mappings are not allowed in compact mappings → put the value in quotes if it holds a colon, or write a list and keys apart",
    ],
  },
  {
    name: "a variable that must be set in the second file",
    ...two(web(), "services:\n  web:\n    user: ${WHO:?}\n"),
    diagnostics: [
      "prod.yaml: services.web.user: needs the variable WHO, which is not set → set WHO in the stack's env",
    ],
  },
  {
    name: "a variable that must be set in a list that is merged",
    ...two(
      web("environment: {A: a}", "ports: ['80:80']"),
      web("environment: ['B=${B?}']", "ports: ['${P?}:81']"),
    ),
    diagnostics: [
      "prod.yaml: services.web.environment[0]: needs the variable B, which is not set → set B in the stack's env",
      "prod.yaml: services.web.ports[0]: needs the variable P, which is not set → set P in the stack's env",
    ],
  },
  {
    name: "a wrong value in the first file",
    ...two(web("tty: maybe"), web("user: root")),
    diagnostics: [
      'compose.yaml: services.web.tty: must be true or false, but is "maybe" → write for example true',
    ],
  },
  {
    name: "a wrong value in the second file, where the first had a right one",
    ...two(web("tty: true"), web("tty: maybe")),
    diagnostics: [
      'prod.yaml: services.web.tty: must be true or false, but is "maybe" → write for example true',
    ],
  },
  {
    name: "a misspelt key in the second file",
    ...two(web(), web("comand: run")),
    diagnostics: ["prod.yaml: services.web.comand: is unknown → did you mean command?"],
  },
  {
    name: "a service without an image, only in the second file",
    ...two(web(), "services:\n  wbe:\n    user: root\n"),
    diagnostics: [
      "prod.yaml: services.wbe: has neither image nor build → name an image, or the directory to build one from",
    ],
  },
  {
    name: "a service without an image in both files",
    ...two("services:\n  web: {tty: true}\n", "services:\n  web: {user: root}\n"),
    diagnostics: [
      "compose.yaml + prod.yaml: services.web: has neither image nor build → name an image, or the directory to build one from",
    ],
  },
  {
    name: "no services in either file",
    ...two("volumes: {a: }\n", "volumes: {b: }\n"),
    diagnostics: [
      "compose.yaml + prod.yaml: services: is missing → write for example services: {web: {image: nginx}}",
    ],
  },
  {
    name: "services that are reset",
    ...two(web(), "services: !reset {}\n"),
    diagnostics: ["prod.yaml: services: is missing → write for example services: {web: {image: nginx}}"],
  },
  {
    name: "a mapping over a list",
    ...two(web("cap_add: [NET_ADMIN]"), web("cap_add: {NET_RAW: true}")),
    diagnostics: [
      "prod.yaml: services.web.cap_add: is a mapping, but a list in an earlier file → write both in the same form, or put !override before this one",
    ],
  },
  {
    name: "a list over a mapping",
    ...two(web("deploy: {replicas: 2}"), web("deploy: [a]")),
    diagnostics: [
      "prod.yaml: services.web.deploy: is a list, but a mapping in an earlier file → write both in the same form, or put !override before this one",
    ],
  },
  {
    name: "text over services",
    ...two(web(), "services: none\n"),
    diagnostics: [
      'prod.yaml: services: is "none", but a mapping in an earlier file → write both in the same form, or put !override before this one',
    ],
  },
  {
    name: "ports of both files that collide",
    ...two(web("ports: ['80:80']"), web("ports: ['80:81']")),
    diagnostics: [
      "compose.yaml + prod.yaml: services.web.ports: publishes 80/tcp twice → publish another port",
    ],
  },
  {
    name: "a secret that the second file uses and no file defines",
    ...two(web(), web("secrets: [password]")),
    diagnostics: [
      "prod.yaml: services.web.secrets: uses the secret password, which is not defined → define it under secrets at the top of the file",
    ],
  },
  {
    name: "an unknown tag in the second file",
    ...two(web(), "services:\n  web:\n    ports: !replace ['80:80']\n"),
    diagnostics: [
      "prod.yaml:3:12: is not YAML: Unresolved tag: !replace → remove it; !reset and !override are the tags of compose files",
    ],
  },
  {
    name: "a tag on a whole file",
    ...two(web(), "!override\nservices: {}\n"),
    diagnostics: ["prod.yaml: begins with !override → remove it; it belongs to a key's value"],
  },
  {
    name: "an override of a wrong form",
    ...two(web("ports: ['80:80']"), web("ports: !override {a: b}")),
    diagnostics: [
      'prod.yaml: services.web.ports: must be a list, but is a mapping → write for example - "8080:80"',
    ],
  },
  {
    name: "a path that does not start at the first file's directory",
    settings: { stacks: { shop: { files: ["compose.yaml", "prod/compose.yaml"] } } },
    files: {
      "compose.yaml": web(),
      "prod/compose.yaml": "services:\n  web:\n    env_file: web.env\n",
      "prod/web.env": "",
    },
    diagnostics: [
      "prod/compose.yaml: services.web.env_file[0]: names web.env, which is no file → fix the path, or write required: false beside it",
    ],
  },
  {
    name: "profiles as a text",
    ...one("debug", web()),
    diagnostics: [
      'swarm:stacks.shop.profiles: must be a list, but is "debug" → write it as a list: ["debug"]',
    ],
  },
  {
    name: "a profile twice",
    ...one(["debug", "debug"], web("profiles: [debug]")),
    diagnostics: ["swarm:stacks.shop.profiles[1]: names debug again → remove one of the two"],
  },
  {
    name: "a misspelt profile",
    ...one(["debgu"], `${web()}  tool: {image: busybox, profiles: [debug]}\n`),
    diagnostics: [
      "swarm:stacks.shop.profiles[0]: names the profile debgu, which no service has → did you mean debug?",
    ],
  },
  {
    name: "a profile that no service has",
    ...one(["debug", "x"], `${web()}  tool: {image: busybox, profiles: [debug, admin]}\n`),
    diagnostics: [
      "swarm:stacks.shop.profiles[1]: names the profile x, which no service has → use one of debug, admin",
    ],
  },
  {
    name: "a profile where no service has any",
    ...one(["debug"], web()),
    diagnostics: [
      "swarm:stacks.shop.profiles[0]: names the profile debug, which no service has → remove it; no service has profiles",
    ],
  },
  {
    name: "services with profiles only",
    ...one([], web("profiles: [debug]")),
    diagnostics: [
      "compose.yaml: services: all have profiles, none of which is active → name one in swarm:stacks.shop.profiles: debug",
    ],
  },
  {
    name: "a service's profiles as a text",
    compose: web("profiles: debug"),
    diagnostics: [
      'compose.yaml: services.web.profiles: must be a list, but is "debug" → write it as a list: ["debug"]',
    ],
  },
  {
    name: "a profile with a blank",
    compose: web("profiles: [debug, the tools]"),
    diagnostics: [
      'compose.yaml: services.web.profiles[1]: must be the name of a profile, but is "the tools" → write for example debug',
    ],
  },
];
