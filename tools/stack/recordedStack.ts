import { sharedImages } from "../../components/images/namedImages.ts";
import { derivePassword } from "../../components/keys/keyMaterial.ts";
import { componentTypes, resourceTypes } from "../../components/names.ts";
import { clusterOf, plain, resourcesOf, type StateFile, type StateResource } from "../pulumi/state.ts";
import { nameOf } from "../pulumi/urn.ts";

/** The images and names in the state of a Pulumi stack. */
export interface RecordedStack {
  readonly objectKey: string | undefined;
  readonly cluster: string | undefined;
  /** By `<stack>/<service>`, and by `<stack>/<image>` for mirrored images. */
  readonly images: Readonly<Record<string, RecordedImage>>;
}

interface RecordedImage {
  readonly reference: string;
  /** `127.0.0.1:20009/shop:api-<content>` */
  readonly tags: readonly string[];
}

/** @param state with its secrets in clear */
export function recordedStack(state: StateFile): RecordedStack {
  const of = (type: string) => resourcesOf(state, type);
  // Stashes hold machine images too.
  const keys = of(resourceTypes.stash).find(({ urn }) => urn.includes(`${componentTypes.ClusterKeys}$`));
  const seed = plain(keys?.outputs?.output);
  const built = of(resourceTypes.builtImage);
  const all = [...of(componentTypes.ServiceImage), ...of(componentTypes.MirroredImage)];
  const images = all.flatMap((image) => {
    const reference = plain(image.outputs?.reference);
    const tags = tagsOf(built.find(({ parent }) => parent === image.urn));
    return typeof reference === "string" ? [[nameOf(image.urn), { reference, tags }] as const] : [];
  });
  return {
    objectKey: typeof seed === "string" ? derivePassword(seed, "stack objects") : undefined,
    cluster: clusterOf(state),
    images: Object.fromEntries(images),
  };
}

/** The images of one stack that were built from the current sources. */
export function imagesAsTheyAre(
  { images }: RecordedStack,
  stack: string,
  hashes: Readonly<Record<string, string>>,
): Record<string, string> {
  const current = Object.entries(hashes).flatMap(([service, hash]) => {
    const image = images[`${stack}/${service}`];
    return image?.tags.some((tag) => tag.includes(hash)) ? [[service, image.reference]] : [];
  });
  return Object.fromEntries(current);
}

/** The images that were mirrored from their current source. */
export function copiesAsTheyAre(
  { images }: RecordedStack,
  stack: string,
  mirrored: Readonly<Record<string, string>>,
): Record<string, string> {
  const copied = Object.entries(sharedImages(mirrored)).flatMap(([name, { services }]) => {
    const { reference } = images[`${stack}/${name}`] ?? {};
    return reference === undefined ? [] : services.map((service) => [service, reference] as const);
  });
  return Object.fromEntries(copied);
}

function tagsOf(image: StateResource | undefined): string[] {
  const tags = plain(image?.outputs?.tags);
  return Array.isArray(tags) ? tags.map((tag) => String(plain(tag))) : [];
}
