// Plain JavaScript: it runs before the Node that strips types is installed.

import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { spawn } from "../components/process/child.mjs";
import { withLock } from "./lock.mjs";
import { showProgress } from "./progress.mjs";

/** Brings node_modules in line with package-lock.json; a linked node_modules belongs to another checkout. */
export async function installPackages(root) {
  if (await areInstalled(root)) return;
  if (await isLink(join(root, "node_modules")))
    return console.error(
      "node_modules is a link to other packages than package-lock.json names\n  → run npm ci where it leads to",
    );
  const onWait = (owner) => console.error(`Waiting for process ${owner}, which installs the npm packages`);
  await withLock(
    join(root, ".state", "packages.lock"),
    async () => {
      if (await areInstalled(root)) return;
      const progress = showProgress("npm packages: npm ci (about 20 s)");
      try {
        // Install scripts would only fetch what set-up installs itself, with progress and checks.
        await npm(["ci", "--ignore-scripts"], { cwd: root });
        progress.done();
      } catch (error) {
        progress.failed();
        throw error;
      }
    },
    { onWait },
  );
}

/** npm writes its own record last, so an interrupted installation never looks complete. */
export async function areInstalled(root) {
  const wanted = await packagesIn(join(root, "package-lock.json"));
  const present = await packagesIn(join(root, "node_modules", ".package-lock.json"));
  if (!wanted) throw new Error(`${join(root, "package-lock.json")} cannot be read\n  → restore it from git`);
  if (!present) return false;
  const same = (path) => wanted[path]?.version === present[path]?.version;
  const needed = Object.keys(wanted).filter((path) => path !== "" && !wanted[path].optional);
  return needed.every(same) && Object.keys(present).every(same);
}

async function isLink(path) {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
}

async function packagesIn(file) {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text && JSON.parse(text).packages;
}

/** Runs npm quietly; shows its output if it fails. */
export function npm(args, options) {
  const own = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : undefined;
  const [file, ...before] = own ? [process.execPath, own] : ["npm"];
  const all = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...before, ...all], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve();
      // npm prints the error first, then its usage.
      const lines = output.trimEnd().split("\n").slice(0, 20).join("\n");
      const remedy = "check that the npm registry can be reached (npm ping), then run the command again";
      reject(new Error(`npm ${all.join(" ")} ended with ${code ?? signal}\n${lines}\n  → ${remedy}`));
    });
  });
}
