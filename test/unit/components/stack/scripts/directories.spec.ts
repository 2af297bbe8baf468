import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { FakeHost, handedBack } from "../../../../support/fakeHost.ts";

const server = "fs-1.efs.eu-central-1.amazonaws.com";
const options = "nfsvers=4.1,hard";
const script = "stack/scripts/directories.sh";

/** The last argument of mount and umount is the folder; what is written there ends up in `$HOST/files`. */
const last = 'for folder in "$@"; do :; done';
const mounted = `${last}; touch "$HOST/mounted"`;
const umount = `${last}; mkdir -p "$HOST/files"; cp -pr "$folder/." "$HOST/files"; rm -rf "$folder"/* "$HOST/mounted"`;

const host = (getent = "echo 10.64.64.9 STREAM", mount = mounted) =>
  new FakeHost({ getent, mount, umount, mountpoint: '[ -f "$HOST/mounted" ]' });

describe("directories.sh", () => {
  it("makes a directory for each volume, as docker mounts the file system, and unmounts it", async () => {
    using manager = host();
    const { code, stdout, stderr, calls } = await manager.run(script, [server, options, "shop_up", "shop_a"]);
    assert.deepEqual([code, stdout, stderr], [0, handedBack("shop_up shop_a"), ""]);
    const [mount] = calls.filter((call) => call.startsWith("mount "));
    assert.match(
      mount ?? "",
      new RegExp(`^mount -i -t nfs -o addr=10\\.64\\.64\\.9,${options} ${server}:/ /`),
    );
    assert.equal(calls.at(-1)?.replace(/\/\S+/, "FOLDER"), "umount FOLDER");
    for (const directory of ["shop_up", "shop_a"])
      assert.equal(statSync(manager.path(`files/${directory}`)).mode & 0o777, 0o755, directory);
  });

  it("says what is wrong with a name that has no address", async () => {
    using manager = host("exit 2");
    const { code, stderr, calls } = await manager.run(script, [server, options, "shop_up"]);
    assert.deepEqual(
      [code, stderr],
      [
        1,
        `this-host: the name ${server} of the file system has no address\n  → the VPC needs enableDnsSupport and enableDnsHostnames, and this node's zone a mount target\n`,
      ],
    );
    assert.ok(!calls.some((call) => call.startsWith("mount ")));
  });

  it("says what is wrong with a file system that does not answer, and leaves no folder", async () => {
    using manager = host(undefined, "echo 'mount: no answer' >&2; exit 32");
    const { code, stderr, calls } = await manager.run(script, [server, options, "shop_up"]);
    assert.deepEqual(
      [code, stderr],
      [
        1,
        `mount: no answer\nthis-host: the file system ${server} cannot be mounted\n  → see that the kernel has NFS (modprobe nfs), and that port 2049 of 10.64.64.9 is open for this node\n`,
      ],
    );
    assert.ok(!calls.some((call) => call.startsWith("umount")));
  });
});
