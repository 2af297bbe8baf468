import { Image } from "@pulumi/docker-build/image.js";
import type { Platform } from "@pulumi/docker-build/types/enums/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../compose/buildRecipe.ts";
import { componentTypes, labelNames } from "../names.ts";
import { buildFolderParents, sweepBuildFolders } from "./build/buildFolders.ts";
import { buildInputs } from "./build/buildInputs.ts";
import { imageTag } from "./build/contextHash.ts";
import type { ImageRepository, RegistryLogin } from "./registry.ts";

export interface ServiceImageArgs {
  /** For the image's labels, like the cluster id. */
  readonly stack: string;
  readonly cluster: pulumi.Input<string>;
  readonly repository: ImageRepository;
  readonly build: BuildRecipe;
  /** Content hash, 16 hexadecimal digits. */
  readonly hash: string;
  readonly login: RegistryLogin;
  /** Resources that must exist before the push: the registry, and an image that writes the same blobs. */
  readonly after: pulumi.Resource[];
  /** A change pushes the image again: the registry has lost it. */
  readonly registryMade?: pulumi.Output<string>;
  /** `linux/arm64`, …; default: the platform of this computer's engine. */
  readonly platforms?: pulumi.Output<string[]>;
}

/** One service's image: built here, tagged with its content hash, pushed, and referenced by digest. */
export class ServiceImage extends pulumi.ComponentResource {
  /** `registry:5000/example/api@sha256:…`, as the nodes refer to it. */
  readonly reference: pulumi.Output<string>;
  /** `example/api:<content>`. */
  readonly tagged: string;

  constructor(name: string, args: ServiceImageArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ServiceImage, name, {}, options);
    const { build, hash, login } = args;
    const { repository, tagPrefix } = args.repository;
    const tag = imageTag(hash, login.immutableTags ? new Date() : undefined);
    this.tagged = `${name}:${hash}`;
    const image = new Image(
      name,
      {
        ...pushing(login),
        // The user's own builder: the plugin's would need to pull a BuildKit image.
        exec: true,
        builder: { name: "default" },
        buildOnPreview: false,
        ...(args.platforms === undefined ? {} : { platforms: args.platforms as pulumi.Output<Platform[]> }),
        ...buildInputs(build),
        // The plugin detects changed files differently; the label gives it the same hash as the tag.
        labels: {
          ...build.labels,
          [labelNames.stack]: args.stack,
          [labelNames.cluster]: args.cluster,
          [labelNames.content]: hash,
        },
        tags: [pulumi.interpolate`${login.pushAddress}/${login.prefix}${repository}:${tagPrefix}${tag}`],
        registries: [{ address: login.pushAddress, username: login.username, password: login.password }],
      },
      // The images are removed with the registry and the network instead of one by one.
      {
        ...{ parent: this, dependsOn: args.after, retainOnDelete: true, ...tagging(login) },
        ...(args.registryMade ? { replacementTrigger: args.registryMade } : {}),
      },
    );
    // All builds are done when the program ends. A preview builds nothing, and may run beside an `up`.
    if (!pulumi.runtime.isDryRun()) login.pushAddress.apply(sweepAtEnd);
    this.reference = pulumi.interpolate`${login.nodeAddress}/${login.prefix}${repository}@${image.digest}`;
    this.registerOutputs({ reference: this.reference });
  }
}

/**
 * Each refresh the plugin checks that the pushed image still exists, over HTTPS only and with the last run's
 * password, and warns if it cannot. With `exports` instead of `push` it pushes without that check.
 *
 * A new password alone is not a change: see Diff in
 * https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go#L1038
 */
function pushing({ encrypted, shortLived = false }: RegistryLogin) {
  return encrypted && !shortLived ? { push: true } : { push: false, exports: [{ raw: "type=image,push=1" }] };
}

/**
 * Builds are rarely reproducible: rebuilding an old commit on another computer gives a new digest, and the
 * registry would refuse to overwrite the tag. So each push has a tag of its own. A new tag alone is ignored;
 * only a replacement, not an update, uses it.
 */
function tagging({ immutableTags = false }: RegistryLogin) {
  return immutableTags ? { ignoreChanges: ["tags"], replaceOnChanges: ["*"] } : {};
}

const addresses = new Set<string>();

function sweepAtEnd(address: string): void {
  if (addresses.size === 0)
    process.once("exit", () => {
      for (const each of addresses)
        for (const parent of buildFolderParents()) sweepBuildFolders(each, parent);
    });
  addresses.add(address);
}
