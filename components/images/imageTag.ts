/** The tag of an image: the hash of its content, and the time of the push where no tag is written twice. */
export function imageTag(hash: string, pushed?: Date): string {
  return pushed === undefined ? hash : `${hash}-${pushed.toISOString().replace(/[-:.]/g, "").toLowerCase()}`;
}
