/** By key of a service that the stack works without: what a user is told. */
export const leftOutKeys: Readonly<Record<string, string>> = {
  annotations: "swarm has nothing like it → use labels, or remove it",
  attach: "it is for docker compose → remove it",
  blkio_config: "swarm has nothing like it → remove it",
  cgroup_parent: "swarm has nothing like it → remove it",
  container_name:
    "tasks are called <stack>_<service>.<number> → remove it; others reach the service by its key, or by aliases under networks",
  cpu_shares: "swarm has nothing like it → use deploy.resources.reservations.cpus, or remove it",
  develop:
    "it is for docker compose → move it to compose.override.yaml, which docker compose reads by itself",
  mac_address: "swarm gives the addresses → remove it",
  mem_swappiness:
    "swarm has nothing like it → remove it; deploy.resources.limits.memory is swarm's only memory limit",
  memswap_limit:
    "swarm has nothing like it → remove it; deploy.resources.limits.memory is swarm's only memory limit",
  oom_kill_disable: "swarm has nothing like it → remove it",
  oom_score_adj: "swarm has nothing like it → remove it",
  pull_policy: "images are pulled by digest → remove it",
  pull_refresh_after: "images are pulled by digest → remove it",
};
