// Plain JavaScript: tools/run.mjs needs it before a Node that strips types is installed.
import { readFileSync } from "node:fs";
import { execFileSync } from "./child.mjs";

/**
 * Start time of a process, which tells it from an earlier one with the same id; empty if there is none.
 *
 * @param {number} pid
 * @returns {string}
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...facts] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie does nothing any more.
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
