import type { Architecture } from "../settings/architecture.ts";
import type { AwsMachineSettings } from "../settings/settings.ts";

/** An image id, or the SSM parameter that holds it and the name under which the state keeps the result. */
export type ImageSource = { readonly id: string } | { readonly parameter: string; readonly name: string };

/** https://wiki.debian.org/Cloud/AmazonEC2Image */
const debian = (architecture: Architecture) => `/aws/service/debian/release/13/latest/${architecture}`;

/** The source of an image: `debian-13`, `/a/parameter` or `ami-…`. */
export function imageSource(
  { image, upgrade }: Pick<AwsMachineSettings, "image" | "upgrade">,
  architecture: Architecture,
): ImageSource {
  if (image.startsWith("ami-")) return { id: image };
  const parameter = image === "debian-13" ? debian(architecture) : image;
  if (!parameter.startsWith("/")) throw new RangeError(`${image} is no image of EC2 machines`);
  return {
    parameter,
    name: [architecture, image, ...(upgrade ? [upgrade] : [])].map(encodeURIComponent).join("@"),
  };
}
