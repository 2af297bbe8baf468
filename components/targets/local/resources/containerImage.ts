import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { RemoteImage } from "@pulumi/docker/remoteImage.js";
import type * as pulumi from "@pulumi/pulumi";
import { baseImage, baseImageVariable } from "../../../images/build/baseImage.ts";
import { contextHash } from "../../../images/build/contextHash.ts";

/**
 * An image for containers on this computer, built from a folder by the local engine.
 *
 * The name contains a hash of the folder and the base image, so a change gives a new image.
 *
 * @param folder contains the Dockerfile
 * @param owner the stack for the image's name and label, the cluster id for its label
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
      // Relative, so that moving the clone changes nothing.
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
