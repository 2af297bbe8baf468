import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../compose/buildRecipe.ts";
import { contextHash } from "./build/contextHash.ts";
import type { Logins } from "./clientConfiguration.ts";
import { MirroredImage } from "./mirroredImage.ts";
import { loginsFor, sharedImages } from "./namedImages.ts";
import type { Registry } from "./registry.ts";
import { ServiceImage } from "./serviceImage.ts";

export interface StackImagesArgs {
  /** Pulumi stack. */
  readonly stack: string;
  /** Id of the cluster. */
  readonly cluster: pulumi.Input<string>;
  readonly registry: Registry;
  /** What the nodes run images for; undefined where the registry knows, or this computer decides. */
  readonly platforms?: pulumi.Output<string[]> | undefined;
  /** What is built, by service. */
  readonly builds: Readonly<Record<string, BuildRecipe>>;
  /** What is copied into the registry, by service, as the compose file names it. */
  readonly mirrored: Readonly<Record<string, string>>;
  /** What the nodes pull from where it is. */
  readonly unmirrored: Readonly<Record<string, string>>;
  /** Who logs in where images come from, by host. */
  readonly sources: Logins;
}

/** The images of one stack's services. */
export class StackImages extends pulumi.ComponentResource {
  /** The stack in the swarm. */
  readonly stack: string;
  /** `registry:5000/example/api@sha256:…` by service; an image that is not copied is called as the file calls it. */
  readonly references: Readonly<Record<string, pulumi.Output<string>>>;
  /** `example/api:<content>` by service that is built: known before it is. */
  readonly tagged: Readonly<Record<string, string>>;
  /** What the nodes need for images that are not copied. */
  readonly logins: Logins;

  constructor(name: string, args: StackImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:StackImages", name, {}, options);
    this.stack = name;
    const built = this.build(name, args);
    this.tagged = Object.fromEntries(built.map(({ service, image }) => [service, image.tagged]));
    this.references = {
      ...Object.fromEntries(built.map(({ service, image }) => [service, image.reference])),
      ...this.mirror(name, args),
      ...Object.fromEntries(
        Object.entries(args.unmirrored).map(([service, image]) => [service, pulumi.output(image)]),
      ),
    };
    this.logins = loginsFor(Object.values(args.unmirrored), args.sources);
    this.registerOutputs({ references: this.references });
  }

  /**
   * Services with one and the same image push it one after the other: the registry writes a file that names a part
   * in place, so who reads it at that moment, to see whether the part is there, gets an empty one and fails.
   * https://github.com/distribution/distribution/blob/v2.8.3/registry/storage/driver/filesystem/driver.go#L135
   */
  private build(name: string, args: StackImagesArgs) {
    const { stack, cluster, registry, builds } = args;
    const platforms = platformsOf(args);
    const pushed = new Map<string, ServiceImage>();
    return Object.entries(builds).map(([service, build]) => {
      const path = registry.repositoryOf(name, service);
      const hash = contextHash(build);
      const written = `${path.repository}:${hash}`;
      const before = pushed.get(written);
      const image = new ServiceImage(
        // A hyphen would give shop-api/web and shop/api-web one name.
        `${name}/${service}`,
        {
          stack,
          cluster,
          repository: path,
          build,
          hash,
          login: registry.login,
          after: [registry.repository(path.repository), ...(before ? [before] : [])],
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

/** What the nodes run images for. */
function platformsOf({ registry, platforms }: StackImagesArgs): pulumi.Output<string[]> | undefined {
  return registry.platform === undefined ? platforms : pulumi.output([registry.platform]);
}
