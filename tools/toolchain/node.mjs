// Plain JavaScript: it runs before the Node that understands types is there.

import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { spawnSync } from "../../components/process/child.mjs";
import { withLock } from "./lock.mjs";
import { npm } from "./packages.mjs";
import { showProgress } from "./progress.mjs";

const oldestWithTypes = [22, 18];

/**
 * The file of the Node that the `node` package pins, fetched when it is not there.
 *
 * The package's install script does the same with a nested `npm install`, which may also change other
 * packages; here the binary's package goes into a folder of its own.
 */
export async function obtainNode(root) {
  const { version } = JSON.parse(await readFile(join(root, "node_modules", "node", "package.json"), "utf8"));
  const file = nodeFile(root);
  if (await exists(file)) return file;
  return withLock(join(root, ".state", "node.lock"), async () => {
    if (await exists(file)) return file;
    const progress = showProgress(`Node ${version}: npm package (about 10 s)`);
    try {
      await fetchNode(root, version, file);
      progress.done();
      return file;
    } catch (error) {
      progress.failed();
      if (!ownNodeWillDo()) throw error;
      console.error(`Using your own Node ${process.version} instead: ${error.message.split("\n")[0]}`);
      return process.execPath;
    }
  });
}

export function nodeFile(root) {
  return join(root, "node_modules", "node", "bin", "node");
}

async function fetchNode(root, version, file) {
  const name = binaryPackage(process.platform, process.arch);
  const modules = join(root, "node_modules");
  const leftOver = (await readdir(modules)).filter((entry) => entry.startsWith(".node-"));
  for (const entry of leftOver) await rm(join(modules, entry), { recursive: true, force: true });
  const folder = await mkdtemp(join(modules, ".node-"));
  try {
    const words = ["install", "--prefix", folder, "--no-save", "--no-package-lock", "--ignore-scripts"];
    await npm([...words, `${name}@${version}`], { cwd: folder });
    const fetched = join(folder, "node_modules", name, "bin", "node");
    const answer = spawnSync(fetched, ["--version"], { encoding: "utf8" });
    if (answer.stdout?.trim() !== `v${version}`)
      throw new Error(`${name}@${version} does not run here: ${answer.error?.message ?? answer.stderr}`);
    await mkdir(join(root, "node_modules", "node", "bin"), { recursive: true });
    await rename(fetched, file);
    await rm(join(root, "node_modules", ".bin", "node"), { force: true });
    await symlink("../node/bin/node", join(root, "node_modules", ".bin", "node"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The package that the `node` package takes on a platform. */
export function binaryPackage(platform, architecture) {
  const prefix = platform === "darwin" && architecture === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform}-${architecture}`;
}

function ownNodeWillDo() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > oldestWithTypes[0] || (major === oldestWithTypes[0] && minor >= oldestWithTypes[1]);
}

function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
