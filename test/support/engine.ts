import { execFileSync } from "node:child_process";

/** `docker ARGUMENTS` on this computer's engine, by line. */
export function docker(...words: string[]): string[] {
  return execFileSync("docker", words, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Everything that an engine holds, by kind: what must be the same before and after. */
export function inventory(): Record<string, string[]> {
  return {
    containers: docker("ps", "--all", "--format", "{{.Names}}").sort(),
    networks: docker("network", "ls", "--format", "{{.Name}}").sort(),
    volumes: docker("volume", "ls", "--format", "{{.Name}}").sort(),
    images: docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}").sort(),
  };
}

/** The container of a node's machine. */
export function machine(stack: string, node: string): string {
  const [name] = docker(
    ...["ps", "--filter", `label=swarm.stack=${stack}`, "--filter", `label=swarm.node=${node}`],
    ...["--format", "{{.Names}}"],
  );
  if (!name) throw new Error(`no machine of ${node} in stack ${stack}`);
  return name;
}

/** A command inside a node's machine, by line. */
export function onNode(stack: string, node: string, ...words: string[]): string[] {
  return docker("exec", machine(stack, node), ...words);
}
