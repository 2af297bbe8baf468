import type { ServiceJudgement } from "../judge/judge.ts";

/** What to do about a service that failed. */
export function hintFor(
  stack: string,
  { service, reason }: Pick<ServiceJudgement, "service" | "reason">,
): string {
  const found = hints.find(([problem]) => problem.test(reason));
  return found
    ? found[1](service)
    : `fix it and run pulumi up again; npm run docker -- service logs ${stack}_${service}`;
}

const hints: readonly (readonly [problem: RegExp, hint: (service: string) => string])[] = [
  [
    /no node for it|constraints not satisfied/,
    (service) =>
      `change deploy.placement of ${service}, or give a node the label it requires: npm run docker -- node inspect NODE; a service with a local volume runs where that is: npm run volumes`,
  ],
  [
    /insufficient resources/,
    (service) => `lower deploy.resources.reservations of ${service}, or add more or larger nodes`,
  ],
  [
    /port already in use/,
    (service) =>
      `each node can run one task with a host-mode port: lower deploy.replicas of ${service}, or add nodes`,
  ],
  [
    /max replicas per node/,
    (service) => `raise deploy.placement.max_replicas_per_node of ${service}, or add nodes`,
  ],
  [
    /missing plugin/,
    (service) => `install the driver that ${service} names on the nodes, or name another one`,
  ],
  [/unsupported platform/, (service) => `build the image of ${service} for the nodes' platform`],
  [
    /no address is free|addresses may be exhausted/,
    (service) =>
      `give the network of ${service} a larger ipam.config.subnet under a new name; swarm changes no network`,
  ],
];

/** What to do when docker refuses the file. */
export function hintForRefusal(said: string): string {
  if (said.includes("mode change is not allowed"))
    return "give the service another name, or remove it first: npm run docker -- service rm NAME";
  if (said.includes("declared as external"))
    return "make it first: npm run docker -- network create --driver overlay NAME";
  if (/secret not found|config not found/.test(said))
    return "make it first: npm run docker -- secret create NAME FILE, or config create";
  if (said.includes("update out of sequence"))
    return "something else changes the service at the same time; find out what, then run pulumi up again";
  return "fix the compose file";
}
