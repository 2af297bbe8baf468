import assert from "node:assert/strict";

/** The stacks of the end-to-end tests on this computer, several of which run at the same time. */
const stacks = [
  ...["e2e", "drift", "e2e-deployments", "e2e-engine", "growth", "images", "e2e-killed"],
  ...["e2e-killed-2", "e2e-plan", "e2e-policy", "e2e-mistakes", "e2e-preflight", "retention", "rollout"],
  "secrets",
  "volumes",
  "proxy",
];

/** The setting `swarm:local` of a test's stack. No two stacks share a port or an address. */
export function localAddresses(stack: string): { port: number; firstPort: number; subnet: string } {
  const index = stacks.indexOf(stack);
  assert.ok(index >= 0, `${stack} is in the list of stacks`);
  const port = 18_000 + 20 * index;
  return { port, firstPort: port + 10, subnet: `172.31.${60 + index}.0/24` };
}
