// Node loads this file before the program (tools/pulumi/environment.ts).
import { createRequire, Module } from "node:module";
import { setFlagsFromString } from "node:v8";

// By default the heap may quadruple before V8 collects what the registrations leave behind. NODE_OPTIONS does not
// allow this flag.
setFlagsFromString("--heap-growing-percent=50");

// @pulumi/pulumi loads the TypeScript compiler and npm's dependency tree for closures that become cloud
// functions. This program has none, so both load only on demand.
const closureTools = ["typescript", "@npmcli/arborist"];

// Pulumi captures a stack trace for every promise, and maps each through source maps. Node strips our types
// in place, so there is nothing to map.
Object.defineProperty(Error, "prepareStackTrace", { get: () => undefined, set: () => {} });

const require = createRequire(import.meta.url);

function lazily(file) {
  const stand = new Module(file);
  stand.filename = file;
  stand.loaded = true;
  const module = () => {
    delete require.cache[file];
    return require(file);
  };
  // The import itself reads __esModule.
  stand.exports = new Proxy({}, { get: (_target, name) => (name === "__esModule" ? true : module()[name]) });
  require.cache[file] = stand;
}

for (const name of closureTools) {
  try {
    lazily(createRequire(require.resolve("@pulumi/pulumi")).resolve(name));
  } catch {
    // Without the packages, there is nothing to defer.
  }
}
