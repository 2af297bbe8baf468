import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { findTrouble, type NodeLine, type ServiceLine, type TaskLine } from "../../tools/cluster/health.ts";
import type { Clone } from "./clone.ts";
import { askNode } from "./engine.ts";

/** What the stack's outputs promise. */
export interface Promised {
  readonly endpoint: string;
  readonly nodes: readonly { readonly name: string; readonly role: string; readonly address: string }[];
  readonly swarmId: string;
  /** By service; with several stacks, by stack and service. */
  readonly images: Readonly<Record<string, string>>;
}

/** One observation of the swarm. */
export interface Sight {
  readonly nodes: readonly (NodeLine & { readonly ID: string })[];
  readonly services: readonly ServiceLine[];
  readonly tasks: readonly (TaskLine & { readonly Image: string })[];
  /** By service: the state of its last update, empty if there was none. */
  readonly updates: Readonly<Record<string, string>>;
  /** By manager: the id of its swarm. */
  readonly swarmIds: Readonly<Record<string, string>>;
  /** Status of the endpoint's response, or why there is none. */
  readonly answer: string;
  /** Nodes without an answer on a port that a global service publishes: `worker-0:8000`. */
  readonly silent: readonly string[];
}

/** Everything that differs from the promise, one sentence each; pure. */
export function findMisses(promised: Promised, sight: Sight): string[] {
  const { nodes, services, tasks, updates, swarmIds, answer, silent } = sight;
  const names = nodes.map(({ Hostname }) => Hostname).sort();
  const wanted = promised.nodes.map(({ name }) => name).sort();
  const leaders = nodes.filter(({ ManagerStatus }) => ManagerStatus === "Leader").length;
  const images = new Set(Object.values(promised.images));
  const complain = (miss: boolean, sentence: string) => (miss ? [sentence] : []);
  return [
    ...findTrouble(nodes, services, tasks),
    ...complain(names.join() !== wanted.join(), `the nodes are ${names}, not ${wanted}`),
    ...complain(new Set(nodes.map(({ ID }) => ID)).size !== nodes.length, "two nodes have one id"),
    ...complain(leaders !== 1, `${leaders} leaders`),
    ...nodes
      .filter(({ Availability }) => Availability !== "Active")
      .map((node) => `node ${node.Hostname} is ${node.Availability}`),
    ...services
      .filter(({ Image }) => !images.has(Image))
      .map(({ Name, Image }) => `service ${Name} has the image ${Image}, which no output names`),
    ...services.flatMap(({ Name, Replicas }) => {
      const [running, all] = (Replicas.split(" ")[0] ?? "").split("/");
      return complain(Number(running) > Number(all), `service ${Name} runs ${running} of ${all}`);
    }),
    ...tasks
      .filter(({ Image }) => !images.has(Image))
      .map(({ Name, Image }) => `task ${Name} runs ${Image}, which no output names`),
    ...Object.entries(updates)
      .filter(([, state]) => !["", "completed"].includes(state))
      .map(([name, state]) => `the update of ${name} is ${state}`),
    ...Object.entries(swarmIds)
      .filter(([, id]) => id !== promised.swarmId)
      .map(([name, id]) => `${name} is in the swarm ${id || "of nobody"}, not in ${promised.swarmId}`),
    ...complain(answer !== "200", `the endpoint answers ${answer}`),
    ...silent.map((path) => `${path} does not answer`),
  ];
}

