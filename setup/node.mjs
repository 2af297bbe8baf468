// Plain JavaScript: it runs before the Node that strips types is installed.
import { randomUUID } from "node:crypto";
import { access, mkdir, rename, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

const oldestWithTypes = [22, 18];

/**
 * The path of the pinned Node. npm installed it with the other packages and verified it against
 * package-lock.json; this function links it where an install script of its package would put it.
 */
export async function obtainNode(root) {
  const file = nodeFile(root);
  if (await exists(file)) return file;
  const name = binaryPackage(process.platform, process.arch);
  const target = join("..", "..", name, "bin", "node");
  if (await exists(join(root, "node_modules", name, "bin", "node"))) {
    await link(target, file);
    await link(join("..", "node", "bin", "node"), join(root, "node_modules", ".bin", "node"));
    return file;
  }
  const problem = `npm has not installed ${name}, the package of Node for this computer`;
  if (!ownNodeWillDo())
    throw new Error(`${problem}\n  → install Node ${oldestWithTypes.join(".")} or newer, then run again`);
  console.error(`${problem}: using your own Node ${process.version}`);
  return process.execPath;
}

export function nodeFile(root) {
  return join(root, "node_modules", "node", "bin", "node");
}

/** Another run may do the same at the same time. */
async function link(target, file) {
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await symlink(target, draft);
  await rename(draft, file);
}

/** The npm package with Node for a platform; package.json lists all of them. */
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
