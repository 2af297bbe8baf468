import type { ServiceDocument } from "./document.ts";

/** Docker attaches services without networks to `default`. */
export function networksOf({ networks = {} }: ServiceDocument): NonNullable<ServiceDocument["networks"]> {
  return Object.keys(networks).length > 0 ? networks : { default: {} };
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
