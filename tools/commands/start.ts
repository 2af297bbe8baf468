import { execFile } from "../../components/process/child.mjs";
import { takePulumiStack } from "../arguments.ts";
import { stackOf } from "../pulumi/call.ts";
import { pulumiEnvironment } from "../pulumi/environment.ts";
import { targetOf } from "../pulumi/targetOf.ts";
import { setUp } from "../setUp.ts";
import { updateAfterPreview } from "../update/update.ts";

export const help = `npm start [-- --stack NAME]

Sets up whatever is missing, deploys stack dev with the example application, and prints its address.
Running it again changes only what differs from Pulumi.dev.yaml. --stack deploys another stack, Pulumi.NAME.yaml.

It stops before it loses data or an address; npm start -- --allow-danger NAME goes ahead (npm run up -- --help).

The first run takes a few minutes if everything can be downloaded, and about 15 if Pulumi and its plugins must be
built. npm run doctor shows what is installed.`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack = "dev", rest } = takePulumiStack("start", args);
  await setUp("use", { target: targetOf(stack) });
  const code = await updateAfterPreview(["up", "--yes", "--skip-preview", "--stack", stack, ...rest]);
  if (code !== 0) return code;
  console.log(nextSteps(await endpoint(stack), stack, stack === stackOf([])));
  return 0;
}

async function endpoint(stack: string): Promise<string> {
  const args = ["stack", "output", "endpoint", "--stack", stack];
  const { stdout } = await execFile("pulumi", args, { env: pulumiEnvironment() });
  return stdout.trim();
}

/**
 * What a user can do next.
 *
 * @param url empty if no stack publishes a port
 * @param isDefault true if commands without `--stack` act on this stack
 */
export function nextSteps(url: string, stack: string, isDefault: boolean): string {
  const command = (name: string, ...given: string[]) => {
    const args = [...(isDefault ? [] : ["--stack", stack]), ...given];
    return `npm run ${[name, ...(args.length > 0 ? ["--", ...args] : [])].join(" ")}`;
  };
  const page = "the example shows which replica and which node answered, and a counter that lives on";
  const steps: readonly (readonly [step: string, meaning: string])[] = [
    ...(url ? ([["open that page", page]] as const) : []),
    [command("status"), "nodes, services and tasks"],
    [command("docker", "service", "ls"), "the docker command line against the swarm"],
    [command("ssh", "manager-0"), "a shell on a node"],
    [`swarm:workers in Pulumi.${stack}.yaml`, "change it, then"],
    [command("preview"), "what would change"],
    [command("up"), "change it"],
    [command("destroy"), "remove everything again"],
  ];
  const width = Math.max(...steps.map(([step]) => step.length));
  const lines = steps.map(([step, meaning]) => `  ${step.padEnd(width)}   ${meaning}`);
  return ["", `The swarm is up${url && `: ${url}`}`, "", ...lines].join("\n");
}
