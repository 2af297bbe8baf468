import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../compose/buildRecipe.ts";
import { imageKey } from "../compose/schema/imageName.ts";
import { mapValues } from "../input/mapping.ts";
import { componentTypes } from "../names.ts";
import { contextHash } from "./build/contextHash.ts";
import type { Logins } from "./clientConfiguration.ts";
import { MirroredImage } from "./mirroredImage.ts";
import { loginsFor, sharedImages } from "./namedImages.ts";
import type { Registry } from "./registry.ts";
import { ServiceImage } from "./serviceImage.ts";

export interface StackImagesArgs {
  readonly stack: string;
  /** Cluster id. */
  readonly cluster: pulumi.Input<string>;
  readonly registry: Registry;
  /** The nodes' platforms; undefined if the registry knows the platform, or this computer decides. */
  readonly platforms?: pulumi.Output<string[]> | undefined;
  /** Build recipes, by service. */
  readonly builds: Readonly<Record<string, BuildRecipe>>;
  /** Images to mirror, by service, as the compose file names them. */
  readonly mirrored: Readonly<Record<string, string>>;
  /** Images that the nodes pull from the source, by service. */
  readonly unmirrored: Readonly<Record<string, string>>;
  /** Logins for source registries, by host. */
  readonly sources: Logins;
}

/** The images of one stack's services. */
export class StackImages extends pulumi.ComponentResource {
  readonly stack: string;
  /**
   * `registry:5000/example/api@sha256:…` by service; the compose file's name if the image is not mirrored.
   */
  readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** `example/api:<content>` by built service: known before the build. */
  readonly tagged: Readonly<Record<string, string>>;
  /** Logins that the nodes need for images that are not mirrored. */
  readonly logins: Logins;

  constructor(name: string, args: StackImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.StackImages, name, {}, options);
    this.stack = name;
    const built = this.build(name, args);
    this.tagged = Object.fromEntries(built.map(({ service, image }) => [service, image.tagged]));
    this.references = {
      ...Object.fromEntries(built.map(({ service, image }) => [service, image.reference])),
      ...this.mirror(name, args),
      ...mapValues(args.unmirrored, (image) => pulumi.output(image)),
    };
    this.logins = loginsFor(Object.values(args.unmirrored), args.sources);
    this.registerOutputs();
  }

  /**
   * Pushes identical images of several services one after another: the registry writes a blob's link file in
   * place, so a concurrent existence check can read an empty file and fail.
   * https://github.com/distribution/distribution/blob/v2.8.3/registry/storage/driver/filesystem/driver.go#L135
   */
  private build(name: string, args: StackImagesArgs) {
    const { stack, cluster, registry, builds } = args;
    const platforms = platformsOf(args);
    const pushed = new Map<string, ServiceImage>();
    return Object.entries(builds).map(([service, build]) => {
      const target = registry.repositoryOf(name, imageKey(service));
      const hash = contextHash(build);
      const written = `${target.repository}:${hash}`;
      const before = pushed.get(written);
      const image = new ServiceImage(
        // With a hyphen, shop-api/web and shop/api-web would have the same name.
        `${name}/${service}`,
        {
          stack,
          cluster,
          repository: target,
          build,
          hash,
          login: registry.login,
          after: [registry.repository(target.repository), ...(before ? [before] : [])],
          ...(registry.made ? { registryMade: registry.made } : {}),
          ...(platforms === undefined ? {} : { platforms }),
        },
        { parent: this },
      );
      pushed.set(written, image);
      return { service, image };
    });
  }

  private mirror(name: string, args: StackImagesArgs) {
    const { registry, mirrored, sources } = args;
    const platforms = platformsOf(args);
    const copies = Object.entries(sharedImages(mirrored)).flatMap(([shortName, { image, services }]) => {
      const { reference } = new MirroredImage(
        `${name}/${shortName}`,
        {
          stack: name,
          image,
          services,
          registry,
          sources,
          ...(platforms === undefined ? {} : { platforms }),
        },
        { parent: this },
      );
      return services.map((service) => [service, reference] as const);
    });
    return Object.fromEntries(copies);
  }
}

/** The nodes' platforms. */
function platformsOf({ registry, platforms }: StackImagesArgs): pulumi.Output<string[]> | undefined {
  return registry.platform === undefined ? platforms : pulumi.output([registry.platform]);
}
