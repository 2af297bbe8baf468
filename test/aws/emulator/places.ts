import { join } from "node:path";
import { awsTestFolder } from "../../../tools/test/awsParts.ts";

/** The files of one run of the test. */
export const runFolder = join(awsTestFolder, "run");
export const volumesFolder = join(runFolder, "volumes");
/** Contains the path of the copy of the project in which the run works. */
export const cloneFile = join(runFolder, "clone.txt");
/** The label of everything that the emulator creates in the engine. */
export const label = "swarm.aws-emulator";

/** The ECR host name of the emulator's account. */
export const registryHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
/** AWS's host names that machines call, by service as in the signature. */
export const serviceHosts: Readonly<Record<string, string>> = Object.fromEntries(
  ["autoscaling", "logs", "monitoring", "ssm"].map((name) => [name, `${name}.us-east-1.amazonaws.com`]),
);
export const trustFolder = `/etc/docker/certs.d/${registryHost}`;

/** The network in the role of the internet: registry and load balancers are on its bridge. */
export const internet = { network: "swarm-aws-internet", bridge: "swarm-aws-net", prefix: "198.18.0" };
/** The network in the role of the VPC. */
export const vpc = { network: "swarm-aws-vpc", bridge: "swarm-aws-vpc" };

export const images = { body: "swarm-aws-body", registry: "swarm-aws-registry" };
