import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { isAddressInUse, retries } from "./addressInUse.ts";

/** Creates a manager's machine again until AWS has freed its address. */
export function addressRetry(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("swarm-address-in-use", async ({ errors }) => {
    const again = isAddressInUse(errors);
    if (again) await sleep(retries.seconds * 1000);
    return again;
  });
}
