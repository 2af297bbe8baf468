import { ownArguments } from "../arguments.ts";
import { setUp } from "../setUp.ts";
import { mochaCheck } from "../test/mochaCheck.ts";
import { reportSkipped, runAlone } from "../test/ownCommand.ts";
import {
  missingForVirtualMachines,
  virtualMachineImage,
  virtualMachineSteps,
} from "../test/virtualMachineParts.ts";

export const help = `npm run test:vms

Runs target hosts on three virtual machines with kernels of their own: virtual IPs, ingress ports on every node,
encrypted networks on the wire, and machines that are in no swarm after destroy. Then two machines of target aws
boot for the first time, with a metadata service and a package mirror of the test; they share a volume of type efs,
and one asks for a drain when AWS takes it back. The processors are emulated, so it runs anywhere; it takes about
half an hour, and some minutes more for the first run, which builds the machines' disks.
Linux only, as root, on Debian: it creates a network, 198.51.100.0/24, and removes it again.

If a part is not available, it skips the test and says so in the last line.`;

const check = mochaCheck({
  name: "vms",
  files: ["test/vms/**/*.spec.ts"],
  timeout: 1_800_000,
  bail: true,
  engine: true,
});

export async function main(args: readonly string[]): Promise<number> {
  ownArguments("test:vms", args, {});
  const missing = missingForVirtualMachines();
  if (missing.length > 0) return reportSkipped("the test on virtual machines", missing);
  await setUp("use", { more: virtualMachineSteps });
  process.env.SWARM_VMS_IMAGE = virtualMachineImage;
  return runAlone(check);
}