/** The current swarm, as its first manager reports it. */
export async function look(stack: string, { nodes, endpoint }: Promised): Promise<Sight> {
  const managers = nodes.filter(({ role }) => role === "manager").map(({ name }) => name);
  const [first = ""] = managers;
  const ask = (...args: string[]) => askNode(stack, first, "docker", ...args);
  const list = async <T>(...args: string[]) =>
    (await ask(...args, "--format", "{{json .}}")).map((line) => JSON.parse(line) as T);
  const [lines, services, swarmIds, answer] = await Promise.all([
    list<Sight["nodes"][number]>("node", "ls"),
    list<ServiceLine>("service", "ls"),
    Promise.all(managers.map(async (name) => [name, await swarmIdOn(stack, name)])),
    endpoint.startsWith("http") ? answerOf(endpoint) : "200",
  ]);
  const names = services.map(({ Name }) => Name);
  const running = ["service", "ps", "--no-trunc", "--filter", "desired-state=running"];
  const updates = "{{.Spec.Name}} {{with .UpdateStatus}}{{.State}}{{end}}";
  const ports = "{{if .Spec.Mode.Global}}{{range .Endpoint.Ports}}{{.PublishedPort}} {{end}}{{end}}";
  const [tasks, states, published] =
    names.length === 0
      ? [[], [], []]
      : await Promise.all([
          list<Sight["tasks"][number]>(...running, ...names),
          ask("service", "inspect", "--format", updates, ...names),
          ask("service", "inspect", "--format", ports, ...names),
        ]);
  return {
    nodes: lines,
    services,
    tasks,
    updates: Object.fromEntries(states.map((line) => [line.split(" ")[0], line.split(" ")[1] ?? ""])),
    swarmIds: Object.fromEntries(swarmIds),
    answer,
    silent: await silentPlaces(
      stack,
      first,
      nodes,
      published.flatMap((line) => line.split(" ")),
    ),
  };
}

/** Probed from a manager: this computer may have no route to the machines' network. */
async function silentPlaces(
  stack: string,
  from: string,
  nodes: Promised["nodes"],
  ports: readonly string[],
): Promise<string[]> {
  const places = nodes.flatMap(({ name, address }) => ports.map((port) => ({ name, address, port })));
  const found = await Promise.all(
    places.map(async ({ name, address, port }) => {
      const url = `http://${address}:${port}/`;
      const asked = askNode(stack, from, "curl", "--silent", "--output", "/dev/null", "--max-time", "3", url);
      return asked.then(
        () => [],
        () => [`${name}:${port}`],
      );
    }),
  );
  return found.flat();
}

/** Empty if the machine is in no swarm, or its swarm has no leader. */
export async function swarmIdOn(stack: string, node: string): Promise<string> {
  const format = "{{with .Swarm.Cluster}}{{.ID}}{{end}}";
  return (await askNode(stack, node, "docker", "info", "--format", format)).join();
}

/** The status of an address, or why there is none. */
export async function answerOf(endpoint: string): Promise<string> {
  try {
    const { status } = await fetch(endpoint, { signal: AbortSignal.timeout(5000) });
    return String(status);
  } catch (error) {
    return String((error as { cause?: { code?: string } }).cause?.code ?? error);
  }
}

/** The outputs of the clone's stack. */
export async function promisedBy(clone: Clone): Promise<Promised> {
  const { code, output } = await clone.npm("pulumi", "stack", "output", "--json");
  assert.equal(code, 0, output);
  return JSON.parse(output) as Promised;
}

const pause = 1000;

/**
 * The swarm is as promised in three observations in a row.
 *
 * @param patience seconds until the last of them
 */
export async function assertSteady(
  stack: string,
  promised: Promised,
  { passes = 3, patience = 60 } = {},
): Promise<void> {
  const deadline = performance.now() + patience * 1000;
  let misses: string[] = [];
  for (let passed = 0; passed < passes; ) {
    misses = await missesNow(stack, promised);
    passed = misses.length === 0 ? passed + 1 : 0;
    if (passed === passes) return;
    if (performance.now() > deadline) break;
    await sleep(pause);
  }
  assert.fail(`not steady within ${patience} s: ${misses.join("; ") || "too few looks in a row"}`);
}

/** What currently differs from the promise; a manager that does not answer counts too. */
export async function missesNow(stack: string, promised: Promised): Promise<string[]> {
  try {
    return findMisses(promised, await look(stack, promised));
  } catch (error) {
    return [String((error as { stderr?: string }).stderr || error)];
  }
}

/**
 * What must hold after every healed fault: an `up` changes nothing, everything promised exists, and the swarm
 * is the same as before.
 *
 * @param swarmId of before the fault; undefined if another one is expected
 */
export async function assertHealed(clone: Clone, swarmId: string | undefined): Promise<Promised> {
  const again = await clone.npm("up", "--yes", "--skip-preview", "--expect-no-changes");
  assert.equal(again.code, 0, again.output);
  const promised = await promisedBy(clone);
  if (swarmId !== undefined) assert.equal(promised.swarmId, swarmId);
  await assertSteady(clone.stack, promised);
  return promised;
}
