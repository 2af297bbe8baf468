import { join } from "node:path";
import { awsTestFolder } from "../../../tools/test/awsParts.ts";

/** What one run of the test keeps in files. */
export const runFolder = join(awsTestFolder, "run");
export const volumesFolder = join(runFolder, "volumes");
/** Says where the copy of the project is that the run works in. */
export const cloneFile = join(runFolder, "clone.txt");
/** Everything that the emulator makes on the engine has this label. */
export const label = "swarm.aws-emulator";

/** The host name of the ECR of the emulator's account. */
export const registryHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
export const trustFolder = `/etc/docker/certs.d/${registryHost}`;

/** The network that stands for the internet: registry and load balancers are on its bridge. */
export const internet = { network: "swarm-aws-internet", bridge: "swarm-aws-net", prefix: "198.18.0" };
/** The network that stands for the VPC. */
export const vpc = { network: "swarm-aws-vpc", bridge: "swarm-aws-vpc" };

export const images = { body: "swarm-aws-body", registry: "swarm-aws-registry" };
