import { targets } from "../../components/targets/targets.ts";
import type { Step } from "../../setup/step.ts";
import { ownArguments } from "../arguments.ts";
import { machineFacts } from "../report/machineFacts.ts";
import { table } from "../report/table.ts";
import { neededSteps } from "../setUp.ts";

export const help = `npm run doctor

Lists what the project needs and what is installed: version, source, path, and what the kernel of the Docker
engine supports. Changes nothing. Exit code 1 if something that npm start needs is missing.

official         downloaded from its publisher
system package   installed with the system's package manager
built here       built from source, because the official download could not be reached
stand-in         this project's own plugin instead of Pulumi's, for the same reason. Targets aws and hosts do not
                 use one unless you name it: SWARM_STAND_INS=command
started here     started by npm start
already there    found on this computer`;

export async function main(args: readonly string[]): Promise<number> {
  ownArguments("doctor", args, {});
  const [steps, needed, ...ofTargets] = await Promise.all([
    neededSteps("test"),
    neededSteps("use"),
    ...targets.map((target) => neededSteps("use", target)),
  ]);
  const all = [...steps, ...ofTargets.flat()];
  const names = all.map(({ name }) => name);
  const tools = await Promise.all(all.filter(({ name }, index) => names.indexOf(name) === index).map(lookAt));
  console.log(table([["TOOL", "VERSION", "ORIGIN", "WHERE"], ...tools.map((tool) => tool.columns)]));
  console.log(`\n${table([["MACHINE", ""], ...(await machineFacts())])}`);
  const isNeeded = ({ name }: Step) => needed.some((step) => step.name === name);
  const missing = tools.filter((tool) => tool.missing && isNeeded(tool.step));
  if (missing.length === 0) return 0;
  console.log(
    `\nmissing: ${missing.map(({ step }) => step.name).join(", ")}\n  → npm start sets up what is missing`,
  );
  return 1;
}

async function lookAt(step: Step): Promise<{ step: Step; missing: boolean; columns: string[] }> {
  const found = await step.find();
  const columns = found
    ? [step.name, await found.version(), found.origin, found.where]
    : [step.name, "missing", "", `needed: ${step.why}`];
  return { step, missing: found === undefined, columns };
}
