/** The content hash; with the time of the push if tags are immutable. */
export function imageTag(hash: string, pushed?: Date): string {
  return pushed === undefined ? hash : `${hash}-${pushed.toISOString().replace(/[-:.]/g, "").toLowerCase()}`;
}
