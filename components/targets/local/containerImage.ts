import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { RemoteImage } from "@pulumi/docker/remoteImage.js";
import type * as pulumi from "@pulumi/pulumi";
import { baseImage, baseImageVariable } from "../../images/build/baseImage.ts";
import { contextHash } from "../../images/build/contextHash.ts";

/**
 * An image for this computer's own containers, built from a folder by the local engine.
 *
 * The name carries a hash of the folder and the base image, so a changed one is another image.
 *
 * @param folder holds the Dockerfile
 * @param owner the stack's name is in the image's name and label, the cluster's id in its label
 */
export function containerImage(
  name: string,
  folder: URL,
  { stack, cluster }: { readonly stack: string; readonly cluster: { readonly id: pulumi.Input<string> } },
  options: pulumi.CustomResourceOptions,
): { readonly reference: string; readonly resource: RemoteImage } {
  const context = fileURLToPath(folder).replace(/\/$/, "");
  const args = { [baseImageVariable]: baseImage() };
  const hash = contextHash({ context, dockerfile: join(context, "Dockerfile"), args });
  const reference = `swarm-${stack}-${name}:${hash}`;
  const resource = new RemoteImage(
    `${basename(name)}-image`,
    {
      name: reference,
      // Relative, so that a clone that was moved changes nothing.
      build: {
        context: relative(process.cwd(), context),
        buildArgs: { ...args, STACK: stack, CLUSTER: cluster.id },
      },
      forceRemove: true,
    },
    options,
  );
  return { reference, resource };
}
