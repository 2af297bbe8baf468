import { overlap } from "../../../net/cidr.ts";
import type { AwsSettings } from "../settings/settings.ts";
import { ownAddress } from "./ownAddress.ts";

/** Stands in `adminCidrs` for this computer. */
export const self = "self";

type Admins = Pick<AwsSettings, "adminCidrs" | "addressUrl">;

/** The ranges that can connect to SSH. */
export interface AdminRanges {
  readonly adminCidrs: readonly string[];
  /** The address of this computer, unless one of the ranges contains it. */
  readonly own?: string;
}

/**
 * The ranges, with this computer's address for `self`.
 *
 * @throws if it cannot be found
 */
export async function adminRanges({ adminCidrs, addressUrl }: Admins): Promise<AdminRanges> {
  const ranges = adminCidrs.filter((range) => range !== self);
  if (ranges.length === adminCidrs.length) return { adminCidrs: ranges };
  const address = await ownAddress(addressUrl).catch((error: Error) => {
    throw new Error(
      `swarm:aws.adminCidrs: has self, but ${error.message}\n  → nothing was changed. Write the address instead, 203.0.113.7/32, or set swarm:aws.addressUrl to a page that answers with it`,
    );
  });
  return containing(ranges, address) ? { adminCidrs: ranges } : { adminCidrs: ranges, own: address };
}

/** Why SSH cannot work, or why it is not known whether it does. */
export interface AccessProblem {
  readonly severity: "error" | "warning";
  /** With a hint. */
  readonly text: string;
}

/** Before `up` changes anything: what keeps SSH from this computer; undefined if nothing does. */
export async function accessProblem({ adminCidrs, addressUrl }: Admins): Promise<AccessProblem | undefined> {
  if (addressUrl === "none" || adminCidrs.includes(self)) return undefined;
  try {
    const address = await ownAddress(addressUrl);
    if (containing(adminCidrs, address)) return undefined;
    const text = `swarm:aws.adminCidrs: ${adminCidrs.join(", ")} ${adminCidrs.length === 1 ? "does" : "do"} not contain ${address}, the address of this computer, so SSH to the machines cannot work\n  → nothing was changed. Add ${address}/32, or self for the computer that runs up; or set swarm:aws.addressUrl to none if it reaches the machines another way`;
    return { severity: "error", text };
  } catch (error) {
    const text = `whether SSH is open to this computer was not checked: ${(error as Error).message}\n  → set swarm:aws.addressUrl to a page that answers with its address, or to none`;
    return { severity: "warning", text };
  }
}

function containing(ranges: readonly string[], address: string): boolean {
  return ranges.some((range) => overlap(range, `${address}/32`));
}
