import { Secret } from "@pulumi/policy";

/**
 * The part of a resource's properties that is not encrypted. A remediation gets secrets wrapped: reading a
 * property would unwrap it, and throw if it is not known yet; reading its descriptor does neither.
 */
export function inClear(value: unknown): unknown {
  if (value instanceof Secret) return undefined;
  if (typeof value !== "object" || value === null) return value;
  const parts = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, part]) => part.enumerable);
  const clear = parts.map(([key, part]) => [key, inClear(part.value)] as const);
  return Array.isArray(value) ? clear.map(([, part]) => part) : Object.fromEntries(clear);
}
