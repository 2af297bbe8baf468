/** `linux/arm64`, as an image index lists it. */
interface Platform {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
}

/** A manifest, or an index of manifests for several platforms, in the registry's format. */
export interface Manifest {
  readonly manifests?: readonly { readonly digest: string; readonly platform?: Platform }[];
}

/** A platform as text: `linux/arm64/v8`. */
export function platformText({ os = "", architecture = "", variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join("/");
}

/**
 * The digest of an index's manifest for a platform; undefined if there is none.
 *
 * @param platform `linux/arm64` or `linux/arm/v7`; without a variant any variant matches
 */
export function manifestFor({ manifests = [] }: Manifest, platform: string): string | undefined {
  return manifests.find((entry) => isFor(entry.platform ?? {}, platform))?.digest;
}

export function isFor(found: Platform, platform: string): boolean {
  const [os, architecture, variant] = platform.split("/");
  if (found.os !== os || found.architecture !== architecture) return false;
  return variant === undefined || found.variant === undefined || found.variant === variant;
}

/** The platforms of an index; entries such as build attestations have none. */
export function platformsOf({ manifests = [] }: Manifest): string[] {
  const texts = manifests.map(({ platform = {} }) => platformText(platform));
  return [...new Set(texts)].filter((text) => !/^(\/|unknown\/)/.test(text)).sort();
}
