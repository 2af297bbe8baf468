/** A service's name in the name of its image: registries know no upper case, and one separator at a time. */
export function imageKey(service: string): string {
  return service.toLowerCase().replaceAll(/[-_]{2,}/g, "-");
}
