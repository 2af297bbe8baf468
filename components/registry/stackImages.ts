import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../build/buildRecipe.ts";
import type { Registry } from "./registry.ts";
import { ServiceImage } from "./serviceImage.ts";

export interface StackImagesArgs {
  /** Pulumi stack. */
  readonly stack: string;
  readonly registry: Registry;
  /** By service. */
  readonly builds: Readonly<Record<string, BuildRecipe>>;
}

/** The images of one stack's services that its compose file builds. */
export class StackImages extends pulumi.ComponentResource {
  /** The stack in the swarm. */
  readonly stack: string;
  /** `registry:5000/example/api@sha256:…` by service. */
  readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** `example/api:<content>` by service, known before anything is built. */
  readonly tagged: Readonly<Record<string, string>>;

  constructor(name: string, args: StackImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:StackImages", name, {}, options);
    const { registry, stack } = args;
    this.stack = name;
    const images = Object.entries(args.builds).map(([service, build]) => {
      const place = registry.placeOf(name, service);
      const image = new ServiceImage(
        // A hyphen would give shop-api/web and shop/api-web one name.
        `${name}/${service}`,
        {
          stack,
          place,
          build,
          login: registry.login,
          registry: registry.repository(place.repository),
          ...(registry.platform === undefined ? {} : { platform: registry.platform }),
        },
        { parent: this },
      );
      return { service, image };
    });
    this.references = Object.fromEntries(images.map(({ service, image }) => [service, image.reference]));
    this.tagged = Object.fromEntries(images.map(({ service, image }) => [service, image.tagged]));
    this.registerOutputs({ references: this.references });
  }
}
