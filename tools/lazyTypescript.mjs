// Loaded into Node before the program (tools/toolchain/pulumiEnvironment.ts).
//
// @pulumi/pulumi loads the TypeScript compiler, nine megabytes of source, for closures that become cloud
// functions. This program has none: the compiler is loaded when something asks for it, not before.
import { createRequire, Module } from "node:module";

const require = createRequire(import.meta.url);

function lazily(file) {
  const stand = new Module(file);
  stand.filename = file;
  stand.loaded = true;
  const compiler = () => {
    delete require.cache[file];
    return require(file);
  };
  stand.exports = new Proxy({}, { get: (_target, name) => compiler()[name] });
  require.cache[file] = stand;
}

try {
  lazily(createRequire(require.resolve("@pulumi/pulumi")).resolve("typescript"));
} catch {
  // Without the packages there is nothing to put off.
}
