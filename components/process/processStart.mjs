// Plain JavaScript: tools/run.mjs needs it before the Node that understands types is there.
import { readFileSync } from "node:fs";
import { execFileSync } from "./child.mjs";

/**
 * When a process started, so that a new process with an old number is not taken for it; empty where there is none.
 *
 * @param {number} pid
 * @returns {string}
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...facts] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // One that has ended and that nobody has waited for does nothing any more.
    return state === "Z" ? "" : facts[18];
  } catch {
    if (process.platform === "linux") return "";
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
