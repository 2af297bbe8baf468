import { spawnSync } from "node:child_process";

/**
 * Why no cluster can be made under this name on this computer: machines of the same name that another state made.
 * Undefined where there are none.
 *
 * @param publicKey the key that opens the machines of this state; undefined where it has none yet
 */
export function strangersFault(stack: string, publicKey: string | undefined): string | undefined {
  const filters = [`label=swarm.stack=${stack}`, "label=swarm.node"].flatMap((label) => ["--filter", label]);
  const names = docker("ps", "--all", ...filters, "--format", "{{.Names}}")
    .split("\n")
    .filter(Boolean);
  const [first] = names;
  // One that has no key yet was made in the moment in which its run was killed.
  const key = first && docker("cp", `${first}:/etc/swarm/authorized_keys`, "-");
  if (!key || (publicKey && key.includes(publicKey))) return undefined;
  return [
    `stack ${stack}: this computer has its machines already, made from another folder: ${names.sort().join(", ")}`,
    "  → nothing was changed; go on in that folder, or take another name: npm start -- --stack NAME",
    `  → where that folder is gone: npm run destroy -- --stack ${stack} removes them with all that is on them`,
  ].join("\n");
}

/** Empty where it fails: an engine that does not answer has a message of its own. */
function docker(...words: string[]): string {
  const { status, stdout } = spawnSync("docker", words, { encoding: "utf8", timeout: 5000 });
  return status === 0 ? stdout : "";
}
