import assert from "node:assert/strict";
import { fault } from "../support/faults.ts";
import { assertRefused, globalService, HostsCluster } from "../support/hostsCluster.ts";

const stack = "faults-foreign";

/** Machines of other clusters, or taken over by one: each row continues where the previous one ended. */
describe("foreign clusters", () => {
  const site = new HostsCluster(stack, { subnet: "172.31.85.0/24", firstPort: 18700, frontPort: 18710 });

  fault("a manager of another swarm is listed", "up and preview refuse, its swarm stays", 60, async (run) => {
    site.makeForeign("four");
    for (const [hostsOf, way] of [
      [site.settings(["two", "four"]), "Leave the machine out of the settings"],
      [
        { ...site.settings([]), hosts: [site.entry("four", "manager")] },
        `swarm:adopt ${site.swarmOf("four")}`,
      ],
    ] as const) {
      site.clone.configure(hostsOf);
      const why = `in the swarm ${site.swarmOf("four")}, which this program did not make`;
      assertRefused(await site.clone.npm("preview"), why, way);
      assertRefused(await site.up(), why, way);
      assert.deepEqual(
        [site.hosts.swarmState("one"), site.hosts.swarmState("two")],
        ["inactive", "inactive"],
      );
      site.assertForeign("four");
    }
    run.saw("their service, network, volume, config and secret are as before");
  });

  fault("a cluster of three machines comes up", "healthy", 60, async (run) => {
    site.configure(["two", "three"]);
    await site.upWell();
    await site.clone.assertHealthy();
    await site.upWell("--expect-no-changes");
    run.saw("another up changes nothing");
  });

  fault("a second clone lists the same machines", "its up and destroy change nothing", 60, async (run) => {
    const second = site.newClone();
    try {
      second.configure(site.settings(["two"], { stacks: { other: { file: "hello.yaml" } } }));
      assertRefused(await site.up(second), "of cluster ", `(stack swarm/${stack})`);
      const { output } = await second.npm("destroy");
      assert.doesNotMatch(output, /swarm leave --force/);
      assert.deepEqual(site.docker("one", "service", "ls", "--format", "{{.Name}}"), ["hello_web"]);
      assert.deepEqual(site.nodes(), ["one Ready", "three Ready", "two Ready"]);
    } finally {
      second.remove();
    }
    await site.clone.assertHealthy();
    run.saw("the first clone's cluster is as before");
  });

  fault(
    "a node is removed by hand, its machine joins another swarm",
    "up refuses to take it over",
    90,
    async (run) => {
      site.docker("one", "node", "rm", "--force", site.nodeId("three"));
      site.docker("three", "swarm", "leave", "--force");
      const token = site.docker("four", "swarm", "join-token", "--quiet", "worker").join();
      site.docker("three", "swarm", "join", "--token", token, `${site.hosts.address(3)}:2377`);
      assertRefused(
        await site.clone.npm("preview"),
        "the machine of three is in a swarm with the managers 172.31.85.13",
      );
      assertRefused(await site.up(), "the machine of three is in a swarm with the managers 172.31.85.13");
      assert.equal(site.hosts.swarmState("three"), "active");
      site.configure(["two"]);
      await site.upWell();
      assert.equal(
        site.docker("four", "node", "ls", "--format", "{{.Hostname}} {{.Status}}").sort().join(),
        "four Ready,three Ready",
      );
      site.assertForeign("four");
      run.saw("taken out of the list, it stays in the other swarm");
    },
  );

  fault(
    "a machine has become the manager of a swarm of its own",
    "listed: refused; out of the list: left alone",
    120,
    async (run) => {
      site.docker("two", "swarm", "leave", "--force");
      site.makeForeign("two");
      site.untilDown();
      for (const ran of [await site.clone.npm("preview"), await site.up()])
        assertRefused(ran, "the machine of two is in the swarm", "which this program did not make");
      assertRefused(await site.clone.npm("status"), /node two is Down/);
      site.configure([]);
      await site.upWell();
      site.assertForeign("two");
      assert.deepEqual(site.nodes(), ["one Ready"]);
      run.saw("their service, network, volume, config and secret are as before");
    },
  );

  fault("a manager of another swarm whose peer is down is listed", "refused", 90, async (run) => {
    site.docker("four", "node", "promote", site.nodeId("three", "four"));
    site.until("four", "docker node ls --format '{{.ManagerStatus}}' | grep -q Reachable");
    site.hosts.freeze("three");
    try {
      site.hosts.on("four", "timeout", "60", "sh", "-c", "while docker node ls; do sleep 0.5; done");
      site.configure(["four"]);
      assertRefused(await site.up(), /in a swarm with the managers .*172\.31\.85\.13/);
    } finally {
      site.hosts.thaw("three");
    }
    site.configure([]);
    await site.upWell();
    site.until("four", "docker node ls");
    site.assertForeign("four");
    run.saw("its swarm has its leader again");
  });

  fault("a stack of that name was deployed by hand", "refused before anything changes", 60, async (run) => {
    site.hosts.write(
      "one",
      "/root/theirs.yaml",
      JSON.stringify({ ...globalService(site.hosts.image), version: "3.8" }),
    );
    site.docker(
      "one",
      "stack",
      "deploy",
      "--resolve-image",
      "never",
      "--compose-file",
      "/root/theirs.yaml",
      "theirs",
    );
    site.configure([], { stacks: { hello: { file: "hello.yaml" }, theirs: { file: "hello.yaml" } } });
    assertRefused(
      await site.up(),
      "stack theirs is in the swarm already, and this cluster has not deployed its service theirs_web",
    );
    site.configure([]);
    await site.upWell();
    assert.deepEqual(site.docker("one", "service", "ls", "--format", "{{.Name}}").sort(), [
      "hello_web",
      "theirs_web",
    ]);
    site.docker("one", "stack", "rm", "theirs");
    run.saw("their stack is as before");
  });

  fault("the state is lost and the swarm is adopted", "taken over on request", 120, async (run) => {
    const second = site.newClone();
    try {
      second.configure(site.settings([]));
      assertRefused(await site.up(second), `swarm:adopt ${site.swarmOf("one")}`);
      second.configure(site.settings([], { adopt: site.swarmOf("one") }));
      const { code, output } = await site.up(second);
      assert.equal(code, 0, output);
      await second.assertHealthy();
      // From now on the machine is foreign to the clone that had it before.
      site.configure([]);
      assertRefused(await site.up(), "of cluster ");
      assert.equal((await second.npm("destroy")).code, 0);
      assert.equal(site.hosts.swarmState("one"), "inactive");
    } finally {
      second.remove();
    }
    run.saw("the new state owns it, the old one is refused");
  });

  fault("the cluster is destroyed", "other swarms stay", 60, async (run) => {
    await site.clone.npm("destroy");
    site.assertForeign("two");
    site.assertForeign("four");
    run.saw("their services run");
  });
});
