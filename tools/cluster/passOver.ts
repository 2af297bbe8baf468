import { readState, writeState } from "../pulumi/state.ts";
import { type DeadHost, deadHosts, withoutInverses } from "./deadHosts.ts";

/** An existing machine that a destroy leaves in the state; the next one removes it from the swarm. */
export type LeftHost = DeadHost & Required<Pick<DeadHost, "host">>;

const again = "npm run destroy";

/**
 * Lets a stack's destroy continue without the machines that do not answer.
 *
 * @returns those that outlive the cluster, whose steps the destroy must exclude
 */
export async function passOverDeadHosts(stack: string): Promise<LeftHost[]> {
  const shown = readState(stack, { showSecrets: true, again });
  const dead = shown ? await deadHosts(shown, (line) => console.error(line)) : [];
  const state = dead.length > 0 ? readState(stack, { again }) : undefined;
  if (!shown || !state) return [];
  for (const { server, behaviour, host } of dead)
    if (!host) console.error(`${server} ${behaviour}: its steps are skipped: the machine itself is deleted`);
  writeState(stack, withoutInverses(state, shown, dead), again);
  return dead.filter((host): host is LeftHost => host.host !== undefined);
}

/** What a destroy left behind, and the hint. */
export function leftText({ server, behaviour, host }: LeftHost, stack: string): string {
  return `${host.name} (${server}) stays unchanged: it ${behaviour}, tried twice with half a minute between; what runs there runs on, and it may still be in the swarm
  → when it is back: docker info there shows the swarm it is in; npm run destroy -- --stack ${stack} takes it out.
    If it never comes back: npm run pulumi -- state delete '${host.urn}' --stack ${stack}`;
}
