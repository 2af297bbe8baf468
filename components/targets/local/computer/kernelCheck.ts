import { release } from "node:os";
import type { ComposeModel } from "../../../compose/model.ts";
import type { Diagnostic } from "../../../input/diagnostic.ts";
import { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import { ingressServices, overlayNetworks } from "../../../preflight/kernelWants.ts";
import { execFile } from "../../../process/child.mjs";
import type { Settings } from "../../../settings/settings.ts";
import { readScript } from "../../../steps/script.ts";
import { deadlines } from "../../../steps/times.ts";

/** Kernel features: `yes`, `no` or `unknown`. */
export interface KernelFeatures {
  readonly ip_vs?: string;
  readonly esp?: string;
}

/** This computer, whose kernel the machines of target local share. */
export interface Computer {
  readonly kernel: string;
  /** The engine's kernel, which on macOS runs in a virtual machine. */
  readonly engineKernel: () => Promise<string>;
  readonly features: () => Promise<KernelFeatures>;
}

/** Kernel features that the stacks require and this computer lacks; empty if unknown. */
export async function checkKernel(
  models: readonly ComposeModel[],
  { encrypt }: Pick<Settings, "encrypt">,
  computer: Computer = thisComputer,
): Promise<Diagnostic[]> {
  const wants =
    encrypt ||
    models.some(
      (model) =>
        ingressServices(model).length > 0 ||
        overlayNetworks(model).some(({ virtual, encrypted }) => virtual.length > 0 || encrypted),
    );
  if (!wants || (await computer.engineKernel()) !== computer.kernel) return [];
  const features = await computer.features();
  const diagnostics: Diagnostic[] = [];
  for (const model of models) {
    const path = DiagnosticPath.top(`${model.file}: `, diagnostics);
    if (features.ip_vs === "no") refuseBalancing(model, computer.kernel, path);
    if (features.esp === "no" && !encrypt) refuseEncryption(model, computer.kernel, path);
  }
  if (features.esp === "no" && encrypt)
    noEncryption(DiagnosticPath.top("swarm:", diagnostics).at("encrypt"), computer.kernel);
  return diagnostics;
}

function refuseBalancing(model: ComposeModel, kernel: string, path: DiagnosticPath): void {
  const services = path.at("services");
  const ingress = ingressServices(model);
  for (const service of ingress)
    services
      .at(service)
      .at("ports")
      .error(
        `have mode ingress, which needs ip_vs, but this computer's kernel ${kernel} does not have it`,
        "write mode: host, and deploy.endpoint_mode: dnsrr",
      );
  const virtual = overlayNetworks(model).flatMap((network) => network.virtual);
  // Ports with mode host also need another endpoint mode, which another diagnostic reports.
  for (const service of new Set(virtual.filter((name) => !ingress.includes(name))))
    services
      .at(service)
      .at("deploy")
      .at("endpoint_mode")
      .error(
        `is vip, which needs ip_vs, but this computer's kernel ${kernel} does not have it`,
        "write endpoint_mode: dnsrr",
      );
}

function refuseEncryption(model: ComposeModel, kernel: string, path: DiagnosticPath): void {
  for (const { key } of overlayNetworks(model).filter(({ encrypted }) => encrypted))
    noEncryption(path.at("networks").at(key).at("driver_opts").at("encrypted"), kernel);
}

function noEncryption(path: DiagnosticPath, kernel: string): void {
  path.error(
    `needs ESP with AES-GCM, but this computer's kernel ${kernel} does not have it`,
    "remove it; no packet leaves this computer",
  );
}

const script = new URL("../../../preflight/scripts/preflight.sh", import.meta.url);

/** Standard output; empty if the program is missing, fails or hangs. */
function answer(program: string, args: readonly string[]): Promise<string> {
  return execFile(program, args, { timeout: deadlines.question * 1000 }).then(
    ({ stdout }) => stdout.trim(),
    () => "",
  );
}

const thisComputer: Computer = {
  kernel: release(),
  engineKernel: () => answer("docker", ["info", "--format", "{{.KernelVersion}}"]),
  features: async () => {
    const lines = await answer("sh", ["-c", readScript(script), "preflight", "kernel"]);
    return Object.fromEntries(lines.split("\n").map((line) => line.split(" ")));
  },
};
