import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { removeImagesOnly } from "./killedTests.ts";

const run = promisify(execFile);

/** Runs `docker ARGUMENTS` on this computer's engine; returns its output by line. */
export function docker(...args: string[]): string[] {
  return execFileSync("docker", args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The stacks whose inventory was taken before their test. */
const seen = new Set<string>();

/**
 * Everything in this computer's engine, by kind: must be the same before and after.
 *
 * Other stacks may change meanwhile, so it leaves out what has the label of another stack or test, and what
 * exists for a moment only: a container's volume has no label before its container is there.
 */
export function inventory(stack: string): Record<string, string[]> {
  if (!seen.has(stack)) removeImagesOnly(stack);
  seen.add(stack);
  const first = listed(stack);
  const second = listed(stack);
  return Object.fromEntries(
    Object.entries(first).map(([kind, lines]) => [
      kind,
      lines.filter((line) => second[kind]?.includes(line)).sort(),
    ]),
  );
}

function listed(stack: string): Record<string, string[]> {
  const labels = '{{.Label "swarm.stack"}} {{.Label "swarm.test"}}';
  const foreign: string[] = [];
  /** One call returns the labels too, so nothing can come or go between two calls. */
  const own = (...list: string[]) =>
    docker(...list, "--format", `${list[0] === "ps" ? "{{.Names}}" : "{{.Name}}"} ${labels}`).flatMap(
      (line) => {
        const [name = "", ...owners] = line.split(" ");
        if (owners.every((owner) => owner === "" || owner === stack)) return [name];
        foreign.push(name);
        return [];
      },
    );
  const containers = own("ps", "--all");
  const mounted = foreign.flatMap((name) => volumesOf(name));
  const ofOthers = imagesOfOthers(stack);
  const images = docker("image", "ls", "--format", imageFormat);
  ofOthers.push(...imagesOfOthers(stack));
  return {
    containers,
    networks: own("network", "ls"),
    volumes: own("volume", "ls").filter((name) => !mounted.includes(name)),
    images: images.filter((line) => !ofOthers.includes(line)),
  };
}

const imageFormat = "{{.Repository}}:{{.Tag}} {{.ID}}";

/** The list of images shows no labels. */
function imagesOfOthers(stack: string): string[] {
  return ["swarm.stack", "swarm.test"].flatMap((label) => {
    const list = (filter: string) => docker("image", "ls", "--format", imageFormat, "--filter", filter);
    const own = new Set(list(`label=${label}=${stack}`));
    return list(`label=${label}`).filter((line) => !own.has(line));
  });
}

function volumesOf(container: string): string[] {
  try {
    const mounts = "{{range .Mounts}}{{println .Name}}{{end}}";
    return docker("container", "inspect", container, "--format", mounts);
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

/**
 * The id of a service's container on a node.
 *
 * @param service with its stack, for example `shop_web`
 */
export function containerOn(stack: string, node: string, service: string): string {
  const [id] = onNode(stack, node, "docker", "ps", "--quiet", "--filter", `name=${service}`);
  if (!id) throw new Error(`no container of ${service} runs on ${node}`);
  return id;
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
