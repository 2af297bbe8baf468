// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type BadInput, lines, web } from "./badInput.ts";

const including = (entry: string) => lines(`include: ${entry}`, web());
const noFile = "which is no file → fix the path; it starts at the directory of the file that names it";

export const badIncludes: readonly BadInput[] = [
  {
    name: "itself",
    compose: including("[compose.yaml]"),
    diagnostics: [
      "compose.yaml:1:11: include[0]: leads back to compose.yaml: compose.yaml → compose.yaml → remove the include from one of them",
    ],
  },
  {
    name: "a cycle of files",
    compose: including("[a/a.yaml]"),
    files: { "a/a.yaml": "include:\n  - b.yaml\n", "a/b.yaml": "include: [../compose.yaml]\n" },
    diagnostics: [
      "a/b.yaml:1:11: include[0]: leads back to compose.yaml: compose.yaml → a/a.yaml → a/b.yaml → compose.yaml → remove the include from one of them",
    ],
  },
  ...[
    ["db.yaml", 'include: must be a list, but is "db.yaml" → write for example - db.yaml', "1:10"],
    ["{path: db.yaml}", "include: must be a list, but is a mapping → write for example - db.yaml", "1:10"],
    ["5", "include: must be a list, but is 5 → write for example - db.yaml", "1:10"],
    ["[5]", 'include[0]: must be a string, but is 5 → put it in quotes: "5"', "1:11"],
    [
      "[[a.yaml]]",
      "include[0]: must be a path or a mapping, but is a list → write for example db.yaml",
      "1:11",
    ],
    ["[{}]", "include[0].path: is missing → write for example path: db.yaml", "1:11"],
    ["[{path: []}]", "include[0]: names no file → write for example path: db.yaml", "1:11"],
    ["[{path: 5}]", 'include[0].path: must be a string, but is 5 → put it in quotes: "5"', "1:11"],
    ["[null]", "include[0]: must be a path or a mapping, but is empty → write for example db.yaml", "1:11"],
    ["[gone.yaml]", `include[0]: names gone.yaml, ${noFile}`, "1:11"],
    ["[{path: [gone.yaml]}]", `include[0]: names gone.yaml, ${noFile}`, "1:11"],
    [
      "['']",
      "include[0]: names the project's directory, which is no file → fix the path; it starts at the directory of the file that names it",
      "1:11",
    ],
    [
      "['https://github.com/acme/shop.git']",
      "include[0]: names https://github.com/acme/shop.git, which is not on this computer → clone it, and name the file",
      "1:11",
    ],
    [
      "['oci://docker.io/acme/shop']",
      "include[0]: names oci://docker.io/acme/shop, which is not on this computer → clone it, and name the file",
      "1:11",
    ],
    [
      "['git@github.com:acme/shop.git']",
      "include[0]: names git@github.com:acme/shop.git, which is not on this computer → clone it, and name the file",
      "1:11",
    ],
  ].map(([entry = "", problem = "", line = ""]) => ({
    name: `include: ${entry}`,
    compose: including(entry),
    diagnostics: [`compose.yaml:${line}: ${problem}`],
  })),
  {
    name: "an unknown key",
    compose: including("[{path: db.yaml, projects_directory: .}]"),
    files: { "db.yaml": "services: {db: {image: x}}\n" },
    diagnostics: [
      "compose.yaml:1:11: include[0].projects_directory: is unknown → did you mean project_directory?",
    ],
  },
  {
    name: "an env file that is not there",
    compose: including("[{path: db.yaml, env_file: gone.env}]"),
    files: { "db.yaml": "services: {db: {image: x}}\n" },
    diagnostics: ["compose.yaml:1:11: include[0]: names gone.env, which is no file → fix the path"],
  },
  {
    name: "a line that is no variable",
    compose: including("[db/compose.yaml]"),
    files: { "db/compose.yaml": "services: {db: {image: x}}\n", "db/.env": "A=1\n!\n" },
    diagnostics: ["db/.env:2: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "a file that is no YAML",
    compose: including("[db.yaml]"),
    files: { "db.yaml": "services: 'a\n" },
    diagnostics: [
      "db.yaml:2:1: is not YAML: Missing closing 'quote → add what is missing; a quote or a colon, there or before",
    ],
  },
  {
    name: "mistakes in an included file",
    compose: including("[db/db.yaml]"),
    files: {
      "db/db.yaml": "services: {db: {image: x, ports: [nope], colour: red}}\nflavour: x\n",
    },
    diagnostics: [
      'db/db.yaml: services.db.ports[0]: must be PUBLISHED:TARGET, but is "nope" → write for example "8080:80"',
      "db/db.yaml: services.db.colour: is unknown → remove it",
      "db/db.yaml: flavour: is unknown → remove it; valid keys: configs, name, networks, secrets, services, version, volumes",
    ],
  },
  {
    name: "a required variable of an included file",
    compose: including("[db/db.yaml]"),
    files: { "db/db.yaml": "services: {db: {image: '${TAG:?which}'}}\n", "db/.env": "TAGS=1\n" },
    diagnostics: [
      "db/db.yaml: services.db.image: needs the variable TAG, which is not set: which → set TAG in the stack's env",
    ],
  },
  {
    name: "a file beside an included file that is not there",
    compose: including("[db/db.yaml]"),
    files: {
      "db/db.yaml": "services: {db: {image: x, env_file: gone.env}}\nsecrets: {pw: {file: pw.txt}}\n",
    },
    diagnostics: [
      "db/db.yaml: services.db.env_file[0]: names db/gone.env, which is no file → fix the path, or write required: false beside it",
      "db/db.yaml: secrets.pw.file: names db/pw.txt, which is no file → fix the path, or make the file",
    ],
  },
  {
    name: "services in forms that cannot be merged",
    compose: lines("include: [db.yaml]", web("healthcheck: {test: a}")),
    files: { "db.yaml": "services: {web: {healthcheck: [b]}}\n" },
    diagnostics: [
      "db.yaml + compose.yaml: services.web.healthcheck: is a mapping, but a list in an earlier file → write both in the same form, or put !override before this one",
    ],
  },
  {
    name: "files that include ever more files",
    compose: including("[f0.yaml, f0.yaml]"),
    files: Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `f${index}.yaml`,
        index === 29 ? "services: {db: {image: x}}\n" : `include: [f${index + 1}.yaml, f${index + 1}.yaml]\n`,
      ]),
    ),
    diagnostics: [
      "f28.yaml:1:21: include[1]: brings in more than 100 files, with those before it → write them as fewer files",
    ],
  },
  {
    name: "a file that is too large",
    compose: including("[big.yaml]"),
    files: { "big.yaml": `# ${"x".repeat(1024 * 1024)}\n` },
    diagnostics: [
      "compose.yaml:1:11: include[0]: names big.yaml, which has 1048579 bytes, but a compose file may have 1048576 → name the right file, or bring large contents in as files under configs",
    ],
  },
];
