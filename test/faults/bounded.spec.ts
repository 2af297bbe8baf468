import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { askNode, docker, inventory, machine, onNode } from "../support/engine.ts";
import { type FaultRun, fault } from "../support/faults.ts";
import { assertHealed, promisedBy } from "../support/oracle.ts";
import { SecretWatch } from "../support/secretWatch.ts";
import { smallStack, writeSmallStack } from "../support/smallStack.ts";

const stack = "faults-bounded";
const node = "worker-0";

const onWorker = (script: string) => onNode(stack, node, "sh", "-c", script);
const silent =
  /^worker-0 does not answer over SSH, so the step worker-0-pull did not run\n {2}→ npm run status/m;

/**
 * Waits until the worker's step has begun; the step then waits for a lock that another process holds there.
 */
async function pullBegins(): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 500) {
    const found = await askNode(stack, node, "sh", "-c", "pgrep -f 'flock -w 900 [9]' || :");
    if (found.length > 0) return;
    await sleep(500);
  }
  assert.fail("no step has begun on the worker");
}

describe("an up that cannot reach what it needs", () => {
  const untouched = inventory(stack);
  const clone = new Clone(stack, {
    managers: 1,
    workers: 1,
    stacks: smallStack,
    local: { port: 19100, subnet: "172.31.91.0/24" },
  });
  const secrets = new SecretWatch(clone);
  const up = () => clone.npm("up", "--yes", "--skip-preview");
  let swarmId = "";

  /** Makes a change, so that the next `up` has an image to build, push and pull. */
  const change = () =>
    clone.edit("small/web/serve.pl", (text) => {
      const bytes = randomBytes(300_000).toString("base64");
      return `${text.split("\n__END__")[0]}\n__END__\n${bytes}\n`;
    });

  const succeeds = async () => {
    const { code, output } = await up();
    assert.equal(code, 0, output);
  };

  const fails = async (run: FaultRun, message: RegExp) => {
    const { code, output } = await up();
    run.end();
    assert.notEqual(code, 0, output);
    assert.match(output, message);
    run.saw(message.exec(output)?.[0].split("\n")[0]?.replace(/:$/, "") ?? "");
  };

  const heals = async (run: FaultRun) => {
    await succeeds();
    await assertHealed(clone, swarmId);
    run.saw("the next up heals");
  };

  /** Injects the fault while the worker's step runs. */
  const inTheMiddle = async (run: FaultRun, harm: () => unknown, message: RegExp) => {
    change();
    onWorker("flock /run/swarm/pull.lock sleep 600 >/dev/null 2>&1 &");
    const failing = fails(run, message);
    await Promise.race([failing, pullBegins()]);
    run.begin();
    harm();
    await failing;
  };
  const letGo = () => onWorker("pkill -x sleep || :");

  before(async () => {
    writeSmallStack(clone, "1");
    await succeeds();
    ({ swarmId } = await promisedBy(clone));
  });

  after(async () => {
    const { code, output } = await clone.npm("destroy");
    clone.remove();
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), untouched);
  });

  fault("sshd is gone on a worker", "up names it and what to do", 90, async (run) => {
    change();
    onWorker("mv /usr/sbin/sshd /usr/sbin/away && pkill -x sshd");
    await fails(run, silent);
    onWorker("mv /usr/sbin/away /usr/sbin/sshd");
    await heals(run);
  });

  fault("SSH is cut in the middle of a step", "up names step and host", 30, async (run) => {
    const cut = () => onWorker("pkill -f '[s]shd.*@notty'");
    await inTheMiddle(run, cut, /^the connection to worker-0 was cut in the middle of .* worker-0-pull$/m);
    letGo();
    await heals(run);
  });

  fault("the disk of a node is full", "up names node and disk", 90, async (run) => {
    change();
    onWorker("mount -t tmpfs -o size=64k tmpfs /var/lib/docker/tmp");
    await fails(run, /worker-0: images cannot be pulled:[^→]*no space left on device[^→]*→ make room/);
    onWorker("umount --lazy /var/lib/docker/tmp");
    await heals(run);
  });

  fault("a node resolves no names", "up names node and registry", 120, async (run) => {
    change();
    onWorker("cp /etc/resolv.conf /run/kept && echo nameserver 127.0.0.9 >/etc/resolv.conf");
    await fails(run, /worker-0: images cannot be pulled:[^→]*lookup registry[^→]*→ see that this machine/);
    onWorker("cat /run/kept >/etc/resolv.conf");
    await heals(run);
  });

  fault("the registry refuses the password", "up names image and registry", 60, async (run) => {
    change();
    const inRegistry = (script: string) => docker("exec", `swarm-${stack}-registry`, "sh", "-c", script);
    inRegistry("cp /run/htpasswd /run/kept && echo nobody:x >/run/htpasswd");
    await fails(run, /the push or an argument failed\n {2}→ check that the registry runs and accepts/);
    inRegistry("cat /run/kept >/run/htpasswd");
    await heals(run);
  });

  fault("the registry is stopped", "up starts it and goes on", 90, async (run) => {
    change();
    docker("stop", `swarm-${stack}-registry`);
    await succeeds();
    run.end();
    await assertHealed(clone, swarmId);
    run.saw("up runs through");
  });

  fault("a machine restarts in the middle of a step", "up names step and host", 60, async (run) => {
    const restart = () => docker("restart", "--time", "1", machine(stack, node));
    await inTheMiddle(
      run,
      restart,
      /^the connection to worker-0 was cut in the middle of .* worker-0-pull$/m,
    );
    await heals(run);
  });

  fault("a machine hangs in the middle of a step", "up names step and host", 110, async (run) => {
    const pause = () => docker("pause", machine(stack, node));
    try {
      await inTheMiddle(run, pause, /^worker-0 does not answer .* the step worker-0-pull did not end$/m);
    } finally {
      docker("unpause", machine(stack, node));
    }
    letGo();
    await heals(run);
  });

  fault("a machine hangs", "up names it and what to do", 260, async (run) => {
    change();
    docker("pause", machine(stack, node));
    try {
      await fails(run, silent);
    } finally {
      docker("unpause", machine(stack, node));
    }
    await heals(run);
  });

  secrets.assertHidden("manager-0");
});
