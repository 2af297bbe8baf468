// Plain JavaScript: it runs before the Node that strips types is installed.
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startOf } from "../components/process/processStart.mjs";

/**
 * Does the work while no other process holds the lock; takes over the lock of a process that is gone.
 *
 * @template Result
 * @param {string} file
 * @param {() => Promise<Result>} work
 * @param {{ onWait?: (owner: number) => void, every?: number, signal?: AbortSignal }} [options]
 *   `signal`: ends the wait
 * @returns {Promise<Result>}
 */
export async function withLock(file, work, { onWait = () => {}, every = 500, signal } = {}) {
  await mkdir(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  const text = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  await writeFile(mine, text);
  try {
    for (let waited = 0; !(await take(mine, file)); waited++) {
      const owner = await ownerOf(file);
      if (owner === undefined) continue;
      if (waited === 0) onWait(owner);
      await sleep(every, undefined, { signal });
    }
  } finally {
    await rm(mine, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(mine, file) {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** The living process that holds the lock; removes the lock if there is none. */
async function ownerOf(file) {
  const text = await readFile(file, "utf8").catch((error) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (text === undefined) return undefined;
  const { pid, started } = parse(text);
  if (pid !== undefined && startOf(pid) === started) return pid;
  const stale = `${file}.stale.${process.pid}`;
  try {
    await rename(file, stale);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  // Another process may have taken the lock since it was read: give it back.
  if ((await readFile(stale, "utf8")) !== text) await take(stale, file);
  await rm(stale, { force: true });
  return undefined;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
