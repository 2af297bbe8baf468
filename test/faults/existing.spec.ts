import assert from "node:assert/strict";
import { fault } from "../support/faults.ts";
import { assertRefused, HostsCluster } from "../support/hostsCluster.ts";
import { until } from "../support/testCluster.ts";

/** Machines with a past, and with people who change them: each row continues where the previous one ended. */
describe("existing machines", () => {
  const site = new HostsCluster("faults-existing", {
    ...{ subnet: "172.31.84.0/24", firstPort: 18720, frontPort: 18730 },
  });

  fault("a cluster of three machines comes up", "healthy", 60, async (run) => {
    site.configure(["two", "three"]);
    await site.upWell();
    await site.clone.assertHealthy();
    await site.upWell("--expect-no-changes");
    run.saw("another up changes nothing");
  });

  fault("a greeting comes in front of all output", "up, status and outputs as before", 60, async (run) => {
    site.shell("one", "echo 'echo welcome to the machine room' >/root/.bashrc");
    await site.upWell("--expect-no-changes");
    site.docker("one", "node", "update", "--availability", "drain", "two");
    assert.match(await site.upWell(), /node two is on drain, and was set to active; up reverts it/);
    const shown = await site.clone.npm("pulumi", "stack", "output", "swarmId");
    assert.equal(shown.output.trim(), site.swarmOf("one"));
    site.hosts.on("one", "rm", "/root/.bashrc");
    run.saw("no word of it became data; a node drained by hand is active again");
  });

  fault("the seed's shell runs no command", "up and preview fail and say so", 60, async (run) => {
    site.shell("one", "echo 'exit 3' >/root/.bashrc");
    assertRefused(
      await site.clone.npm("preview"),
      "one did not answer about the swarm: its shell ended with 3",
    );
    assertRefused(await site.up(), "one did not answer about the swarm: its shell ended with 3");
    site.hosts.on("one", "rm", "/root/.bashrc");
    await site.upWell();
    run.saw("all is well when the shell is mended");
  });

  fault("a worker hangs", "up, preview and status fail until it is accepted", 200, async (run) => {
    site.hosts.freeze("three");
    try {
      site.untilDown();
      assertRefused(
        await site.clone.npm("preview"),
        "node three is Down, and its machine did not answer about the swarm",
      );
      assertRefused(await site.clone.npm("status"), /node three is Down/);
      assertRefused(await site.up(), "the swarm is not complete: three");
      site.configure(["two", "three"], { nodes: { three: { acceptDown: true } } });
      await site.upWell();
      await site.clone.assertHealthy();
    } finally {
      site.hosts.thaw("three");
    }
    site.configure(["two", "three"]);
    await site.upWell();
    run.saw("swarm:nodes.three.acceptDown lets up go on");
  });

  fault("tokens and CA are rotated and a node is removed by hand", "up heals", 90, async (run) => {
    site.docker("one", "node", "rm", "--force", site.nodeId("three"));
    site.docker("one", "swarm", "join-token", "--rotate", "--quiet", "worker");
    site.docker("one", "swarm", "ca", "--rotate", "--quiet");
    const output = await site.upWell();
    assert.match(output, /the join tokens or the CA were rotated; up reads the tokens again/);
    assert.deepEqual(site.nodes(), ["one Ready", "three Ready", "two Ready"]);
    run.saw("the token is read again, the node joins again");
  });

  fault("a machine has left by hand", "up lets it join again", 90, async (run) => {
    site.docker("three", "swarm", "leave", "--force");
    site.untilDown();
    assertRefused(await site.clone.npm("status"), /node three is Down/);
    const output = await site.upWell();
    assert.match(output, /the machine of three has left the swarm; up lets it join again/);
    assert.deepEqual(site.nodes(), ["one Ready", "three Ready", "two Ready"]);
    run.saw("a new node in its place");
  });

  fault("a worker gets another address", "drained, left, joined again", 90, async (run) => {
    site.hosts.on("two", "ip", "address", "add", "172.31.84.50/24", "dev", "eth0");
    site.configure([site.entry("two", "worker", { address: "172.31.84.50" }), "three"]);
    await site.upWell();
    const address = site.docker("two", "info", "--format", "{{.Swarm.NodeAddr}}").join();
    assert.equal(address, "172.31.84.50");
    assert.deepEqual(site.nodes(), ["one Ready", "three Ready", "two Ready"]);
    site.configure(["two", "three"]);
    await site.upWell();
    run.saw("the engine advertises the new one");
  });

  fault("a machine is copied with its disk, and listed", "refused; the other node stays", 90, async (run) => {
    site.configure(["two"]);
    await site.upWell();
    site.shell(
      "three",
      "pkill -x dockerd; while pgrep -x dockerd; do sleep 0.1; done; rm -rf /var/lib/docker/swarm",
    );
    site.hosts.copy("two", "three", "/var/lib/docker/swarm", "/var/lib/docker/swarm-cluster");
    site.until("three", "docker info");
    site.configure(["two", "three"]);
    assertRefused(
      await site.clone.npm("preview"),
      /the machine of three is the node [a-z0-9]{25}, which is two already/,
    );
    assertRefused(await site.up(), /which is two already/);
    site.configure(["two"]);
    await site.upWell();
    // Both machines acted as the same node for a while.
    await until(60, "healthy", async () => (await site.clone.npm("status")).code === 0);
    run.saw("taking the copy out of the list leaves the node in the swarm");
  });

  fault("port 7946 is in use where a machine joins", "up names it", 60, async (run) => {
    site.shell("three", "docker swarm leave --force; rm -f /var/lib/docker/swarm-cluster");
    // The engine frees the port a moment after it has left.
    const listen = `my $s; until ($s) { $s = IO::Socket::INET->new(LocalPort => 7946, Listen => 1); sleep 1 unless $s }`;
    const listening = `perl -MIO::Socket::INET -e '${listen} open my $f, ">", "/run/listener"; print $f $$; close $f; sleep 600'`;
    site.shell("three", `${listening} >/dev/null 2>&1 &`);
    site.until("three", "test -s /run/listener");
    site.configure(["two", "three"]);
    assertRefused(await site.up(), "port 7946 of this machine is in use, though it is in no swarm");
    site.shell("three", "kill $(cat /run/listener)");
    await site.upWell();
    run.saw("joins when the port is free");
  });

  fault(
    "autolock is turned on and the manager starts again",
    "up names the lock; unlocked, autolock goes",
    90,
    async (run) => {
      const [key = ""] =
        site
          .docker("one", "swarm", "update", "--autolock=true")
          .join("\n")
          .match(/SWMKEY-\S+/) ?? [];
      site.shell(
        "one",
        "pkill -x dockerd; sleep 1; timeout 60 sh -c 'until docker info; do sleep 0.2; done'",
      );
      assertRefused(await site.up(), "the swarm is locked on one", "docker swarm unlock");
      assertRefused(await site.clone.npm("status"), /locked/);
      site.shell("one", `echo ${key} | docker swarm unlock`);
      assert.match(await site.upWell(), /autolock was turned on; up turns it off/);
      assert.deepEqual(
        site.docker("one", "info", "--format", "{{.Swarm.Cluster.Spec.EncryptionConfig.AutoLockManagers}}"),
        ["false"],
      );
      run.saw("a restart needs no key again");
    },
  );

  fault("the only manager gets another address", "refused; rebuilt there on request", 120, async (run) => {
    site.hosts.on("one", "ip", "address", "add", "172.31.84.60/24", "dev", "eth0");
    site.configure([], {}, { address: "172.31.84.60" });
    assertRefused(
      await site.up(),
      "this manager has the address 172.31.84.10 in the swarm, but 172.31.84.60 in the settings",
    );
    const before = site.swarmOf("one");
    site.configure([], { recover: "one" }, { address: "172.31.84.60" });
    await site.upWell();
    assert.equal(site.docker("one", "info", "--format", "{{.Swarm.NodeAddr}}").join(), "172.31.84.60");
    assert.equal(site.swarmOf("one"), before);
    site.configure([], {}, { address: "172.31.84.60" });
    await site.upWell();
    run.saw("the same swarm, with its services");
  });

  fault("the only manager has left by hand", "never green; a new swarm on request", 120, async (run) => {
    site.docker("one", "swarm", "leave", "--force");
    for (const ran of [await site.clone.npm("preview"), await site.up()])
      assertRefused(ran, "the swarm is gone: one left it by hand", "swarm:recover one");
    assertRefused(await site.clone.npm("status"), /no swarm/);
    site.configure([], { recover: "one" }, { address: "172.31.84.60" });
    await site.upWell();
    assert.deepEqual(site.docker("one", "service", "ls", "--format", "{{.Name}} {{.Replicas}}"), [
      "hello_web 1/1",
    ]);
    await site.clone.assertHealthy();
    run.saw("the stack is deployed in it");
  });
});
