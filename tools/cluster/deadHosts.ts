import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { componentTypes, resourceTypes, stepNames } from "../../components/names.ts";
import { deadHostTimes } from "../../components/steps/times.ts";
import { connectionOf, resourcesOf, type StateFile, type StateResource } from "../pulumi/state.ts";
import { nameOf } from "../pulumi/urn.ts";

/** A machine that failed to answer twice. */
export interface DeadHost {
  /** `203.0.113.7:22` */
  readonly server: string;
  /** `refuses connections` */
  readonly behaviour: string;
  /** The step that removes a machine that outlives the cluster from the swarm; undefined if the machine is deleted. */
  readonly host?: { readonly name: string; readonly urn: string };
}

/**
 * The machines that have steps to undo, but do not answer, not even after a pause. A machine behind a proxy
 * cannot be tested from here.
 *
 * @param state with its secrets in clear
 * @param say reports what the function waits for
 */
export async function deadHosts(
  state: StateFile,
  say: (line: string) => void = () => undefined,
  pause = deadHostTimes.pause * 1000,
): Promise<DeadHost[]> {
  const known = undoneOn(state);
  const first = await tried(known);
  if (first.length === 0) return [];
  for (const { server, behaviour, host } of first)
    say(`${host ? `${host.name} (${server})` : server} ${behaviour}; trying again in ${pause / 1000} s`);
  await sleep(pause);
  return tried(first);
}

/** Each machine once, with the step that removes it from the swarm if there is one. */
function undoneOn(state: StateFile): Omit<DeadHost, "behaviour">[] {
  const hosts = new Map<string, Omit<DeadHost, "behaviour">>();
  for (const step of resourcesOf(state, resourceTypes.remoteCommand).filter(
    ({ inputs }) => inputs?.delete !== undefined,
  )) {
    if (connectionOf(step).proxy) continue;
    const server = serverOf(step);
    const stays = step.urn.includes(`::${componentTypes.SshMachines}$command:`);
    if (stays)
      hosts.set(server, { server, host: { name: stepNames.host.ownerOf(nameOf(step.urn)), urn: step.urn } });
    else if (!hosts.has(server)) hosts.set(server, { server });
  }
  return [...hosts.values()];
}

async function tried(hosts: readonly Omit<DeadHost, "behaviour">[]): Promise<DeadHost[]> {
  const behaviours = await Promise.all(hosts.map(({ server }) => misbehaviour(server)));
  return hosts.flatMap((host, index) => {
    const behaviour = behaviours[index];
    return behaviour === undefined ? [] : [{ ...host, behaviour }];
  });
}

/**
 * How a server fails to answer; undefined if it answers. SSH servers speak first: an open port is not enough.
 */
async function misbehaviour(server: string): Promise<string | undefined> {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(server) ?? [];
  const socket = connect({ host, port: Number(port) });
  try {
    const closed = once(socket, "end").then(() => "closes each connection at once");
    const spoke = once(socket, "data", { signal: AbortSignal.timeout(deadHostTimes.try * 1000) }).then(
      () => undefined,
    );
    closed.catch(() => undefined);
    return await Promise.race([spoke, closed]);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ECONNREFUSED") return "refuses connections";
    if (code === "ECONNRESET") return "closes each connection at once";
    return code.startsWith("E") ? `cannot be reached (${code})` : "does not answer";
  } finally {
    socket.destroy();
  }
}

/**
 * A state in which the steps on these machines have no undo, so that Pulumi deletes them without a
 * connection. The step that removes a machine from the swarm keeps its undo: it stays in the state until the
 * machine is back.
 *
 * @param shown the same state with its secrets in clear
 */
export function withoutInverses(state: StateFile, shown: StateFile, dead: readonly DeadHost[]): StateFile {
  const lost = new Set(dead.map(({ server }) => server));
  const kept = new Set(dead.map(({ host }) => host?.urn));
  const urns = new Set(
    resourcesOf(shown, resourceTypes.remoteCommand)
      .filter((step) => lost.has(serverOf(step)) && !kept.has(step.urn))
      .map(({ urn }) => urn),
  );
  const forget = ({ delete: _inverse, ...rest }: Record<string, unknown>) => rest;
  const resources = resourcesOf(state).map((resource) =>
    urns.has(resource.urn)
      ? { ...resource, inputs: forget(resource.inputs ?? {}), outputs: forget(resource.outputs ?? {}) }
      : resource,
  );
  return { ...state, deployment: { ...state.deployment, resources } };
}

function serverOf(step: StateResource): string {
  const { host, port } = connectionOf(step);
  return `${host}:${port}`;
}
