import assert from "node:assert/strict";
import { changed, ec2Cluster, large, small } from "../../../../../support/ec2Program.ts";
import { cluster } from "../../../../../support/fakeHost.ts";

describe("replacing EC2 machines", () => {
  it("deletes a manager's machine first, and a worker's machine afterwards", async () => {
    const { recording } = await ec2Cluster(large);
    const instances = recording.all("aws:ec2/instance:Instance");
    assert.deepEqual(instances.map(({ name, deleteBeforeReplace }) => [name, deleteBeforeReplace]).sort(), [
      ["bastion", true],
      ["batch-0", false],
      ["manager-0", true],
      ["manager-1", true],
      ["manager-2", true],
      ["web-0", false],
      ["web-1", false],
    ]);
  });

  it("replaces a worker for another type, but not a manager", async () => {
    const { recording } = await ec2Cluster(small);
    assert.deepEqual(recording.find("Instance worker-0").replaceOnChanges, ["instanceType"]);
    assert.deepEqual(recording.find("Instance manager-0").replaceOnChanges, []);
  });

  it("replaces a worker that becomes a spot instance, or no longer is one", async () => {
    const { recording } = await ec2Cluster(large);
    const triggers = ["manager-0", "web-0", "batch-0"].map(
      (node) => recording.find(`Instance ${node}`).replacementTrigger,
    );
    assert.deepEqual(triggers, [undefined, "on-demand", "spot"]);
  });

  it("starts a machine that was stopped, before it connects", async () => {
    const { recording } = await ec2Cluster(small);
    for (const node of ["manager-0", "worker-0"]) {
      const { inputs, deletedWith } = recording.find(`InstanceState ${node}`);
      assert.deepEqual(inputs, { instanceId: `${node}-id`, state: "running" });
      assert.equal(deletedWith, `Instance ${node}`);
      assert.ok(recording.find(`Command ${node}-boot`).dependencies.includes(`InstanceState ${node}`));
    }
    assert.ok(
      recording.find("InstanceState manager-0").dependencies.includes("VolumeAttachment manager-0-data"),
    );
  });

  it("starts a bastion that was stopped, before it connects through it", async () => {
    /** Whether a connection is known only once the bastion runs. */
    const waits = async (firstRun: boolean) => {
      const { result, recording } = await ec2Cluster(large, { firstRun });
      assert.deepEqual(recording.find("InstanceState bastion").inputs, {
        instanceId: "bastion-id",
        state: "running",
      });
      const connection = result.machines[0]?.connection as unknown as {
        allResources(): Promise<Set<{ readonly __pulumiType?: string }>>;
      };
      const types = [...(await connection.allResources())].map(({ __pulumiType }) => __pulumiType);
      return types.includes("aws:ec2transitgateway/instanceState:InstanceState");
    };
    assert.deepEqual([await waits(false), await waits(true)], [true, false]);
  });

  it("waits for no such start in a new cluster", async () => {
    const { recording } = await ec2Cluster(small, { firstRun: true });
    for (const node of ["manager-0", "worker-0"])
      assert.ok(!recording.before(`Command ${node}-boot`).has(`InstanceState ${node}`), node);
  });

  it("keeps a manager and its disk in their zone", async () => {
    const { recording } = await ec2Cluster(small);
    assert.deepEqual(recording.find("Instance manager-0").ignoreChanges, [
      "subnetId",
      "privateIp",
      "volumeTags",
    ]);
    assert.deepEqual(recording.find("Volume manager-0-data").ignoreChanges, ["availabilityZone", "kmsKeyId"]);
    assert.deepEqual(recording.find("Instance worker-0").ignoreChanges, ["associatePublicIpAddress"]);
  });

  it("detaches a manager's disk and address first, unless the machine is deleted for good", async () => {
    const { recording } = await ec2Cluster(small);
    for (const label of ["VolumeAttachment manager-0-data", "EipAssociation manager-0-address"]) {
      const found = recording.find(label);
      assert.equal(found.deleteBeforeReplace, true, label);
      assert.equal(found.deletedWith, "Instance manager-0", label);
    }
  });

  it("waits for the first boot again, then until the manager is ready", async () => {
    const { recording } = await ec2Cluster(small);
    const call = (step: string) =>
      /runFirst\.ts (.*) #/.exec(String(recording.find(`Command ${step}`).inputs.create))?.[1];
    const booted = "../targets/aws/machines/scripts/booted.sh";
    assert.equal(call("manager-0-boot"), `manager-0-boot 900 900 ${booted} any ${cluster} '' manager-0-id`);
    assert.equal(
      call("manager-0-ready"),
      `manager-0-ready 540 240 ../machines/scripts/managerReady.sh ours-or-none ${cluster} '' manager-0-id t3.small`,
    );
    assert.equal(call("worker-0-boot"), `worker-0-boot 900 900 ${booted} any ${cluster} '' worker-0-id`);
  });
});

