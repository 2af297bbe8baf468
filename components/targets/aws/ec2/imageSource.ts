import type { Architecture } from "../settings/architecture.ts";
import type { AwsMachineSettings } from "../settings/awsSettings.ts";

/** An image by its id, or the SSM parameter that holds the id and the name under which the find is kept. */
export type ImageSource = { readonly id: string } | { readonly parameter: string; readonly name: string };

/** https://wiki.debian.org/Cloud/AmazonEC2Image */
const debian = (architecture: Architecture) => `/aws/service/debian/release/13/latest/${architecture}`;

/** Where an image comes from: `debian-13`, `/a/parameter` or `ami-…`. */
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
