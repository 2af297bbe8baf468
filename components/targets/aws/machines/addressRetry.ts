import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

/** Two minutes in all. */
const attempts = 24;
const pause = 5000;

/** The part of a failed operation that decides. */
export interface FailedOperation {
  readonly failedOperation: string;
  /** Newest first. */
  readonly errors: readonly string[];
}

/**
 * A manager's new machine gets the address of the old one, which AWS frees some time after it says that the
 * machine is terminated: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function waitsForAddress({ failedOperation, errors }: FailedOperation): boolean {
  const [newest = ""] = errors;
  return (
    failedOperation === "create" && newest.includes("InvalidIPAddress.InUse") && errors.length < attempts
  );
}

/** Tries again to create a machine while its address is in use. */
export function addressRetry(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("address-in-use", async (failed) => {
    if (!waitsForAddress(failed)) return false;
    await sleep(pause);
    return true;
  });
}
