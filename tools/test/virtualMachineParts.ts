import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../../setup/atomicWrite.ts";
import { debianMirrors } from "../../setup/debianMirrors.ts";
import { hashOfFolder, readRecord, writeRecord } from "../../setup/installReceipt.ts";
import { findOnPath, isProgram } from "../../setup/program.ts";
import { projectRoot, stateFolder } from "../../setup/project.ts";
import type { Step } from "../../setup/step.ts";
import { systemStep } from "../../setup/steps/systemProgram.ts";
import { callTool } from "../../setup/toolCall.ts";

/** The machines' disks, kernel and initial RAM disk. */
export const virtualMachineImage = join(stateFolder(), "test-vms", "image");
const sources = join(projectRoot, "test", "vms");
const why = "npm run test:vms";

const program = (file: string, packageName: string, versionWord = "--version") =>
  systemStep({ name: file, why, files: [file, `/usr/sbin/${file}`], versionWord, package: packageName });

/** Debian with its own kernel, Docker and sshd. */
const image: Step = {
  name: "disk of the virtual machines",
  why,
  async find() {
    const record = readRecord(join(virtualMachineImage, "obtained.json"));
    if (record?.sources !== hashOfFolder(join(sources, "guest")) + imageScripts()) return undefined;
    return { where: virtualMachineImage, origin: "built here", version: async () => "trixie" };
  },
  async obtain(work) {
    const mirrors = await debianMirrors(work);
    if (mirrors === undefined) throw new Error("the machines' disk can be made on Debian only");
    await writeAtomically(virtualMachineImage, async (draft) => {
      await callTool(work, "sh", [join(sources, "image.sh"), draft, mirrors.packages], {
        onLine: (line) => work.progress.note(line.replace(/^I: /, "")),
      });
      const built = hashOfFolder(join(sources, "guest")) + imageScripts();
      writeRecord(join(draft, "obtained.json"), { origin: "built here", sources: built });
    });
  },
};

function imageScripts(): string {
  const hash = createHash("sha256");
  for (const file of ["image.sh", "cloudImage.sh"]) hash.update(readFileSync(join(sources, file)));
  return hash.digest("hex").slice(0, 16);
}

export const virtualMachineSteps: readonly Step[] = [
  program("debootstrap", "debootstrap"),
  program("qemu-system-x86_64", "qemu-system-x86"),
  program("qemu-img", "qemu-utils"),
  program("tcpdump", "tcpdump"),
  program("dnsmasq", "dnsmasq-base"),
  image,
];

/** What the test needs and this computer lacks, with hints; empty if it can run. */
export function missingForVirtualMachines(): string[] {
  const parts: [present: boolean, message: string][] = [
    [
      process.platform === "linux" && process.arch === "x64" && process.getuid?.() === 0,
      "Linux on amd64, as root: the test makes a network and the machines' disk\n  → run it as root on a computer that is yours",
    ],
    ...["apt-get", "ip", "go", "ssh-keyscan"].map((name): [boolean, string] => [
      findOnPath(name) !== undefined || isProgram(`/usr/sbin/${name}`),
      `the program ${name}\n  → install it with the system's package manager`,
    ]),
  ];
  return parts.filter(([present]) => !present).map(([, message]) => message);
}
