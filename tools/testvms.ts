import { runCheck } from "./test/check.ts";
import { summary } from "./test/summary.ts";
import {
  missingForVirtualMachines,
  virtualMachineImage,
  virtualMachineSteps,
} from "./test/virtualMachineParts.ts";
import { setUp } from "./toolchain/setUp.ts";

export const help = `npm run test:vms

Target hosts on three virtual machines with kernels of their own: virtual IPs, ingress ports on every node, encrypted
networks on the wire, and machines that are in no swarm after destroy. The processors are emulated, so that it runs
anywhere; it takes about ten minutes, and three more for the first run, which makes the machines' disk.
Linux only, as root, on Debian: it makes a network of its own, 198.51.100.0/24, and takes it away again.

Where a part cannot be had, the test is skipped, which the closing line says.`;

const check = {
  name: "vms",
  kind: "mocha",
  command: [
    "mocha",
    "--exit",
    "--forbid-only",
    "--forbid-pending",
    "--bail",
    "--timeout",
    "1800000",
    "test/vms/**/*.spec.ts",
  ],
  engine: true,
} as const;

export async function main(): Promise<number> {
  const missing = missingForVirtualMachines();
  if (missing.length > 0) {
    console.log(`THE TEST ON VIRTUAL MACHINES IS SKIPPED. Missing here:\n\n${missing.join("\n")}`);
    console.log("\n0 passed, 0 failed, 1 skipped");
    return 0;
  }
  await setUp("use", virtualMachineSteps);
  process.env.SWARM_VMS_IMAGE = virtualMachineImage;
  // Ctrl-C reaches the test as well; it ends its machines.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  const { text, failed } = summary([await runCheck(check)]);
  console.log(text);
  return failed === 0 ? 0 : 1;
}
