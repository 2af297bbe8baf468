import { readFileSync, writeFileSync } from "node:fs";

const file = "/etc/hosts";
const marker = "# npm run test:aws";

/** Maps a host name of the test to an address on this computer. */
export function addHostName(name: string, address: string): void {
  removeHostName(name);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, `${text}${text.endsWith("\n") ? "" : "\n"}${address} ${name} ${marker}\n`);
}

export function removeHostName(name: string): void {
  keep((line) => !line.endsWith(` ${name} ${marker}`));
}

export function removeAllHostNames(): void {
  keep((line) => !line.endsWith(marker));
}

export function ownHostNames(): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.endsWith(marker));
}

/** Written in place: inside a container the file is a mount, which rename cannot replace. */
function keep(isKept: (line: string) => boolean): void {
  const before = readFileSync(file, "utf8");
  const after = before.split("\n").filter(isKept).join("\n");
  if (after !== before) writeFileSync(file, after);
}
