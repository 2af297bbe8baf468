import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type ImageName, sourceOf } from "../compose/schema/imageName.ts";
import { componentTypes } from "../names.ts";
import { unlimitedStep } from "../steps/localStep.ts";
import { quote } from "../steps/shell.ts";
import type { Logins } from "./clientConfiguration.ts";
import { mirrorInput } from "./mirrorInput.ts";
import type { Registry } from "./registry.ts";
import { repositoryPart } from "./repositoryName.ts";

export interface MirroredImageArgs {
  readonly stack: string;
  readonly image: ImageName;
  /** Services that run the image, at least one; image retention counts the copy as an image of the first. */
  readonly services: readonly string[];
  readonly registry: Registry;
  /** `linux/arm64`, …; default: the platform of this computer's engine. */
  readonly platforms?: pulumi.Output<string[]>;
  /** Logins by host; secret. */
  readonly sources: Logins;
}

/**
 * An image from another registry, copied once into the cluster's registry, and referenced by digest.
 *
 * Not `docker-build.Index`: each refresh contacts the registry with an old password, and fails if the
 * registry is unreachable (docs/adr/0006-mirrored-images-by-command.md). Replace the resource to copy a newer
 * image of the same name.
 */
export class MirroredImage extends pulumi.ComponentResource {
  /** `registry:5000/shop@sha256:…`, as the nodes refer to it. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: MirroredImageArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.MirroredImage, name, {}, options);
    const { image, registry } = args;
    const { login } = registry;
    const [owner = ""] = args.services;
    const target = registry.repositoryOf(args.stack, repositoryPart(owner));
    const repository = `${login.prefix}${target.repository}`;
    const argv = [sourceOf(image), repository, target.tagPrefix || "-"].map(quote).join(" ");
    const platforms = args.platforms?.apply((all) => quote(all.join())) ?? "-";
    const copy = unlimitedStep(
      name,
      {
        create: pulumi.interpolate`node components/images/scripts/mirror.ts ${argv} ${platforms}`,
        stdin: taskOf(args),
        // A new registry is empty.
        triggers: [login.nodeAddress, ...(registry.made ? [registry.made] : [])],
        logging: local.Logging.None,
      },
      {
        parent: this,
        dependsOn: registry.repository(target.repository),
        // A new password or short-lived token alone must not copy the image again; a replacement uses it.
        ignoreChanges: ["stdin"],
        replaceOnChanges: ["create"],
      },
    );
    // The plugin marks the output secret because its input is.
    const digest = pulumi.unsecret(copy.stdout);
    this.reference = pulumi.interpolate`${login.nodeAddress}/${repository}@${digest}`;
    this.registerOutputs({ reference: this.reference });
  }
}

function taskOf({ stack, services, image, registry, sources }: MirroredImageArgs): pulumi.Output<string> {
  const known = sources[image.host];
  const names = services.map((service) => `${stack}/${service}`);
  return mirrorInput(registry.login, names, known ? { [image.host]: known } : {});
}
