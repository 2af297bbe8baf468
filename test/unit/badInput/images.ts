import type { BadInput } from "./badInput.ts";

const login = { username: "octocat", password: "hush" };

/** A diagnostic at `swarm:images.sources`, which never shows a value: it may be a password. */
const atSources = (name: string, sources: unknown, ...diagnostics: string[]): BadInput => ({
  name,
  settings: { images: { sources } },
  diagnostics: diagnostics.map((diagnostic) => `swarm:images.sources${diagnostic}`),
});

const noHost =
  'is not the host of a registry → write it as in an image\'s name, for example "ghcr.io"; on the command line swarm:images.sources["ghcr.io"]';
const noName = "must be a name without spaces and colons → write for example octocat";

export const badImages: readonly BadInput[] = [
  {
    name: "the whole block as text",
    settings: { images: "hush" },
    diagnostics: ["swarm:images: must be a mapping → write for example {mirror: true, keep: 3}"],
  },
  {
    name: "a misspelt key",
    settings: { images: { mirrors: false } },
    diagnostics: ["swarm:images.mirrors: is unknown → did you mean mirror?"],
  },
  {
    name: "mirror as text",
    settings: { images: { mirror: "ghcr.io" } },
    diagnostics: ['swarm:images.mirror: must be true or false, but is "ghcr.io" → write for example true'],
  },
  {
    name: "zero images to keep",
    settings: { images: { keep: 0 } },
    diagnostics: ["swarm:images.keep: must be a whole number from 1 to 1000, but is 0 → write for example 3"],
  },
  atSources(
    "a list of sources",
    ["ghcr.io"],
    ': must be a mapping → write for example {"ghcr.io": {username: octocat, password: …}}',
  ),
  atSources(
    "a dot on the command line without quotes",
    { ghcr: { io: { password: "hush" } } },
    `.ghcr: ${noHost}`,
    ".ghcr.username: is missing → write for example username: octocat",
    ".ghcr.password: is missing → write for example password: a token of that registry",
    ".ghcr.io: is unknown → remove it; valid keys: password, username",
  ),
  atSources("a user of Docker Hub for a host", { octocat: login }, `.octocat: ${noHost}`),
  atSources("a host in upper case", { "GHCR.io": login }, `["GHCR.io"]: ${noHost}`),
  atSources(
    "an address of the web for a host",
    { "https://ghcr.io/v2/": login },
    '["https://ghcr.io/v2/"]: is not the host of a registry alone → write "ghcr.io"',
  ),
  atSources(
    "a path behind the host",
    { "ghcr.io/acme": login },
    '["ghcr.io/acme"]: is not the host of a registry alone → write "ghcr.io"',
  ),
  atSources(
    "Docker Hub by the name that docker login writes",
    { "https://index.docker.io/v1/": login },
    '["https://index.docker.io/v1/"]: is Docker Hub under another name → write docker.io',
  ),
  atSources(
    "a password alone for a source",
    { "ghcr.io": "octocat:hush" },
    '["ghcr.io"]: must be a mapping → write for example {username: octocat, password: …}',
  ),
  atSources(
    "no password",
    { "ghcr.io": { username: "octocat" } },
    '["ghcr.io"].password: is missing → write for example password: a token of that registry',
  ),
  atSources(
    "an empty password",
    { "ghcr.io": { ...login, password: "" } },
    '["ghcr.io"].password: must be one line that is not empty → write for example a token of that registry',
  ),
  atSources(
    "a password of digits",
    { "ghcr.io": { ...login, password: 12345678 } },
    '["ghcr.io"].password: must be a string, but is a number → put it in quotes',
  ),
  atSources(
    "a password of two lines",
    { "ghcr.io": { ...login, password: "hush\nhush" } },
    '["ghcr.io"].password: must be one line that is not empty → write for example a token of that registry',
  ),
  atSources(
    "no username",
    { "ghcr.io": { password: "hush" } },
    '["ghcr.io"].username: is missing → write for example username: octocat',
  ),
  atSources(
    "a username with a colon",
    { "ghcr.io": { ...login, username: "octo:cat" } },
    `["ghcr.io"].username: ${noName}`,
  ),
  atSources(
    "a token in addition",
    { "ghcr.io": { ...login, token: "hush" } },
    '["ghcr.io"].token: is unknown → remove it; valid keys: password, username',
  ),
  {
    name: "a stack's mirror as a list",
    settings: { stacks: { shop: { file: "compose.yaml", mirror: ["db"] } } },
    files: { "compose.yaml": "services: {web: {image: nginx}}\n" },
    diagnostics: [
      "swarm:stacks.shop.mirror: must be true, false or a mapping of services, but is a list → write for example false, or {db: false}",
    ],
  },
  {
    name: "a service's mirror as text",
    settings: { stacks: { shop: { file: "compose.yaml", mirror: { web: "ghcr.io" } } } },
    files: { "compose.yaml": "services: {web: {image: nginx}}\n" },
    diagnostics: [
      'swarm:stacks.shop.mirror.web: must be true or false, but is "ghcr.io" → write for example true',
    ],
  },
];

const images = (name: string, mirror: unknown, ...diagnostics: string[]): BadInput => ({
  name,
  settings: { stacks: { shop: { file: "compose.yaml", mirror } } },
  files: {
    "compose.yaml":
      "services: {web: {build: .}, data: {image: redis}, debug: {image: busybox, profiles: [d]}}\n",
    Dockerfile: "FROM scratch\n",
  },
  diagnostics: diagnostics.map((diagnostic) => `swarm:stacks.shop.mirror.${diagnostic}`),
});

export const badMirrors: readonly BadInput[] = [
  images(
    "a service that is not there",
    { date: false },
    "date: is not a service of the stack → did you mean data?",
  ),
  images(
    "a service with no similar name",
    { proxy: false },
    "proxy: is not a service of the stack → remove it",
  ),
  images(
    "a service that is built",
    { web: false, debug: false },
    "web: is built here, and always goes into the cluster's registry → remove it",
  ),
];
