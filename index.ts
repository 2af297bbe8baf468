import { EndpointCheck } from "./components/entrypoint/endpointCheck.ts";
import { imagePlan } from "./components/images/imagePlan.ts";
import { NodeImages } from "./components/images/nodeImages.ts";
import { StackImages } from "./components/images/stackImages.ts";
import { ClusterIdentity } from "./components/keys/clusterIdentity.ts";
import { ClusterKeys } from "./components/keys/clusterKeys.ts";
import { markAway } from "./components/live/awayWorkers.ts";
import { DriftCorrection } from "./components/live/driftCorrection.ts";
import { Preflight } from "./components/preflight/preflight.ts";
import { composeStacks } from "./components/stack/composeStacks.ts";
import { imageOutputs, nodeOutputs } from "./components/stackOutputs.ts";
import { Rebalance } from "./components/swarm/rebalance.ts";
import { SwarmCluster } from "./components/swarm/swarmCluster.ts";
import { readSettings } from "./config.ts";

const { settings, target, models } = await readSettings();
const { seed } = settings;
const { keep } = settings.images;
const identity = new ClusterIdentity("cluster", { adopt: settings.adopt });
const keys = new ClusterKeys("keys");
const resources = await target.createResources(settings, keys, identity);
const { registry, observed, needs, fileSystem, scalingPools } = resources;

// Preflight: check each machine against what the stacks require before anything changes there.
const check = { machines: markAway(resources.machines, observed), observed, models, settings };
const { machines, platforms } = new Preflight("preflight", check);
resources.watchNodes?.(machines);

// Build or mirror the images here and push them; every node pulls them before it gets tasks.
const base = { registry, platforms, cluster: identity.id };
const inUse = models.map((model) => new StackImages(model.name, { ...base, ...imagePlan(model, settings) }));
const nodeImages = new NodeImages("images", { machines, seed, login: registry.login, stacks: inUse, keep });

// Report drift and revert it.
const drift = new DriftCorrection("drift", { observed, nodes: machines, stacks: models });

// The one address in front of all nodes; a node gets requests while it is a member.
const entryPoint = resources.entryPoint(models.flatMap(({ ports }) => ports));
const cluster = new SwarmCluster("swarm", {
  machines,
  settings,
  preparations: nodeImages.pulls,
  ...{ traffic: entryPoint.trafficGate, inTurn: entryPoint.inTurn },
  ...{ drift, tokenGeneration: resources.tokenGeneration },
});
entryPoint.registerTargets?.(cluster.members);
const pools = resources.scalePools?.({ cluster, machines, images: nodeImages.pulled }) ?? [];
const stacks = composeStacks({
  ...{ models, settings: settings.stacks, images: inUse, keys, machines, cluster },
  ...{ drift: drift.stack, live: observed?.live, needs, pools, scalingPools, fileSystem },
});
entryPoint.awaitTargets?.(stacks);
registry.retain?.({ keep, stacks: inUse, used: nodeImages.used, after: stacks });
if (settings.rebalance) new Rebalance("rebalance", { seed: cluster.seed, machines, after: stacks });
new EndpointCheck("answer", { entryPoint, deployed: stacks.map((stack) => stack.deployed) });

export const endpoint = entryPoint.url;
export const nodes = nodeOutputs(machines);
export const swarmId = cluster.swarmId;
export const images = imageOutputs(inUse);
