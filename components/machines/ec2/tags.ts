/** Whose the resources are. */
export interface Owner {
  /** Pulumi project. */
  readonly project: string;
  /** Pulumi stack. */
  readonly stack: string;
  /** The user's own tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The tags of one resource; `node` where it belongs to one. The user's tags do not hide ours. */
export function tagsOf(owner: Owner, name: string, node?: string): Record<string, string> {
  return {
    ...owner.tags,
    Name: `${owner.project}-${owner.stack}-${name}`,
    "swarm.project": owner.project,
    "swarm.stack": owner.stack,
    ...(node === undefined ? {} : { "swarm.node": node }),
  };
}
