import { type ImageName, parseImageName, shortName } from "../compose/schema/imageName.ts";
import type { Logins } from "./clientConfiguration.ts";

/** A mirrored image and the services that run it. */
export interface SharedImage {
  readonly image: ImageName;
  readonly services: readonly string[];
}

/** The images to mirror, by short name: services with the same image share a copy. */
export function sharedImages(mirrored: Readonly<Record<string, string>>): Record<string, SharedImage> {
  const shared = new Map<string, SharedImage>();
  const sorted = Object.entries(mirrored).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [service, text] of sorted) {
    const image = imageNamed(text);
    const name = shortName(image);
    shared.set(name, { image, services: [...(shared.get(name)?.services ?? []), service] });
  }
  return Object.fromEntries(shared);
}

/** The logins that nodes need for images that they pull from the source. */
export function loginsFor(images: readonly string[], sources: Logins): Logins {
  const hosts = new Set(images.map((text) => imageNamed(text).host));
  return Object.fromEntries(Object.entries(sources).filter(([host]) => hosts.has(host)));
}

/** The compose schema has already checked the name. */
function imageNamed(text: string): ImageName {
  const name = parseImageName(text);
  if ("problem" in name) throw new Error(`${text}: ${name.problem}`);
  return name;
}
