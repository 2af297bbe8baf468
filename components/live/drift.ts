import type { LiveNode, LiveSwarm, MachineView, RecordedMember, StackThing, SwarmView } from "./liveSwarm.ts";

/** A difference between the swarm and the last `up`. */
export interface Drift {
  /** What `up` runs again to revert it: the step of a node, a stack, or the swarm itself. */
  readonly part:
    | `joined/${string}`
    | `node/${string}`
    | `stack/${string}`
    | "swarm/bootstrap"
    | "swarm/tokens";
  /** A sentence for the user. */
  readonly sentence: string;
}

/**
 * Compares the record of the last `up` with the live state. Settings that have changed since are not drift,
 * and what was never recorded cannot drift.
 */
export function findDrift({ swarm, absent = {} }: Pick<LiveSwarm, "swarm" | "absent">): Drift[] {
  if (!swarm) return [];
  return [
    ...swarmDrift(swarm),
    ...swarm.members.flatMap((member) => leftDrift(member, swarm, absent) ?? nodeDrift(member, swarm)),
    ...stackDrift(swarm),
  ];
}

function swarmDrift({ autolock, rotated }: SwarmView): Drift[] {
  return [
    ...(autolock
      ? [
          {
            part: "swarm/bootstrap" as const,
            sentence: "autolock was turned on; up turns it off, so that a manager comes back by itself",
          },
        ]
      : []),
    ...(rotated
      ? [
          {
            part: "swarm/tokens" as const,
            sentence: "the join tokens or the CA were rotated; up reads the tokens again",
          },
        ]
      : []),
  ];
}

/** The machine left the swarm by hand; the swarm lists its node as Down. */
function leftDrift(
  { name, id }: RecordedMember,
  { nodes }: SwarmView,
  absent: Readonly<Record<string, MachineView>>,
): Drift[] | undefined {
  const node = nodes.find((one) => one.id === id);
  if (node?.state !== "down" || absent[name]?.state !== "inactive") return undefined;
  return [
    {
      part: `joined/${name}`,
      sentence: `the machine of ${name} has left the swarm; up lets it join again`,
    },
  ];
}

function nodeDrift(member: SwarmView["members"][number], { nodes }: SwarmView): Drift[] {
  const part = `node/${member.name}` as const;
  const node = nodes.find(({ id }) => id === member.id);
  // An `up` that was interrupted before it recorded the node has already joined a replacement.
  if (!node && nodes.some(({ name }) => name === member.name)) return [];
  if (!node)
    return [
      {
        part: `joined/${member.name}`,
        sentence: `node ${member.name} was removed from the swarm; up lets its machine join again`,
      },
    ];
  const changes = [
    ...(node.role === member.role ? [] : [`is a ${node.role}, and was made a ${member.role}`]),
    // A deployment pauses a node that is Down; up lets it have tasks again once it has its images.
    ...(node.availability === member.availability || (node.state === "down" && node.availability === "pause")
      ? []
      : [`is ${inState(node.availability)}, and was set to ${member.availability}`]),
    ...labelChanges(member.labels, node),
  ];
  return changes.map((change) => ({ part, sentence: `node ${member.name} ${change}; up reverts it` }));
}

function inState(availability: LiveNode["availability"]): string {
  return { active: "active", pause: "on pause", drain: "on drain" }[availability];
}

/** Compares only the labels that we set: others belong to the user. */
function labelChanges(given: Readonly<Record<string, string>>, { labels }: LiveNode): string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (labels[name] === value) return [];
    if (labels[name] === undefined) return [`lost the label ${name}=${value}`];
    return [`has the label ${name}=${labels[name]}, deployed with ${name}=${value}`];
  });
}

function stackDrift({ recorded, now }: SwarmView): Drift[] {
  return recorded.flatMap((thing) => {
    const same = now.find(({ kind, name }) => kind === thing.kind && name === thing.name);
    const sentence = same
      ? changeOf(thing, same)
      : `${thing.kind} ${thing.name} was removed; up recreates it`;
    return sentence ? [{ part: `stack/${thing.stack}` as const, sentence }] : [];
  });
}

function changeOf(then: StackThing, now: StackThing): string | undefined {
  if (then.kind === "network" || now.kind === "network" || then.digest === now.digest) return undefined;
  const service = `service ${then.name}`;
  if (then.replicas !== now.replicas)
    return `${service} has ${now.replicas} replicas, deployed with ${then.replicas}; up reverts it`;
  if (then.image !== now.image)
    return `${service} has the image ${now.image}, deployed with ${then.image}; up reverts it`;
  return `${service} was changed by hand; up reverts it`;
}
