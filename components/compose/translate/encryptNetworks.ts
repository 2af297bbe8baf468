import type { Warning } from "../../input/warning.ts";
import { networksOf } from "../document.ts";
import type { ComposeModel } from "../model.ts";
import type { NetworkDocument } from "../schema/networkSchema.ts";

/** Encrypts every overlay network, including the default one for services without networks. */
export function encryptNetworks(model: ComposeModel): ComposeModel {
  const networks = { ...(usesDefault(model) ? { default: {} } : {}), ...model.document.networks };
  const entries = Object.entries(networks).map(([key, network]) => [key, encrypted(network)] as const);
  const left = Object.entries(networks).filter(([, network]) => !isOurs(network));
  return {
    ...model,
    document: { ...model.document, networks: Object.fromEntries(entries) },
    warnings: [...model.warnings, ...left.map(([key, network]) => warningOn(model.name, key, network))],
  };
}

/** Services without networks share one that docker creates for the stack. */
export function usesDefault({ document }: Pick<ComposeModel, "document">): boolean {
  return (
    document.networks.default === undefined &&
    Object.values(document.services).some((service) => "default" in networksOf(service))
  );
}

function isOurs({ external = false, driver = "overlay" }: NetworkDocument): boolean {
  return !external && driver === "overlay";
}

function encrypted(network: NetworkDocument): NetworkDocument {
  if (!isOurs(network)) return network;
  return { ...network, driver: "overlay", driver_opts: { ...network.driver_opts, encrypted: "" } };
}

function warningOn(stack: string, key: string, { external = false, driver }: NetworkDocument): Warning {
  return {
    path: "swarm:encrypt",
    problem: `the network ${key} of the stack ${stack} stays as it is: it is ${external ? "external" : `of the driver ${driver}`}`,
    hint: external
      ? "make it with: docker network create --driver overlay --opt encrypted"
      : "use an overlay network, or encrypt in the services themselves",
  };
}

/**
 * The engine checks only that the option exists: `encrypted: "false"` encrypts as well
 * (moby, daemon/libnetwork/drivers/overlay: `secureOption`).
 *
 * @param options the overlay network's driver options
 */
export function isEncrypted(options: unknown): boolean {
  return typeof options === "object" && options !== null && "encrypted" in options;
}
