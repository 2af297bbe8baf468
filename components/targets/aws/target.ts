import type { Target } from "../target.ts";
import { sessionTunnel } from "./machines/sessionTunnel.ts";
import { awsPlan } from "./plan.ts";
import { checkAws, checkPublishedPorts, requireKeys } from "./settings/checks.ts";
import { completeAws, poolDefaults } from "./settings/defaults.ts";
import { completeAwsLogs } from "./settings/logs.ts";
import { awsPoolFields, awsSchema } from "./settings/schema.ts";
import type { AwsSettings } from "./settings/settings.ts";

/** EC2 instances, ECR repositories and a network load balancer. */
export const aws: Target<AwsSettings> = {
  name: "aws",
  plugins: [{ name: "aws", why: "target aws" }],
  // They wait for AWS, not for this computer.
  parallel: 32,
  plan: awsPlan,
  cost: async () => (await import("./cost.ts")).awsCost,
  fields: { aws: awsSchema },
  poolFields: awsPoolFields,
  scales: true,
  complete: completeAws,
  completeLogging: completeAwsLogs,
  poolDefaults,
  machineRange: ({ network: { existing, cidr } }) =>
    existing ? undefined : { range: cidr, setting: "swarm:aws.network.cidr" },
  checkRequired: (raw, path) => requireKeys(raw.aws, path.at("aws")),
  check: checkAws,
  checkModels: checkPublishedPorts,
  fileSystem: { setting: "swarm:aws.efs", isOn: ({ efs }) => efs },
  tunnelTo: sessionTunnel,
  createResources: async (...args) => (await import("./resources.ts")).AwsResources.create(...args),
};
