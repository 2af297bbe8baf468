import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { pulumiEnvironment } from "../toolchain/pulumiEnvironment.ts";
import { connectionOf, nameOf, type StateFile, type StateResource } from "./stackState.ts";

/** A machine that does not answer. */
export interface DeadHost {
  /** `worker-0`; empty where the machine goes anyway, and nobody has to see to it. */
  readonly name: string;
  /** `203.0.113.7:22` */
  readonly server: string;
}

const command = "command:remote:Command";
const patience = 10_000;

/**
 * The machines on which something would have to be undone, but which do not answer now. One behind a proxy cannot be
 * asked from here.
 *
 * @param state with its secrets shown
 */
export async function deadHosts(state: StateFile): Promise<DeadHost[]> {
  const hosts = new Map<string, DeadHost>();
  for (const step of commandsOf(state).filter(({ inputs }) => inputs?.delete !== undefined)) {
    const server = serverOf(step);
    if (connectionOf(step).proxy) continue;
    // A machine of target hosts stays.
    const stays = /::swarm:index:SshMachines\$command:/.test(step.urn);
    if (stays || !hosts.has(server))
      hosts.set(server, { name: stays ? nameOf(step).replace(/-host$/, "") : "", server });
  }
  const known = [...hosts.values()];
  const alive = await Promise.all(known.map(({ server }) => answers(server)));
  return known.filter((_, index) => !alive[index]);
}

/**
 * A state in which the steps on these machines have no inverse: Pulumi forgets them without a connection.
 *
 * @param shown the same state with its secrets shown
 */
export function withoutInverses(state: StateFile, shown: StateFile, dead: readonly DeadHost[]): StateFile {
  const lost = new Set(dead.map(({ server }) => server));
  const urns = new Set(
    commandsOf(shown)
      .filter((step) => lost.has(serverOf(step)))
      .map(({ urn }) => urn),
  );
  const forget = ({ delete: _inverse, ...rest }: Record<string, unknown>) => rest;
  const resources = (state.deployment.resources ?? []).map((resource) =>
    urns.has(resource.urn)
      ? { ...resource, inputs: forget(resource.inputs ?? {}), outputs: forget(resource.outputs ?? {}) }
      : resource,
  );
  return { ...state, deployment: { ...state.deployment, resources } };
}

/** Lets a stack's destroy go on without the machines that do not answer, and says what is left on them. */
export async function passOverDeadHosts(stack: string): Promise<void> {
  const shown = exported(stack, "--show-secrets");
  const dead = shown ? await deadHosts(shown) : [];
  const state = dead.length > 0 ? exported(stack) : undefined;
  if (!shown || !state) return;
  for (const { name, server } of dead)
    console.error(
      name
        ? `${name} (${server}) does not answer: what runs on it is left as it is\n  → when it is back, on the machine itself: docker swarm leave --force`
        : `the machine at ${server} does not answer: nothing is undone there, for it goes as a whole`,
    );
  const { status, stderr } = spawnSync("pulumi", ["stack", "import", "--stack", stack], {
    env: pulumiEnvironment(),
    input: JSON.stringify(withoutInverses(state, shown, dead)),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the state of stack ${stack} cannot be written: ${stderr.trim()}`);
}

function exported(stack: string, ...more: string[]): StateFile | undefined {
  const { status, stdout } = spawnSync("pulumi", ["stack", "export", "--stack", stack, ...more], {
    env: pulumiEnvironment(),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? (JSON.parse(stdout) as StateFile) : undefined;
}

function commandsOf(state: StateFile): StateResource[] {
  return (state.deployment.resources ?? []).filter(({ type }) => type === command);
}

function serverOf(step: StateResource): string {
  const { host, port } = connectionOf(step);
  return `${host}:${port}`;
}

/** An SSH server speaks first; a port that only takes the call is no server. */
async function answers(server: string): Promise<boolean> {
  const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(server) ?? [];
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, "data", { signal: AbortSignal.timeout(patience) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
