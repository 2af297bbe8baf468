import { getInstances } from "@pulumi/aws/ec2/getInstances.js";
import { getRepositories } from "@pulumi/aws/ecr/getRepositories.js";
import { getRepository } from "@pulumi/aws/ecr/getRepository.js";
import type * as pulumi from "@pulumi/pulumi";
import { labelNames } from "../../../names.ts";
import type { ExistingRepository } from "./repositoryOwner.ts";

/** The account's repositories whose names begin like this stack's, by name. */
export async function findRepositories(
  prefix: string,
  cluster: string,
  options: pulumi.InvokeOptions,
): Promise<ReadonlyMap<string, ExistingRepository>> {
  // A provider may leave out what is empty.
  const { names = [] } = await getRepositories({}, options);
  const own = names.filter((name) => name.startsWith(prefix));
  const found = await Promise.all(
    own.map(async (name) => {
      const { tags = {} } = await getRepository({ name }, options);
      return { name, tags };
    }),
  );
  const others = new Set(found.map(({ tags }) => tags[labelNames.cluster]).filter((id) => id !== cluster));
  const living = new Set<string>();
  await Promise.all(
    [...others].map(async (id) => {
      if (id !== undefined && (await hasMachines(id, options))) living.add(id);
    }),
  );
  return new Map(
    found.map(({ name, tags }) => [name, { tags, clusterLives: living.has(tags[labelNames.cluster] ?? "") }]),
  );
}

async function hasMachines(cluster: string, options: pulumi.InvokeOptions): Promise<boolean> {
  const instanceStateNames = ["pending", "running", "stopping", "stopped"];
  const { ids = [] } = await getInstances(
    { instanceTags: { [labelNames.cluster]: cluster }, instanceStateNames },
    options,
  );
  return ids.length > 0;
}
