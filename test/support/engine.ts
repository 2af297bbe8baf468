import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs `docker ARGUMENTS` on this computer's engine; returns its output by line. */
export function docker(...args: string[]): string[] {
  return execFileSync("docker", args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/**
 * Everything in this computer's engine, by kind: must be the same before and after.
 *
 * @param stack other stacks may change meanwhile, so they are left out
 */
export function inventory(stack: string): Record<string, string[]> {
  const foreign = (...list: string[]) => {
    const all = docker(...list, "--filter", "label=swarm.stack");
    const own = new Set(docker(...list, "--filter", `label=swarm.stack=${stack}`));
    return all.filter((line) => !own.has(line));
  };
  const kinds: Record<string, string[]> = {
    containers: ["ps", "--all", "--format", "{{.Names}}"],
    networks: ["network", "ls", "--format", "{{.Name}}"],
    volumes: ["volume", "ls", "--format", "{{.Name}}"],
    images: ["image", "ls", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"],
  };
  const others = Object.fromEntries(Object.entries(kinds).map(([kind, list]) => [kind, foreign(...list)]));
  const mounted = (others.containers ?? []).flatMap((name) => volumesOf(name));
  others.volumes = [...(others.volumes ?? []), ...mounted];
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, list]) => [
      kind,
      docker(...list)
        .filter((line) => !others[kind]?.includes(line))
        .sort(),
    ]),
  );
}

function volumesOf(container: string): string[] {
  try {
    return docker("inspect", container, "--format", "{{range .Mounts}}{{println .Name}}{{end}}");
  } catch {
    // It was removed between the two calls.
    return [];
  }
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

/** Runs a command inside a node's machine; returns its output by line. */
export function onNode(stack: string, node: string, ...args: string[]): string[] {
  return docker("exec", machine(stack, node), ...args);
}

/** Like onNode, but asynchronous; ends after ten seconds. */
export async function askNode(stack: string, node: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await run("docker", ["exec", machine(stack, node), ...args], {
    timeout: 10_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
