import { Image } from "@pulumi/docker-build/image.js";
import type { Platform } from "@pulumi/docker-build/types/enums/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../compose/buildRecipe.ts";
import { buildFolderParents, sweepBuildFolders } from "./build/buildFolders.ts";
import { buildInputs } from "./build/buildInputs.ts";
import { imageTag } from "./imageTag.ts";
import type { ImageRepository, RegistryLogin } from "./registry.ts";

export interface ServiceImageArgs {
  /** Pulumi stack and the cluster's id, for the image's labels. */
  readonly stack: string;
  readonly cluster: pulumi.Input<string>;
  readonly repository: ImageRepository;
  readonly build: BuildRecipe;
  /** Of the build's content, 16 hex digits. */
  readonly hash: string;
  readonly login: RegistryLogin;
  /** What must be there before the push: the registry, and an image that writes the same into it. */
  readonly after: pulumi.Resource[];
  /** Another value pushes the image again: the registry has lost it. */
  readonly registryMade?: pulumi.Output<string>;
  /** `linux/arm64`, …; default: what this computer runs on. */
  readonly platforms?: pulumi.Output<string[]>;
}

/** One service's image: built here, tagged by its content, pushed, and known by its digest. */
export class ServiceImage extends pulumi.ComponentResource {
  /** `registry:5000/example/api@sha256:…`, as the nodes name it. */
  readonly reference: pulumi.Output<string>;
  /** `example/api:<content>`. */
  readonly tagged: string;

  constructor(name: string, args: ServiceImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:ServiceImage", name, {}, options);
    const { build, hash, login } = args;
    const { repository, tagPrefix } = args.repository;
    const tag = imageTag(hash, login.immutableTags ? new Date() : undefined);
    this.tagged = `${name}:${hash}`;
    const image = new Image(
      name,
      {
        ...pushing(login),
        // The user's own builder: the plugin's would be a BuildKit container that has to be pulled.
        exec: true,
        builder: { name: "default" },
        buildOnPreview: false,
        ...(args.platforms === undefined ? {} : { platforms: args.platforms as pulumi.Output<Platform[]> }),
        ...buildInputs(build),
        // The plugin looks at a folder in its own way; with this it sees what the tag sees.
        labels: {
          ...build.labels,
          "swarm.stack": args.stack,
          "swarm.cluster": args.cluster,
          "swarm.content": hash,
        },
        tags: [pulumi.interpolate`${login.pushAddress}/${login.prefix}${repository}:${tagPrefix}${tag}`],
        registries: [{ address: login.pushAddress, username: login.username, password: login.password }],
      },
      // The images go with the registry and the network; this would ask for each one by itself.
      {
        ...{ parent: this, dependsOn: args.after, retainOnDelete: true, ...tagging(login) },
        ...(args.registryMade ? { replacementTrigger: args.registryMade } : {}),
      },
    );
    // When the program ends, its builds are over. A preview builds nothing, and may run beside an up.
    if (!pulumi.runtime.isDryRun()) login.pushAddress.apply(sweepAtEnd);
    this.reference = pulumi.interpolate`${login.nodeAddress}/${login.prefix}${repository}@${image.digest}`;
    this.registerOutputs({ reference: this.reference });
  }
}

/**
 * The plugin looks on each refresh whether what it pushed is still there, over https only and with the password
 * of the last run, and warns when it cannot. Written the other way it pushes all the same and does not look.
 *
 * Another password alone is no change to it: Diff in
 * https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go#L1038
 */
function pushing({ encrypted, shortLived = false }: RegistryLogin) {
  return encrypted && !shortLived ? { push: true } : { push: false, exports: [{ raw: "type=image,push=1" }] };
}

/**
 * Hardly any build gives the same digest twice: an old commit built anew on another computer would be refused
 * under the tag that it already has. So each push has a tag of its own. By itself the new one is ignored; only
 * a replacement, not an update, takes it.
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
