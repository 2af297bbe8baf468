// Plain JavaScript: tools/run.mjs needs it before the Node that understands types is there.
import { basename } from "node:path";

/** What every program gets: where things are, how text is shown, the way to the network. */
const everyProgram = [
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "XDG_*", "LD_LIBRARY_PATH"],
  ...["LANG", "LANGUAGE", "LC_*", "TZ", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR"],
  ...["http_proxy", "https_proxy", "all_proxy", "no_proxy"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"],
];

/** Docker's own settings, its way to an engine by ssh, and where its credential helpers keep their stores. */
const docker = [
  ...["DOCKER_*", "BUILDX_*", "BUILDKIT_*", "SSH_AUTH_SOCK"],
  ...["DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "PASSWORD_STORE_*"],
];
/** Not GO*, for Google's begin so, too. */
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
/** Where a .npmrc takes a token for a registry from is one of these by custom. */
const node = ["NODE_*", "npm_*", "NPM_*"];

/** What some get beside that; `*` is everything. */
const byProgram = {
  docker,
  dockerd: docker,
  // Our scripts on this computer ask the engine.
  sh: docker,
  ssh: ["SSH_AUTH_SOCK"],
  go,
  node,
  npm: node,
  // Its state, its passphrase, its plugins and their clouds are the user's to choose.
  pulumi: ["*"],
};

/** What a credential helper of docker may log in with, for those calls that read from a registry. */
const logins = ["AWS_*", "GOOGLE_*", "CLOUDSDK_*", "AZURE_*"];

/**
 * The names of the variables that a program gets, `*` at the end standing for any letters.
 *
 * @param {string} program its name or path
 * @returns {string[]}
 */
export function variablesOf(program) {
  return [...everyProgram, ...(byProgram[basename(program)] ?? [])];
}

/**
 * The environment of a child process: what its program needs, and no settings, passphrases or tokens of others.
 *
 * @param {string} program its name or path
 * @param {Environment} [changes] what is different in it; undefined takes a variable away
 * @param {Environment} [environment]
 * @returns {Environment}
 */
export function childEnvironment(program, changes = {}, environment = process.env) {
  return { ...pick(variablesOf(program), environment), ...changes };
}

/**
 * What docker's credential helpers may need, where docker reads from a registry.
 *
 * @param {Environment} [environment]
 * @returns {Environment}
 */
export function loginVariables(environment = process.env) {
  return pick(logins, environment);
}

function pick(patterns, environment) {
  const isKept = (name) =>
    patterns.some((pattern) =>
      pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    );
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isKept(name)));
}
