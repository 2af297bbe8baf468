import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { AwsState } from "./awsApi.ts";
import { volumesFolder } from "./places.ts";
import { run } from "./program.ts";

/** EBS volumes: a loop device for each volume that was ever attached, until the volume is deleted. */
export class Volumes {
  private readonly devices = new Map<string, string>();

  /** Attaches a volume to a machine's container under the path of EC2's Nitro machines. */
  async attach(volume: string, gibibytes: number, container: string): Promise<void> {
    const device = this.devices.get(volume) ?? (await this.make(volume, gibibytes));
    const number = device.replace("/dev/loop", "");
    const link = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`;
    const script = `[ -b ${device} ] || mknod -m 660 ${device} b 7 ${number}; mkdir -p /dev/disk/by-id; ln -sfn ${device} ${link}`;
    await run("docker", "exec", container, "sh", "-ec", script);
  }

  async detach(volume: string, container: string): Promise<void> {
    const link = `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`;
    await run("docker", "exec", container, "rm", "-f", link);
  }

  /** Removes the loop devices of deleted volumes. */
  async follow({ volumes }: AwsState): Promise<void> {
    for (const [volume, device] of this.devices) {
      if (volumes.some(({ id }) => id === volume)) continue;
      this.devices.delete(volume);
      await run("losetup", "--detach", device);
      rmSync(file(volume), { force: true });
    }
  }

  private async make(volume: string, gibibytes: number): Promise<string> {
    if (existsSync(file(volume))) throw new Error(`${file(volume)} is there already`);
    mkdirSync(volumesFolder, { recursive: true });
    const handle = openSync(file(volume), "w");
    ftruncateSync(handle, gibibytes * 1024 ** 3);
    closeSync(handle);
    const device = await run("losetup", "--find", "--show", file(volume));
    this.devices.set(volume, device);
    return device;
  }
}

function file(volume: string): string {
  return join(volumesFolder, `${volume}.img`);
}