describe("the order of EC2 machines", () => {
  it("boots a machine once its network is complete and its disk exists", async () => {
    const { recording } = await ec2Cluster(small, { firstRun: true });
    const { dependencies } = recording.find("Instance manager-0");
    const network = recording.registrations
      .filter(({ type, parent }) => type.startsWith("aws:") && / network$/.test(parent))
      .map(({ label }) => label);
    assert.ok(network.length > 20);
    assert.deepEqual(
      dependencies,
      [
        ...network,
        "InstanceProfile nodes",
        "Stash amd64@debian-13",
        "Stash keys",
        "Volume manager-0-data",
      ].sort(),
    );
  });

  it("waits for a manager's boot once its disk and address are attached", async () => {
    const { recording } = await ec2Cluster(small);
    for (const label of ["EipAssociation manager-0-address", "VolumeAttachment manager-0-data"])
      assert.ok(recording.before("Command manager-0-boot").has(label), label);
  });

  const machines = ["manager-0", "manager-1", "manager-2", "worker-0"];
  const machinesBefore = (recording: Awaited<ReturnType<typeof ec2Cluster>>["recording"], node: string) =>
    [...recording.before(`Instance ${node}`)].filter((label) => /^(Instance|Command) /.test(label)).sort();

  it("boots all machines of a new cluster at once", async () => {
    const { recording } = await ec2Cluster(changed({}), { firstRun: true });
    for (const node of machines) assert.deepEqual(machinesBefore(recording, node), [], node);
  });

  it("replaces a manager of a cluster only once the previous one is ready", async () => {
    const { recording } = await ec2Cluster(changed({}));
    const steps = (node: string) => [`Command ${node}-boot`, `Command ${node}-ready`, `Instance ${node}`];
    assert.deepEqual(machinesBefore(recording, "manager-0"), []);
    assert.deepEqual(machinesBefore(recording, "manager-1"), steps("manager-0"));
    assert.deepEqual(
      machinesBefore(recording, "manager-2"),
      [...steps("manager-0"), ...steps("manager-1")].sort(),
    );
    assert.deepEqual(machinesBefore(recording, "worker-0"), []);
    const direct = (node: string) =>
      recording.find(`Instance ${node}`).dependencies.filter((label) => label.startsWith("Command"));
    assert.deepEqual(direct("manager-2"), ["Command manager-0-ready", "Command manager-1-ready"]);
  });

  it("derives no input of a machine from another one, so that replacements do not spread", async () => {
    const { recording } = await ec2Cluster(changed({}));
    const inputsFrom = (node: string) => recording.find(`Instance ${node}`).inputDependencies;
    const shared = [
      "InstanceProfile nodes",
      "SecurityGroup managers",
      "SecurityGroup nodes",
      "Stash amd64@debian-13",
      "Stash keys",
    ];
    for (const index of [0, 1, 2])
      assert.deepEqual(inputsFrom(`manager-${index}`), [
        ...shared,
        `Subnet managers-${index}`,
        `Volume manager-${index}-data`,
      ]);
    const worker = [...shared.filter((label) => label !== "SecurityGroup managers"), "Subnet public-2"];
    assert.deepEqual(inputsFrom("worker-0"), worker);
  });

  it("passes the same inputs on the first run and later", async () => {
    const first = await ec2Cluster(small, { firstRun: true });
    const later = await ec2Cluster(small);
    const args = ({ recording }: typeof first) =>
      recording.all("command:remote:Command").map(({ name, inputs }) => [name, inputs.create, inputs.stdin]);
    assert.deepEqual(args(later), args(first));
    const names = ({ recording }: typeof first) => recording.tree();
    assert.deepEqual(names(later), names(first));
  });
});
