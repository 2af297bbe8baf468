import { AnsweringEntryPoint } from "./components/entrypoint/answeringEntryPoint.ts";
import { ClusterIdentity } from "./components/keys/clusterIdentity.ts";
import { ClusterKeys } from "./components/keys/clusterKeys.ts";
import { Repairs } from "./components/live/repairs.ts";
import { Preflight } from "./components/preflight/preflight.ts";
import { NodeImages } from "./components/registry/nodeImages.ts";
import { StackImages } from "./components/registry/stackImages.ts";
import { composeStacks } from "./components/stack/composeStacks.ts";
import { imagePlan } from "./components/stack/imagePlan.ts";
import { imageOutputs, nodeOutputs } from "./components/stackOutputs.ts";
import { Rebalance } from "./components/swarm/rebalance.ts";
import { SwarmCluster } from "./components/swarm/swarmCluster.ts";
import { targetFor } from "./components/target/target.ts";
import { readSettings } from "./config.ts";

const { settings, models } = await readSettings();
const { seed } = settings;
const { keep } = settings.images;
const identity = new ClusterIdentity("cluster", { adopt: settings.adopt });
const keys = new ClusterKeys("keys");

// Machines, and a registry that all of them reach.
const target = await targetFor(settings, keys, identity);
const { registry, observed } = target;

// Each machine is looked over for what the stacks want of it before anything changes there.
const checked = new Preflight("preflight", { machines: target.machines, observed, models, settings });
const { machines, platforms } = checked;

// Images are built or copied here and pushed, and pulled by every node before it gets work.
const place = { registry, platforms, cluster: identity.id };
const inUse = models.map((model) => new StackImages(model.name, { ...place, ...imagePlan(model, settings) }));
const nodeImages = new NodeImages("images", { machines, seed, login: registry.login, stacks: inUse, keep });

// What was changed by hand is told, and set back.
const repairs = new Repairs("repairs", { observed, nodes: machines, stacks: models });

// One address in front of all nodes; each of them gets requests while it is a member.
const entryPoint = target.entryPoint(models.flatMap((model) => model.ports));
const cluster = new SwarmCluster("swarm", {
  machines,
  settings,
  preparations: nodeImages.pulls,
  traffic: entryPoint.traffic,
  repairs,
});
entryPoint.admit?.(cluster.members);

const stacks = composeStacks({
  ...{ models, settings: settings.stacks, images: inUse, keys, machines, cluster },
  ...{ pulls: nodeImages.pulls, repairs: repairs.stack },
});
registry.retain?.({ keep, stacks: inUse, used: nodeImages.used, after: stacks });
if (settings.rebalance) new Rebalance("rebalance", { seed: cluster.seed, machines, after: stacks });
new AnsweringEntryPoint("answer", { entryPoint, deployed: stacks.map((stack) => stack.deployed) });

export const endpoint = entryPoint.url;
export const nodes = nodeOutputs(machines);
export const swarmId = cluster.swarmId;
export const images = imageOutputs(inUse);
