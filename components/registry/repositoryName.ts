/** `swarm/prod/`, before the name of every repository of a Pulumi stack. */
export function repositoryPrefix(project: string, stack: string): string {
  return `${project}/${stack}/`;
}
