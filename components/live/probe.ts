import type { Connection } from "../steps/connection.ts";
import { readScript } from "../steps/script.ts";
import { inlineCommand } from "../steps/shell.ts";
import { SshSession } from "../steps/sshSession.ts";
import { probeLimits } from "../steps/times.ts";
import type { Answer, LiveSwarm } from "./liveSwarm.ts";
import { readAnswer } from "./readAnswer.ts";

/** How to reach a machine to probe it: known before the machine is registered. */
export interface ManagerEndpoint {
  readonly name: string;
  readonly connection: Connection;
}

const file = (name: string) => new URL(`./scripts/${name}`, import.meta.url);
const script = readScript(file("deployed.sh"), file("probe.sh"));

/** A machine's answer, or why there is no usable one. */
export type ProbeResult = { readonly answer: Answer } | { readonly failure: string };

/**
 * Probes the managers for the live state: only the first one if it knows a leader, else all. Changes nothing.
 * Unknown state is listed in `failures`: never treat it as absent.
 */
export async function probe(endpoints: readonly ManagerEndpoint[]): Promise<LiveSwarm> {
  const [first, ...others] = endpoints;
  if (!first) return { managers: {}, failures: {} };
  const asked = new Map([[first.name, await ask(first)]]);
  if (!swarmIn(asked.get(first.name)))
    for (const [name, answer] of await probeAll(others)) asked.set(name, answer);
  const all = [...asked];
  const swarm = all.map(([, one]) => swarmIn(one)).find((found) => found);
  return {
    managers: Object.fromEntries(
      all.map(([name, one]) => [name, "answer" in one ? one.answer.view : undefined]),
    ),
    failures: Object.fromEntries(
      all.flatMap(([name, one]) => ("failure" in one ? [[name, one.failure] as const] : [])),
    ),
    ...(swarm ? { swarm } : {}),
  };
}

export async function probeAll(
  endpoints: readonly ManagerEndpoint[],
): Promise<[name: string, asked: ProbeResult][]> {
  return Promise.all(endpoints.map(async (endpoint) => [endpoint.name, await ask(endpoint)]));
}

function swarmIn(asked: ProbeResult | undefined) {
  return asked && "answer" in asked ? asked.answer.swarm : undefined;
}

async function ask({ connection }: ManagerEndpoint): Promise<ProbeResult> {
  const session = new SshSession(connection, probeLimits.connect);
  const command = inlineCommand(Buffer.byteLength(script), {
    name: "swarm-probe",
    args: [],
    deadline: probeLimits.probe,
    root: connection.user === "root",
  });
  try {
    const timeout = (probeLimits.connect + probeLimits.probe) * 1000;
    return { answer: readAnswer(await session.run(command, script, { timeout, isQuiet: true })) };
  } catch (error) {
    return { failure: (error as Error).message };
  } finally {
    session.close();
  }
}
