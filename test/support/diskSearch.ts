import { execFileSync } from "node:child_process";
import { machine } from "./engine.ts";

const script = `
words=$(mktemp /dev/shm/words-XXXXXX)
trap 'rm "$words"' EXIT
cat >"$words"
# Another file system is one in memory, or the same files once more.
find / /var/lib/docker -xdev -type f -size -32M -exec grep -laF -f "$words" {} + 2>/dev/null || :
`;

/** The files on a node's disk that hold one of the words. */
export function filesWith(words: readonly string[], stack: string, node: string): string[] {
  // In an argument they would be seen in a process list.
  const input = words.map((word) => `${word}\n`).join("");
  return execFileSync("docker", ["exec", "-i", machine(stack, node), "sh", "-c", script], { input })
    .toString()
    .split("\n")
    .filter(Boolean);
}
