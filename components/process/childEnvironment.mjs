// Plain JavaScript: tools/run.mjs needs it before a Node that strips types is installed.
import { basename } from "node:path";

/** For every program: paths, locale, terminal and proxies. */
const everyProgram = [
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "XDG_*", "LD_LIBRARY_PATH"],
  ...["LANG", "LANGUAGE", "LC_*", "TZ", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR"],
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"],
];

/** Docker's settings, SSH access to an engine, and the stores of its credential helpers. */
const docker = [
  ...["DOCKER_*", "BUILDX_*", "BUILDKIT_*", "SSH_AUTH_SOCK"],
  ...["DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "PASSWORD_STORE_*"],
];
/** Not GO*, which would include Google's variables. */
const go = [
  ...[
    "GOPATH",
    "GOROOT",
    "GOCACHE",
    "GOMODCACHE",
    "GOTMPDIR",
    "GOENV",
    "GOFLAGS",
    "GOTOOLCHAIN",
    "GOMAXPROCS",
  ],
  ...[
    "GOPROXY",
    "GOSUMDB",
    "GOPRIVATE",
    "GONOPROXY",
    "GONOSUMDB",
    "GOINSECURE",
    "GOVCS",
    "GOAUTH",
    "GODEBUG",
  ],
  ...["CGO_*", "CC", "CXX"],
];
/** By custom a .npmrc reads a registry token from one of these. */
const node = ["NODE_*", "npm_*", "NPM_*"];

/** Additional variables by program; `*` means all. */
const byProgram = {
  docker,
  dockerd: docker,
  // Our scripts on this computer call docker.
  sh: docker,
  ssh: ["SSH_AUTH_SOCK"],
  go,
  node,
  npm: node,
  // Our scripts that call AWS.
  aws: [...node, "AWS_*"],
  // The user chooses the state backend, the passphrase, the plugins and their clouds.
  pulumi: ["*"],
};

/** Variables with which docker's credential helpers log in, for calls that read from a registry. */
const logins = ["AWS_*", "GOOGLE_*", "CLOUDSDK_*", "AZURE_*"];

/**
 * Patterns for the names of the variables that a program gets; a final `*` matches any letters.
 *
 * @param {string} program its name or path
 * @returns {string[]}
 */
export function variablesOf(program) {
  return [...everyProgram, ...(byProgram[basename(program)] ?? [])];
}

/**
 * The environment of a child process: what its program needs, without unrelated settings and secrets.
 *
 * @param {string} program its name or path
 * @param {Environment} [changes] overrides; undefined removes a variable
 * @param {Environment} [environment]
 * @returns {Environment}
 */
export function childEnvironment(program, changes = {}, environment = process.env) {
  return { ...pick(variablesOf(program), environment), ...changes };
}

/**
 * Variables that docker's credential helpers may need when docker reads from a registry.
 *
 * @param {Environment} [environment]
 * @returns {Environment}
 */
export function loginVariables(environment = process.env) {
  return pick(logins, environment);
}

/**
 * The variables with these names; a final `*` matches any letters.
 *
 * @param {readonly string[]} patterns
 * @param {Environment} environment
 * @returns {Environment}
 */
export function pick(patterns, environment) {
  const isKept = (name) =>
    patterns.some((pattern) =>
      pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    );
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isKept(name)));
}
