/** How often a machine is tried, for five minutes. */
export const retries = { seconds: 15, most: 20 };

/** Whether a machine may be tried again: AWS has not freed the address of its predecessor yet. */
export function isAddressInUse([newest = "", ...earlier]: readonly string[]): boolean {
  return newest.includes("InvalidIPAddress.InUse") && earlier.length < retries.most;
}
