import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { clusterSecrets } from "../support/clusterSecrets.ts";
import { askNode, docker, inventory } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { assertHealed } from "../support/oracle.ts";
import { pulumiProcess } from "../support/pulumiProcess.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";
import { until } from "../support/testCluster.ts";

const stack = "e2e-killed";

/** True once a node's machine exists; false after a minute. */
async function machineThere(node: string): Promise<boolean> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (docker("ps", "--quiet", "--filter", `name=swarm-${stack}-${node}`).length > 0) return true;
    await sleep(50);
  }
  return false;
}

describe("a killed up", () => {
  const before = inventory(stack);
  const settings = {
    managers: 1,
    workers: 1,
    stacks: smallStack,
    local: localAddresses(stack),
  };
  const clone = new Clone(stack, settings, { keepsLogs: true });
  writeSmallStack(clone, "1");

  after(async () => {
    await clone.end();
  });

  /** Sends SIGKILL as soon as the machine that the run creates exists. */
  async function killedWith(run: ReturnType<Clone["npm"]>, node: string): Promise<void> {
    assert.ok(await machineThere(node));
    await killed(run);
  }

  async function killed(run: ReturnType<Clone["npm"]>): Promise<void> {
    const pulumi = pulumiProcess(clone.folder);
    assert.ok(pulumi, "pulumi runs in the clone");
    process.kill(pulumi.pid, "SIGKILL");
    assert.notEqual((await run).code, 0);
  }

  it("leaves a lock that the next up reports; after npm run unlock, up continues", async () => {
    await killedWith(clone.npm("start"), "manager-0");
    const refused = await clone.npm("up", "--yes", "--skip-preview");
    assert.notEqual(refused.code, 0, refused.output);
    assert.match(refused.output, /→ npm run unlock/);
    const unlock = await clone.npm("unlock");
    assert.equal(unlock.code, 0, unlock.output);
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    await assertHealed(clone, undefined);
  });

  it("leaves no secret in clear in Pulumi's own logs", async () => {
    const logs = filesBelow(clone.path(".state/home/logs"));
    const ofRuns = Object.entries(logs).filter(([path]) => path.includes(`+${stack}-`));
    assert.deepEqual(new Set(ofRuns.map(([, text]) => text.slice(0, 4))), new Set(["PLOG"]));
    assert.ok(ofRuns.length >= 3 && Object.keys(logs).length > ofRuns.length, Object.keys(logs).join());
    assert.deepEqual(seen(await clusterSecrets(clone, "manager-0", ["manager-0", "worker-0"]), logs), []);
  });

  it("blocks up and destroy of the same stack in another folder", async () => {
    const containers = inventory(stack).containers;
    const other = new Clone(stack, settings);
    writeSmallStack(other, "1");
    const refused = await other.npm("destroy");
    assert.equal(refused.code, 1, refused.output);
    assert.match(refused.output, /this folder has no cluster of stack e2e-killed, so nothing was removed/);
    assert.match(refused.output, /npm run destroy -- --stack e2e-killed --cluster [0-9a-f]{20}/);
    for (const command of ["preview", "up"]) {
      const { code, output } = await other.npm(
        command,
        ...(command === "up" ? ["--yes", "--skip-preview"] : []),
      );
      assert.notEqual(code, 0, output);
      assert.match(
        output,
        /this computer already has objects with these names that this cluster does not own:\n *container swarm-e2e-killed-\S+, of cluster [0-9a-f]{20}/,
      );
      assert.match(output, /→ nothing was changed; use the folder that created it/);
    }
    assert.equal((await other.npm("unlock")).code, 0);
    const destroy = await other.npm("destroy");
    assert.equal(destroy.code, 0, destroy.output);
    assert.match(destroy.output, /objects of another cluster named e2e-killed stay unchanged/);
    other.remove();
    assert.deepEqual(inventory(stack).containers, containers);
    await clone.assertHealthy();
  });

  it("never takes over a volume that somebody else created", async () => {
    const other = new Clone(`${stack}-2`, { ...settings, local: localAddresses(`${stack}-2`) });
    const volume = `swarm-${stack}-2-manager-0`;
    writeSmallStack(other, "1");
    docker("volume", "create", "--label", `swarm.test=${stack}`, volume);
    try {
      for (const args of [["preview"], ["up", "--yes", "--skip-preview"], ["destroy"]]) {
        const [command = "", ...rest] = args;
        const { code, output } = await other.npm(command, ...rest);
        if (command !== "destroy") assert.notEqual(code, 0, output);
        assert.match(output, new RegExp(`volume ${volume}, not made by this program`));
      }
      assert.deepEqual(docker("volume", "ls", "--quiet", "--filter", `name=${volume}`), [volume]);
    } finally {
      docker("volume", "rm", volume);
      other.remove();
    }
  });

  it("is continued with a machine that joined after the run was killed", async () => {
    clone.configure({ ...settings, workers: 2 });
    const run = clone.npm("up", "--yes", "--skip-preview");
    assert.ok(await machineThere("worker-1"));
    const inside = (...args: string[]) => askNode(stack, "worker-1", ...args);
    const drop = ["OUTPUT", "-p", "tcp", "--dport", "2377", "-j", "DROP"];
    await until(
      20,
      "no manager is reachable",
      async () => (await inside("iptables", "-I", ...drop)).length === 0,
    );
    const state = async () =>
      (await inside("docker", "info", "--format", "{{.Swarm.LocalNodeState}}")).join();
    await until(30, "it joins", async () => (await state()) === "pending");
    await killed(run);
    await inside("pkill", "-KILL", "-f", "/join-");
    await inside("iptables", "-D", ...drop);
    await until(60, "the attempt ends", async () => (await state()) !== "pending");
    assert.equal((await clone.npm("unlock")).code, 0);
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
    await assertHealed(clone, undefined);
  });

  it("leaves nothing that npm run destroy cannot remove", async () => {
    clone.configure({ ...settings, workers: 3 });
    await killedWith(clone.npm("up", "--yes", "--skip-preview"), "worker-2");
    assert.notDeepEqual(inventory(stack), before);

    const destroy = await clone.npm("destroy");
    assert.equal(destroy.code, 0, destroy.output);
    assert.deepEqual(inventory(stack), before);
  });
});
