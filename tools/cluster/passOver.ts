import { spawnSync } from "../../components/process/child.mjs";
import { pulumiEnvironment } from "../pulumi/environment.ts";
import type { StateFile } from "../pulumi/state.ts";
import { type DeadHost, deadHosts, withoutInverses } from "./deadHosts.ts";

/** An existing machine that a destroy leaves in the state; the next one removes it from the swarm. */
export type LeftHost = DeadHost & Required<Pick<DeadHost, "host">>;

/**
 * Lets a stack's destroy continue without the machines that do not answer.
 *
 * @returns those of target hosts, whose steps the destroy must exclude
 */
export async function passOverDeadHosts(stack: string): Promise<LeftHost[]> {
  const shown = exported(stack, "--show-secrets");
  const dead = shown ? await deadHosts(shown, (line) => console.error(line)) : [];
  const state = dead.length > 0 ? exported(stack) : undefined;
  if (!shown || !state) return [];
  for (const { server, behaviour, host } of dead)
    if (!host)
      console.error(`${server} ${behaviour}: nothing is undone there, for the machine goes as a whole`);
  const { status, stderr } = spawnSync("pulumi", ["stack", "import", "--stack", stack], {
    env: pulumiEnvironment(),
    input: JSON.stringify(withoutInverses(state, shown, dead)),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the state of stack ${stack} cannot be written: ${stderr.trim()}`);
  return dead.filter((host): host is LeftHost => host.host !== undefined);
}

/** What a destroy left behind, and the hint. */
export function leftText({ server, behaviour, host }: LeftHost, stack: string): string {
  return `${host.name} (${server}) is left as it is: it ${behaviour}, tried twice with half a minute between; what runs there runs on, and it may still be in the swarm
  → when it is back: docker info there shows the swarm it is in; npm run destroy -- --stack ${stack} takes it out.
    If it never comes back: npm run pulumi -- state delete '${host.urn}' --stack ${stack}`;
}

function exported(stack: string, ...more: string[]): StateFile | undefined {
  const { status, stdout } = spawnSync("pulumi", ["stack", "export", "--stack", stack, ...more], {
    env: pulumiEnvironment(),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return status === 0 ? (JSON.parse(stdout) as StateFile) : undefined;
}
