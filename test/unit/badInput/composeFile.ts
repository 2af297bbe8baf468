// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type BadInput, lines, web } from "./badInput.ts";

export const badFiles: readonly BadInput[] = [
  {
    name: "an empty file",
    compose: "",
    diagnostics: ["compose.yaml: must hold a mapping → write the key services: with the services below it"],
  },
  {
    name: "a list",
    compose: "- web\n",
    diagnostics: ["compose.yaml: must hold a mapping → write the key services: with the services below it"],
  },
  {
    name: "text that is not YAML",
    compose: "services:\n  web: [image: nginx\n",
    diagnostics: [
      "compose.yaml:3:1: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] → indent it like its neighbours, and close what was opened before it",
    ],
  },
  {
    name: "a tab as indentation",
    compose: "services:\n\tweb:\n",
    diagnostics: ["compose.yaml:2:1: is not YAML: Tabs are not allowed as indentation → indent with spaces"],
  },
  {
    name: "an alias without its anchor",
    compose: "services:\n  web: *base\n",
    diagnostics: [
      "compose.yaml: is not YAML: Unresolved alias (the anchor must be set before the alias): base → fix the aliases and what follows <<",
    ],
  },
  {
    name: "an anchor that contains itself",
    compose: lines("x-a: &a {b: [*a]}", web()),
    diagnostics: ["compose.yaml: has an anchor that holds an alias of itself → write out what is meant"],
  },
  {
    name: "an unknown tag",
    compose: "services: !rest\n  web: {image: nginx}\n",
    diagnostics: [
      "compose.yaml:1:11: is not YAML: Unresolved tag: !rest → remove it; !reset and !override are the tags of compose files",
    ],
  },
  {
    name: "two documents",
    compose: "services: {web: {image: nginx}}\n---\nservices: {}\n",
    diagnostics: ["compose.yaml:2:1: begins a second document → put it into a file of its own"],
  },
  {
    name: "a duplicate key",
    compose: web("image: httpd"),
    diagnostics: ["compose.yaml:4:5: key image appears twice → remove one of the two"],
  },
  {
    name: "a key that is a number",
    compose: web("sysctls:", "  1: 2"),
    diagnostics: ['compose.yaml:5:7: docker reads the key 1 as a number → quote it: "1"'],
  },
  {
    name: "a null key",
    compose: web("labels:", "  ~: 2"),
    diagnostics: ['compose.yaml:5:7: docker reads the key ~ as nothing → quote it: "~"'],
  },
  {
    name: "no services",
    compose: "networks: {front: }\n",
    diagnostics: ["compose.yaml: services: is missing → write for example services: {web: {image: nginx}}"],
  },
  {
    name: "an empty mapping of services",
    compose: "services: {}\n",
    diagnostics: ["compose.yaml: services: is empty → write a service below it"],
  },
  {
    name: "services without a value",
    compose: "services:\n",
    diagnostics: [
      "compose.yaml: services: must be a mapping, but is empty → write for example web: {image: nginx}",
    ],
  },
  {
    name: "an empty service",
    compose: "services:\n  web:\n",
    diagnostics: [
      "compose.yaml: services.web: must be a mapping, but is empty → write for example image: nginx",
    ],
  },
  {
    name: "a service as text",
    compose: "services:\n  web: nginx\n",
    diagnostics: [
      'compose.yaml: services.web: must be a mapping, but is "nginx" → write for example image: nginx',
    ],
  },
  {
    name: "neither image nor build",
    compose: "services:\n  web:\n    command: sleep 1\n",
    diagnostics: [
      "compose.yaml: services.web: has neither image nor build → name an image, or the directory to build one from",
    ],
  },
  {
    name: "a service with a dot in its name",
    compose: "services:\n  web.one: {image: nginx}\n",
    diagnostics: [
      'compose.yaml: services["web.one"]: is not a name that swarm takes → use letters, digits, - and _',
    ],
  },
  {
    name: "a service whose name is too long",
    compose: `services:\n  ${"w".repeat(60)}: {image: nginx}\n`,
    diagnostics: [
      "compose.yaml: services.wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww: is called shop_wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww in the swarm, 65 characters → use a shorter key; 63 are the most",
    ],
  },
  {
    name: "a network whose name is too long",
    compose: lines(web(), `networks:\n  ${"n".repeat(60)}: {}`),
    diagnostics: [
      "compose.yaml: networks.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn: is called shop_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn in the swarm, 65 characters → use a shorter key; 63 are the most",
    ],
  },
  {
    name: "a misspelt top-level key",
    compose: lines(web(), "network: {front: }"),
    diagnostics: ["compose.yaml: network: is unknown → did you mean networks?"],
  },
  {
    name: "models",
    compose: lines(web(), "models: {llm: {model: x}}"),
    diagnostics: ["compose.yaml: models: works only with docker compose → remove it"],
  },
];
