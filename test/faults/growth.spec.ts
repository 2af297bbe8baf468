import assert from "node:assert/strict";
import { Clone } from "../support/clone.ts";
import { inventory, onNode } from "../support/engine.ts";
import { fault } from "../support/faults.ts";
import { assertHealed, promisedBy } from "../support/oracle.ts";
import { plainStack, writePlainStack } from "../support/plainStack.ts";
import { findHastyLeavers } from "../support/quorum.ts";
import { dangersOfLeaving, upUnderLoad } from "../support/underLoad.ts";

const stack = "faults-growth";
const url = "http://127.0.0.1:18850";

/** The cluster's successive sizes. */
interface Size {
  readonly managers: number;
  readonly web: number;
  readonly jobs: number;
}

/** Each row continues where the previous one ended; the services end without draining their connections. */
describe("growing and shrinking", () => {
  const held = inventory(stack);
  const settings = ({ managers, web, jobs }: Size) => ({
    managers,
    workers: {
      web: { count: web, labels: { tier: "web" } },
      jobs: { count: jobs, labels: { tier: "jobs" } },
    },
    stacks: plainStack,
    local: { port: 18850, subnet: "172.31.100.0/24" },
  });
  const namesIn = ({ managers, web, jobs }: Size) => {
    const names = (group: string, count: number) => Array.from({ length: count }, (_, i) => `${group}-${i}`);
    return [...names("jobs", jobs), ...names("manager", managers), ...names("web", web)];
  };
  let size: Size = { managers: 1, web: 1, jobs: 1 };
  let swarmId = "";
  const clone = new Clone(stack, settings(size));
  writePlainStack(clone);

  before(async () => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    ({ swarmId } = await promisedBy(clone));
  });

  after(async () => {
    await clone.npm("destroy");
    clone.remove();
    assert.deepEqual(inventory(stack), held);
  });

  const steps: readonly (readonly [title: string, next: Size])[] = [
    ["two workers become five", { managers: 1, web: 3, jobs: 2 }],
    ["one manager becomes three", { managers: 3, web: 3, jobs: 2 }],
    ["three managers become five", { managers: 5, web: 3, jobs: 2 }],
    ["five managers become three", { managers: 3, web: 3, jobs: 2 }],
    ["three managers and five workers become one and one", { managers: 1, web: 1, jobs: 0 }],
  ];

  for (const [title, next] of steps)
    fault(title, "no request fails, never below quorum", 300, async (run) => {
      const leaving = namesIn(size).filter((name) => !namesIn(next).includes(name));
      const managers = leaving.filter((name) => name.startsWith("manager-"));
      const { samples, answered } = await upUnderLoad(clone, url, settings(next), {
        allow: dangersOfLeaving(stack, managers),
      });
      run.end();
      assert.deepEqual(findHastyLeavers(samples, "manager-0", leaving), []);
      const names = onNode(stack, "manager-0", "docker", "node", "ls", "--format", "{{.Hostname}}");
      assert.deepEqual(names.sort(), namesIn(next));
      size = next;
      await assertHealed(clone, swarmId);
      run.saw(`${answered} requests answered, 0 failed; ${samples.length} samples of the managers`);
    });
});
