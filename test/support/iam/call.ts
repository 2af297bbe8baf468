import type { Registration } from "../recordedProgram.ts";

export type Tags = Readonly<Record<string, string>>;

/** One of the resources that AWS evaluates a call for. */
export interface CallTarget {
  /** Type in the ARN: `instance`, `loadbalancer/net`, `role/swarm`. */
  readonly type: string;
  /** Last part of the ARN; default: some id. */
  readonly id?: string;
  /** The whole ARN, where it is not made of the type and the id. */
  readonly arn?: string;
  /** Tags that it has when the call is made. */
  readonly tags?: Tags | undefined;
  /** Tags that the call gives it. */
  readonly requestTags?: Tags | undefined;
  /** Further condition keys, `ec2:CreateAction`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** A call of the AWS API: AWS allows it only if it allows it for each target. */
export interface Call {
  /** `ec2:CreateVpc` */
  readonly action: string;
  readonly targets: readonly CallTarget[];
}

/** All resources of one recorded program. */
export interface Cluster {
  /** The tags of the resource of this type that an input refers to; undefined if it is not in the program. */
  tagsOf(type: string, reference: unknown): Tags | undefined;
}

/** What a provider calls in the life of a resource: create, change, tag, delete. */
export type CallsOf = (registration: Registration, cluster: Cluster) => readonly Call[];

export function call(action: string, ...targets: readonly CallTarget[]): Call {
  return { action, targets };
}

/** Calls that all have the same target. */
export function calls(service: string, actions: string, target: CallTarget): Call[] {
  return actions.split(" ").map((action) => call(`${service}:${action}`, target));
}

export function tagsIn({ inputs }: Registration, property = "tags"): Tags {
  return (inputs[property] ?? {}) as Tags;
}

/** The tags of a resource whose owner adds one of their own. */
export function retagged(tags: Tags): Tags {
  return { ...tags, team: "other" };
}

/** Indexes the tags of a recorded program; mocks give ids such as `public-0-id` and `arn-of-entrypoint`. */
export function clusterOf(registrations: readonly Registration[]): Cluster {
  const known = new Map<string, Tags>();
  for (const registration of registrations)
    for (const id of [`${registration.name}-id`, `arn-of-${registration.name}`])
      known.set(`${registration.type} ${id}`, tagsIn(registration));
  return { tagsOf: (type, reference) => known.get(`${type} ${reference}`) };
}
