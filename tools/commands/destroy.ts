import { targets } from "../../components/targets/targets.ts";
import { badArguments, takeOption, takePulumiStack } from "../arguments.ts";
import { leftovers, sweep } from "../cluster/leftovers.ts";
import { endOrphans } from "../cluster/orphans.ts";
import { type LeftHost, leftText, passOverDeadHosts } from "../cluster/passOver.ts";
import { type Recorded, recordedContainers } from "../cluster/recordedContainers.ts";
import { pulumiEnvironment } from "../pulumi/environment.ts";
import { mendCheckpoint } from "../pulumi/fileBackend.ts";
import { removeDeadLocks, stackLocks } from "../pulumi/locks.ts";
import { main as pulumi } from "./pulumi.ts";

export const help = `npm run destroy -- [--stack NAME] [ARGUMENTS]
npm run destroy -- [--stack NAME] --cluster ID

Runs pulumi destroy, then removes what interrupted runs left behind: every container, network, volume and image of
this computer's engine that carries the cluster's id (label swarm.cluster), and nothing else, whatever its name. You
can run it again. Machines of target hosts leave the swarm and otherwise stay as they are. One that does not answer
two tries, half a minute apart, stays unchanged and in the state; the next npm run destroy tries again.

It refuses while the settings protect resources, and says how to change that.

Without a state of the stack in this folder, it removes nothing: it lists what this computer has under that name
and which cluster created it. --cluster ID removes what that cluster created here, including all data.

Without a terminal to ask on, it runs as with --yes.
Exit code: 0 nothing is left, 3 done except for machines that did not answer, 1 failed or refused.`;

const agreements = ["--yes", "-y"];

export async function main(args: readonly string[]): Promise<number> {
  const { stack = "dev", rest: others } = takePulumiStack("destroy", args);
  const { isGiven, value: named, rest } = takeOption(others, "--cluster");
  if (isGiven && !/^[0-9a-f]{20}$/.test(named ?? ""))
    throw new Error(
      `--cluster: ${named || "nothing"} is not the id of a cluster\n  → npm run destroy -- --stack ${stack} lists them`,
    );
  const { PULUMI_BACKEND_URL: backend } = pulumiEnvironment();
  const dead = removeDeadLocks(stackLocks(backend, "swarm", stack));
  if (dead.length > 0) mendCheckpoint(backend, "swarm", stack);
  const recorded = recordedContainers(stack, "npm run destroy");
  if (named && named !== recorded?.cluster) {
    const [unknown] = rest.filter((word) => !agreements.includes(word));
    if (unknown) throw badArguments("destroy", `unknown argument ${JSON.stringify(unknown)} with --cluster`);
    const code = removeCluster(named);
    if (code === 0) console.log(`nothing of cluster ${named} is left on this computer`);
    return code;
  }
  if (recorded && !rest.includes("--exclude-protected")) refuseProtected(stack, recorded);
  if (recorded) {
    for (const pid of dead) console.log(`an earlier run (process ${pid}) was killed; its lock is removed`);
    await sweepKilled(recorded, dead.length > 0);
  }
  const left = recorded ? await passOverDeadHosts(stack) : [];
  const code = recorded ? await destroyAll(stack, recorded, left, rest) : 0;
  if (code !== 0) return code;
  for (const host of left) console.error(`\n${leftText(host, stack)}`);
  return left.length > 0 ? 3 : reportOthers(stack, recorded?.cluster !== undefined);
}

/** Pulumi itself would remove all that is not protected, machines too, and then fail. */
function refuseProtected(stack: string, { protected: names }: Recorded): void {
  if (names.length > 0)
    throw new Error(
      `stack ${stack} is protected, nothing was removed: ${names.join(", ")}\n` +
        `  → set protect to false in Pulumi.${stack}.yaml, run npm run up -- --stack ${stack}, then destroy it`,
    );
}

/** A container that is in no state would block the removal of the network and the volumes. */
async function sweepKilled({ cluster, containers }: Recorded, wasKilled: boolean): Promise<void> {
  if (!wasKilled) return;
  await endOrphans();
  if (cluster) sweep(cluster, (container) => !containers.has(container));
}

async function destroyAll(
  stack: string,
  { cluster }: Recorded,
  left: readonly LeftHost[],
  args: readonly string[],
): Promise<number> {
  const without = left.flatMap(({ host }) => ["--exclude", host.urn]);
  const code = await pulumi(["destroy", "--stack", stack, ...without, ...consent(args), ...args]);
  return code === 0 && cluster ? removeCluster(cluster) : code;
}

function removeCluster(cluster: string): number {
  sweep(cluster);
  const remaining = leftovers(cluster);
  for (const { kind, ids } of remaining) console.error(`${kind}(s) still there: ${ids.join(", ")}`);
  return remaining.length === 0 ? 0 : 1;
}

/**
 * Lists what has the stack's names but belongs to other clusters. It stays; the output says how to remove it.
 */
async function reportOthers(stack: string, wasHere: boolean): Promise<number> {
  const found = await Promise.all(targets.map((target) => target.objectsOf?.(stack) ?? []));
  const objects = found.flat();
  if (objects.length === 0) {
    console.log(`nothing of stack ${stack} is left`);
    return 0;
  }
  const listed = objects.map(
    ({ kind, name, cluster }) =>
      `  ${kind} ${name}, ${cluster ? `of cluster ${cluster}` : "not made by this program"}`,
  );
  const owners = [...new Set(objects.map(({ cluster }) => cluster))].filter(Boolean);
  const ways = owners.map(
    (owner) =>
      `  → to remove what it made, with all data on it: npm run destroy -- --stack ${stack} --cluster ${owner}`,
  );
  const headline = wasHere
    ? `nothing of this cluster is left; objects of another cluster named ${stack} stay unchanged:`
    : `this folder has no cluster of stack ${stack}, so nothing was removed; this computer has of that name:`;
  console.error(
    [headline, ...listed, ...(wasHere ? [] : ["  → destroy it in the folder that created it", ...ways])].join(
      "\n",
    ),
  );
  return wasHere ? 0 : 1;
}

/** Without a terminal there is no prompt; running this command counts as consent. */
function consent(args: readonly string[]): string[] {
  const asks = process.stdin.isTTY && process.stdout.isTTY;
  return asks || agreements.some((word) => args.includes(word))
    ? []
    : ["--yes", "--skip-preview", "--non-interactive"];
}
