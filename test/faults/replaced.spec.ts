import assert from "node:assert/strict";
import { Clone } from "../support/clone.ts";
import { docker, inventory, machine, onNode } from "../support/engine.ts";
import { fault } from "../support/faults.ts";
import { assertHealed, promisedBy } from "../support/oracle.ts";
import { plainStack, writePlainStack } from "../support/plainStack.ts";
import type { Sample } from "../support/quorum.ts";
import { upUnderLoad } from "../support/underLoad.ts";

const stack = "faults-replaced";
const url = "http://127.0.0.1:19200";
const managers = ["manager-0", "manager-1", "manager-2"];
const workers = ["worker-0", "worker-1"];

/**
 * Seconds: raft holds an election after ten without a leader; a machine that comes back has none at first.
 */
const election = 45;

describe("replacing all machines with another image", () => {
  const held = inventory(stack);
  const settings = {
    managers: managers.length,
    workers: workers.length,
    stacks: plainStack,
    local: { port: 19200, subnet: "172.31.92.0/24" },
  };
  const clone = new Clone(stack, settings);
  writePlainStack(clone);
  let swarmId = "";

  const nodes = (field: string) => {
    const lines = onNode(
      stack,
      "manager-1",
      "docker",
      "node",
      "ls",
      "--format",
      `{{.Hostname}} {{${field}}}`,
    );
    return Object.fromEntries(lines.map((line) => line.split(" ") as [string, string]));
  };
  const leader = () => Object.entries(nodes(".ManagerStatus")).find(([, status]) => status === "Leader")?.[0];
  const births = (names: readonly string[]) =>
    names.map((name) => ({
      name,
      at: docker("inspect", "--format", "{{.Created}}", machine(stack, name))[0] ?? "",
    }));

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

  /** Replaces every machine; returns which manager led before. */
  async function replaceAll(
    word: string,
  ): Promise<{ samples: readonly Sample[]; answered: number; led: string }> {
    const led = leader() ?? assert.fail("no leader");
    const old = births([...managers, ...workers]);
    const ids = nodes(".ID");
    clone.edit(
      "components/targets/local/machines/machineImage/Dockerfile",
      (text) => `${text}LABEL changed=${word}\n`,
    );
    const { samples, answered } = await upUnderLoad(clone, url, settings, { election });
    const now = births([...managers, ...workers]);
    for (const [index, { name, at }] of old.entries()) assert.notEqual(now[index]?.at, at, name);
    const after = nodes(".ID");
    for (const name of managers) assert.equal(after[name], ids[name], name);
    for (const name of workers) assert.notEqual(after[name], ids[name], name);
    return { samples, answered, led };
  }

  /** The lowest number of workers; after a change of leader, all are Unknown until they have reported. */
  const fewestWorkers = (samples: readonly Sample[]) =>
    Math.min(
      ...samples
        .filter(({ nodes }) => nodes.length > 0)
        .map(({ nodes }) => nodes.filter((node) => !node.manager && node.status !== "Down").length),
    );

  /** Managers that a list shows as missing, without the one that gives the list. */
  const missing = ({ nodes }: Sample) =>
    nodes.filter((node) => node.manager === "Unreachable").map(({ name }) => name);

  for (const word of ["once", "twice"])
    fault(
      word === "once" ? "another image for all machines" : "the same again, with another leader",
      "managers one at a time, leader last; workers new before old; no request fails",
      400,
      async (run) => {
        const { samples, answered, led } = await replaceAll(word);
        run.end();
        const order = births(managers)
          .sort((one, other) => one.at.localeCompare(other.at))
          .map(({ name }) => name);
        assert.equal(order.at(-1), led, order.join(", "));
        assert.deepEqual(
          samples.map(missing).filter((names) => names.length > 1),
          [],
        );
        assert.ok(fewestWorkers(samples) >= workers.length);
        await assertHealed(clone, swarmId);
        run.saw(
          `${order.join(", ")}; ${answered} requests answered, 0 failed; ${samples.length} samples of the managers`,
        );
      },
    );
});
