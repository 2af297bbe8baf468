// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import type { BadInput } from "./badInput.ts";

/** What is no YAML, or YAML that compose files do not have. */
export const badYaml: readonly BadInput[] = [
  {
    name: "a file that is not UTF-8",

    files: { "compose.yaml": Buffer.from([255, 254, 115, 0]) },
    settings: { stacks: { shop: { file: "compose.yaml" } } },
    diagnostics: ["compose.yaml: is not UTF-8 text → save it as UTF-8 in your editor"],
  },
  {
    name: "an invalid byte",

    files: {
      "compose.yaml": Buffer.from([
        115, 101, 114, 118, 105, 99, 101, 115, 58, 10, 32, 32, 119, 101, 98, 58, 10, 32, 32, 32, 32, 105, 109,
        97, 103, 101, 58, 32, 110, 103, 105, 110, 120, 10, 32, 32, 32, 32, 104, 111, 115, 116, 110, 97, 109,
        101, 58, 32, 97, 10, 195, 40,
      ]),
    },
    settings: { stacks: { shop: { file: "compose.yaml" } } },
    diagnostics: ["compose.yaml: is not UTF-8 text → save it as UTF-8 in your editor"],
  },
  {
    name: "merged texts",
    compose: "x-a: &a text\nservices:\n  web:\n    image: nginx\n    <<: *a\n",
    diagnostics: [
      "compose.yaml: is not YAML: Merge sources must be maps or map aliases → fix the aliases and what follows <<",
    ],
  },
  {
    name: "a merged list of strings",
    compose: "x-a: &a [text]\nservices:\n  web:\n    image: nginx\n    <<: *a\n",
    diagnostics: [
      "compose.yaml: is not YAML: Merge sources must be maps or map aliases → fix the aliases and what follows <<",
    ],
  },
  {
    name: "<< twice",
    compose:
      "x-a: &a {tty: true}\nx-b: &b {init: true}\nservices:\n  web:\n    image: nginx\n    <<: *a\n    <<: *b\n",
    diagnostics: ["compose.yaml:7:5: key << appears twice → write one <<: [*first, *second]"],
  },
  {
    name: "an alias used before its anchor",
    compose: "services:\n  web:\n    image: nginx\n    labels: *l\n    environment: &l {A: b}\n",
    diagnostics: [
      "compose.yaml: is not YAML: Unresolved alias (the anchor must be set before the alias): l → fix the aliases and what follows <<",
    ],
  },
  {
    name: "an anchor with two names",
    compose: "services:\n  web:\n    image: nginx\n    labels: &a &b {A: b}\n",
    diagnostics: ["compose.yaml:4:16: is not YAML: A node can have at most one anchor → keep one of the two"],
  },
  {
    name: "a mapping as a key",
    compose: "services:\n  web:\n    image: nginx\n    labels: {{a: b}: c}\n",
    diagnostics: [
      "compose.yaml:4:14: must be a string, but a key is a mapping or a list → put what begins with { or [ in quotes",
    ],
  },
  {
    name: "a list as a key",
    compose: "services:\n  web:\n    image: nginx\n    labels:\n      ? [a, b]\n      : c\n",
    diagnostics: [
      "compose.yaml:5:9: must be a string, but a key is a mapping or a list → put what begins with { or [ in quotes",
    ],
  },
  {
    name: "a tab after a key",
    compose: "services:\n  web:\n  \timage: nginx\n",
    diagnostics: ["compose.yaml:3:3: is not YAML: Tabs are not allowed as indentation → indent with spaces"],
  },
  {
    name: "a tab in front of a list",
    compose: "services:\n  web:\n    image: nginx\n    command:\n    \t- a\n",
    diagnostics: ["compose.yaml:5:5: is not YAML: Tabs are not allowed as indentation → indent with spaces"],
  },
  {
    name: "an unclosed text",
    compose: 'services:\n  web:\n    image: nginx\n    hostname: "a\n',
    diagnostics: [
      'compose.yaml:5:1: is not YAML: Missing closing "quote → add what is missing; a quote or a colon, there or before',
    ],
  },
  {
    name: "an unclosed text in single quotes",
    compose: "services:\n  web:\n    image: nginx\n    hostname: 'it's'\n",
    diagnostics: [
      "compose.yaml:4:19: is not YAML: Unexpected scalar at node end → remove it, or put the whole value in quotes",
    ],
  },
  {
    name: "an unknown escape",
    compose: 'services:\n  web:\n    image: nginx\n    hostname: "a\\d"\n',
    diagnostics: [
      "compose.yaml:4:17: is not YAML: Invalid escape sequence \\d → write \\\\ for a backslash, or put the value in single quotes",
    ],
  },
  {
    name: "a colon in a text without quotes",
    compose: "services:\n  web:\n    image: nginx\n    command: echo a: b\n",
    diagnostics: [
      "compose.yaml:4:14: is not YAML: Nested mappings are not allowed in compact mappings → put the value in quotes if it holds a colon, or write a list and keys apart",
    ],
  },
  {
    name: "a text that starts with a percent sign",
    compose: "services:\n  web:\n    image: nginx\n    command: %a\n",
    diagnostics: [
      "compose.yaml:4:14: is not YAML: Plain value cannot start with directive indicator character % → put the value in quotes",
    ],
  },
  {
    name: "a text that starts with an at sign",
    compose: "services:\n  web:\n    image: nginx\n    hostname: @host\n",
    diagnostics: [
      "compose.yaml:4:15: is not YAML: Plain value cannot start with reserved character @ → put the value in quotes",
    ],
  },
  {
    name: "a text that starts with an asterisk",
    compose: "services:\n  web:\n    image: nginx\n    command: *\n",
    diagnostics: [
      "compose.yaml:4:14: is not YAML: Alias cannot be an empty string → put the value in quotes, or write the anchor's name after *",
    ],
  },
  {
    name: "a brace that opens a mapping",
    compose: "services:\n  web:\n    image: nginx\n    hostname: {{.Node.Hostname}}\n",
    diagnostics: [
      "compose.yaml:4:16: must be a string, but a key is a mapping or a list → put what begins with { or [ in quotes",
    ],
  },
  {
    name: "an unclosed list",
    compose: "services:\n  web:\n    image: nginx\n    command: [a, b\n",
    diagnostics: [
      "compose.yaml:5:1: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] → indent it like its neighbours, and close what was opened before it",
    ],
  },
  {
    name: "an extra comma",
    compose: "services:\n  web:\n    image: nginx\n    command: [a,, b]\n",
    diagnostics: [
      "compose.yaml:4:17: is not YAML: Unexpected , in flow sequence → remove it, or put the whole value in quotes",
    ],
  },
  {
    name: "wrong indentation",
    compose: "services:\n  web:\n    image: nginx\n   user: root\n",
    diagnostics: [
      "compose.yaml:4:1: is not YAML: All mapping items must start at the same column → indent it like its neighbours, and close what was opened before it",
    ],
  },
  {
    name: "a key without a colon",
    compose: "services:\n  web\n    image: nginx\n",
    diagnostics: [
      "compose.yaml:2:3: is not YAML: Implicit keys need to be on a single line → write a colon after the key, and the key on one line",
    ],
  },
  {
    name: "a value on a line of its own, not indented",
    compose: "services:\n  web:\n    command: >\n  echo\n",
    diagnostics: [
      "compose.yaml:4:3: is not YAML: Implicit map keys need to be followed by map values → add what is missing; a quote or a colon, there or before",
    ],
  },
  {
    name: "an unknown directive",
    compose: "%FOO\n---\nservices:\n  web:\n    image: nginx\n",
    diagnostics: ["compose.yaml:1:1: is not YAML: Unknown directive %FOO → remove the line"],
  },
  {
    name: "an unknown YAML version's tag",
    compose: "services:\n  web:\n    image: nginx\n    hostname: !!binary aGk=\n",
    diagnostics: ["compose.yaml:4:24: has the tag !!binary, which compose files do not have → remove it"],
  },
  {
    name: "a set",
    compose: "services:\n  web:\n    image: nginx\n    labels: !!set {a, b}\n",
    diagnostics: ["compose.yaml:4:19: has the tag !!set, which compose files do not have → remove it"],
  },
  {
    name: "an ordered mapping",
    compose: "services:\n  web:\n    image: nginx\n    labels: !!omap [a: b]\n",
    diagnostics: ["compose.yaml:4:20: has the tag !!omap, which compose files do not have → remove it"],
  },
  {
    name: "a tag of another program",
    compose: "services:\n  web:\n    image: nginx\n    environment: {A: !secret a}\n",
    diagnostics: [
      "compose.yaml:4:22: is not YAML: Unresolved tag: !secret → remove it; !reset and !override are the tags of compose files",
    ],
  },
  {
    name: "true as the name of a network",
    compose: 'services:\n  web:\n    image: nginx\n    networks: {true: }\nnetworks: {"true": }\n',
    diagnostics: ['compose.yaml:4:16: docker reads the key true as true or false → quote it: "true"'],
  },
  {
    name: "a float as a key",
    compose: "services:\n  web:\n    image: nginx\n    labels: {1.5: a}\n",
    diagnostics: ['compose.yaml:4:14: docker reads the key 1.5 as a number → quote it: "1.5"'],
  },
  {
    name: "an empty key",
    compose: 'services:\n  web:\n    image: nginx\n    labels: {"": a}\n',
    diagnostics: [
      "compose.yaml: services.web.labels: has a value without a name → write NAME: value, or remove it",
    ],
  },
  {
    name: "!reset of the whole file",
    compose: "!reset {services: {}}\n",
    diagnostics: ["compose.yaml: begins with !reset → remove it; it belongs to a key's value"],
  },
  {
    name: "a text instead of a file",
    compose: "services\n",
    diagnostics: ["compose.yaml: must hold a mapping → write the key services: with the services below it"],
  },
  {
    name: "only comments",
    compose: "# services:\n",
    diagnostics: ["compose.yaml: must hold a mapping → write the key services: with the services below it"],
  },
  {
    name: "JSON with an extra comma",
    compose: '{"services": {"web": {"image": "nginx",}},,}',
    diagnostics: [
      "compose.yaml:1:43: is not YAML: Unexpected , in flow map → remove it, or put the whole value in quotes",
    ],
  },
];
