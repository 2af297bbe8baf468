// Every npm script runs this file: `node tools/run.mjs COMMAND [ARGUMENTS]` installs the packages and the
// pinned Node, then runs tools/commands/COMMAND.ts with it. This file itself runs on Node 20.
import { realpathSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nodeFile, obtainNode } from "../setup/node.mjs";
import { areInstalled, installPackages } from "../setup/packages.mjs";
import { runInForeground } from "./foreground.mjs";

const tools = dirname(fileURLToPath(import.meta.url));
const commands = join(tools, "commands");
const root = dirname(tools);

async function main(command, args) {
  const file = join(commands, `${command}.ts`);
  const source = await readFile(file, "utf8").catch(() => undefined);
  if (!/^[a-z]+$/.test(command) || source === undefined) return refuse(command);
  if (asksForHelp(command, args)) {
    console.log(helpIn(source));
    return 0;
  }
  if (isPinnedNode() && (await areInstalled(root))) return run(file, args);
  await installPackages(root);
  const node = await obtainNode(root);
  // With linked packages, which stay as they are, starting the same Node again would end up here again.
  if (node === process.execPath || isPinnedNode()) return run(file, args);
  // The pinned Node replaces this process.
  const env = { ...process.env };
  return runInForeground(node, [fileURLToPath(import.meta.url), command, ...args], { env });
}

async function run(file, args) {
  module.enableCompileCache?.(join(root, ".state", "compile-cache"));
  return (await import(pathToFileURL(file).href)).main(args);
}

/**
 * `up`, `preview` and the like are Pulumi's verbs; `npm run up -- --help` asks for the help of our command.
 */
function asksForHelp(command, args) {
  const [first, second] = args;
  const isHelp = (word) => word === "--help" || word === "-h";
  return isHelp(first) || (command === "pulumi" && ["up", "preview"].includes(first) && isHelp(second));
}

/** Reads the help as text, because Node 20 cannot run TypeScript. */
function helpIn(source) {
  return source.match(/^export const help = `([^`]*)`/m)?.[1] ?? "";
}

async function refuse(command) {
  const files = (await readdir(commands)).filter((name) => name.endsWith(".ts"));
  const names = files.map((name) => name.slice(0, -".ts".length)).sort();
  console.error(`There is no command ${JSON.stringify(command)}\n  → one of ${names.join(", ")}`);
  return 2;
}

function isPinnedNode() {
  try {
    return realpathSync(process.execPath) === realpathSync(nodeFile(root));
  } catch {
    return false;
  }
}

// Ignore EPIPE, as in `npm run status | head`: a closed pipe must not abort an update.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
// Paths on the command line start where the user is; npm sets it.
process.env.INIT_CWD ??= process.cwd();
process.chdir(root);
const [command = "", ...args] = process.argv.slice(2);
try {
  process.exitCode = await main(command, args);
} catch (error) {
  console.error(process.env.DEBUG ? error : error.message);
  process.exitCode = error.exitCode ?? 1;
}
