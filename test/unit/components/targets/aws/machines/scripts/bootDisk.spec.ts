import assert from "node:assert/strict";
import {
  boot,
  configure,
  device,
  machine,
  update,
  volume,
} from "../../../../../../support/bootingMachine.ts";
import type { FakeHost } from "../../../../../../support/fakeHost.ts";

describe("the disk of a manager in boot.sh", () => {
  const disk = { disk: volume };
  const line = (host: FakeHost) =>
    `UUID=11-22 ${host.path("data")} ext4 defaults,nofail,x-systemd.device-timeout=120s 0 2\n`;

  it("gets a file system and is mounted before any package is installed", async () => {
    using host = machine();
    const { code, log, changes } = await boot(host, disk);
    assert.equal(code, 0);
    assert.deepEqual(log.slice(0, 4), [
      "first boot of this-host",
      `makes a file system on ${volume}`,
      `mounts ${volume} at ${host.path("data")}`,
      "reads the package lists",
    ]);
    assert.deepEqual(changes.slice(0, 6), [
      `blkid -p -o value -s TYPE ${device}`,
      `mkfs.ext4 -q ${device}`,
      `blkid -p -o value -s UUID ${device}`,
      `mount ${device} data`,
      update,
      configure,
    ]);
    assert.equal(host.read("fstab"), line(host));
  });

  it("keeps its data", async () => {
    using host = machine({ type: "ext4\n" });
    const { code, changes } = await boot(host, disk);
    assert.equal(code, 0);
    assert.ok(!changes.some((call) => call.startsWith("mkfs")));
    assert.ok(changes.includes(`mount ${device} data`));
  });

  it("is mounted once", async () => {
    using host = machine();
    await boot(host, disk);
    const { code, changes } = await boot(host, disk);
    assert.deepEqual([code, changes], [0, ["apt-mark hold docker-ce docker-ce-cli containerd.io"]]);
    assert.equal(host.read("fstab"), line(host));
  });

  for (const [what, files, named] of [
    ["another file system", { type: "xfs\n" }, "xfs"],
    ["bytes that nobody knows", { [device]: "who knows" }, "unknown data"],
  ] as const) {
    it(`stays unchanged with ${what}`, async () => {
      using host = machine(files);
      const { code, failed, changes } = await boot(host, disk);
      assert.deepEqual([code, changes], [1, [`blkid -p -o value -s TYPE ${device}`]]);
      assert.match(
        failed ?? "",
        new RegExp(`^the disk ${volume} has ${named} instead of ext4: it stays unchanged\n`),
      );
    });
  }

  it("fails the boot if it is missing for five minutes", async () => {
    using host = machine();
    const { code, log, failed } = await boot(host, { disk: "vol-0def" });
    assert.deepEqual([code, host.read("time")], [1, "1300\n"]);
    assert.deepEqual(log, [
      "first boot of this-host",
      "waits for the disk vol-0def",
      "failed: the disk vol-0def is not there after five minutes",
    ]);
    assert.match(failed ?? "", /\n {2}→ see that it is attached, then run it again/);
  });

  it("may have the device name of older machine types", async () => {
    using host = machine({ xvdf: "" });
    const { code, changes } = await boot(host, { disk: "vol-0def" });
    assert.equal(code, 0);
    assert.ok(changes.includes("mkfs.ext4 -q xvdf"));
  });

  it("is mounted after the engine of the image has stopped", async () => {
    using host = machine({ running: "" });
    const { changes } = await boot(host, disk);
    const [stop, mount] = ["service docker stop", `mount ${device} data`].map((call) =>
      changes.indexOf(call),
    );
    assert.ok(stop !== undefined && mount !== undefined && stop >= 0 && mount > stop, changes.join("\n"));
  });
});
