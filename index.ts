import { AnsweringEntryPoint } from "./components/entrypoint/answeringEntryPoint.ts";
import { balancedPorts } from "./components/entrypoint/balancedPorts.ts";
import { ClusterKeys } from "./components/keys/clusterKeys.ts";
import { NodeImages } from "./components/registry/nodeImages.ts";
import { StackImages } from "./components/registry/stackImages.ts";
import { ComposeStack } from "./components/stack/composeStack.ts";
import { imageOutputs, nodeOutputs } from "./components/stackOutputs.ts";
import { SwarmCluster } from "./components/swarm/swarmCluster.ts";
import { targetFor } from "./components/target/target.ts";
import { readSettings } from "./config.ts";

const { settings, models } = await readSettings();
const keys = new ClusterKeys("keys");

// Machines, a registry that all of them reach, and one address in front of them.
const target = await targetFor(settings, keys);
const ports = models.flatMap((model) => model.ports);
const entryPoint = target.entryPoint(balancedPorts(ports, settings.local.port));

// Images are built and pushed here, and pulled by every node before it gets work.
const built = models.map(({ name, builds }) => ({
  stack: name,
  references: new StackImages(name, { stack: settings.stack, registry: target.registry, builds }).references,
}));
const nodeImages = new NodeImages("images", {
  machines: target.machines,
  login: target.registry.login,
  references: built.flatMap(({ references }) => Object.values(references)),
});

const cluster = new SwarmCluster("swarm", {
  machines: target.machines,
  seed: settings.seed,
  addressPool: settings.addressPool,
  preparations: nodeImages.pulls,
});

const stacks = models.map(
  (model, index) =>
    new ComposeStack(`${model.name}-stack`, {
      model,
      seed: cluster.seed,
      images: built[index]?.references ?? {},
      objectKey: keys.password("stack objects"),
      timeout: settings.stacks[index]?.timeout ?? 600,
      machines: target.machines,
      nodes: [...cluster.nodes.map((node) => node.member), ...Object.values(nodeImages.pulls)],
    }),
);
new AnsweringEntryPoint("answer", {
  url: entryPoint.url,
  deployed: stacks.map((stack) => stack.deployed),
});

export const endpoint = entryPoint.url;
export const nodes = nodeOutputs(target.machines);
export const swarmId = cluster.swarmId;
export const images = imageOutputs(built);
