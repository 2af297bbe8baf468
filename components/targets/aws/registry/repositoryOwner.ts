import { labelNames } from "../../../names.ts";

/** A repository that is in the account already. */
export interface ExistingRepository {
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the cluster in its tag still has machines. */
  readonly clusterLives: boolean;
}

/** The stack that wants the repository. */
export interface WantedBy {
  readonly project: string;
  readonly stack: string;
  /** Cluster id. */
  readonly cluster: string;
}

/**
 * Why this stack must not take over an existing repository; undefined if it may.
 *
 * `destroy` keeps repositories that contain images, and so does removing a service: the next `up` of the same
 * stack, which may be another cluster by then, takes them over.
 */
export function refusalToTakeOver(
  name: string,
  { tags, clusterLives }: ExistingRepository,
  { project, stack, cluster }: WantedBy,
): string | undefined {
  const marked = [tags[labelNames.project], tags[labelNames.stack]];
  if (marked[0] !== project || marked[1] !== stack) {
    const found =
      marked[0] === undefined
        ? "has no tag swarm.project: this project did not create it"
        : `belongs to ${marked.join("/")}, not to ${project}/${stack}`;
    return `the ECR repository ${name} exists and ${found}\n  → give this stack another name, or delete the repository: aws ecr delete-repository --force --repository-name ${name}`;
  }
  const other = tags[labelNames.cluster];
  if (other === undefined || other === cluster || !clusterLives) return undefined;
  return `the ECR repository ${name} belongs to another running cluster with the name ${project}/${stack}, ${other}\n  → give this stack another name, or use the state of that cluster`;
}
