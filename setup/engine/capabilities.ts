import { readFileSync } from "node:fs";

/** The numbers of the capabilities that even root lacks here. */
export function missingCapabilities(
  status = readFileSync("/proc/self/status", "utf8"),
  last = readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"),
): number[] {
  const bounding = BigInt(`0x${status.match(/^CapBnd:\s*([0-9a-f]+)/m)?.[1] ?? "0"}`);
  const numbers = Array.from({ length: Number(last) + 1 }, (_, number) => number);
  return numbers.filter((number) => ((bounding >> BigInt(number)) & 1n) === 0n);
}
