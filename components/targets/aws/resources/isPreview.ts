/**
 * True for a preview that no `up` follows (tools/update/update.ts).
 *
 * @param isDryRun `pulumi.runtime.isDryRun()`
 */
export function isPreview(isDryRun: boolean): boolean {
  return isDryRun && process.env.SWARM_BEFORE_UP !== "true";
}
