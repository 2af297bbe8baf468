import { relative } from "node:path";
import { Image } from "@pulumi/docker-build/image.js";
import * as pulumi from "@pulumi/pulumi";
import type { BuildRecipe } from "../build/buildRecipe.ts";
import { contextHash } from "../build/contextHash.ts";
import type { RegistryLogin } from "./registry.ts";

export interface ServiceImageArgs {
  /** Pulumi stack, for the image's label. */
  readonly stack: string;
  /** Repository in the registry: `example/api`. */
  readonly repository: string;
  readonly build: BuildRecipe;
  readonly login: RegistryLogin;
  /** What must run before the push. */
  readonly registry: pulumi.Resource;
}

/** One service's image: built here, tagged by its content, pushed, and known by its digest. */
export class ServiceImage extends pulumi.ComponentResource {
  /** `registry:5000/example/api@sha256:…`, as the nodes name it. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: ServiceImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:ServiceImage", name, {}, options);
    const { build, login, repository } = args;
    const tag = contextHash(build.context, build);
    const image = new Image(
      name,
      {
        push: true,
        // The user's own builder: the plugin's would be a BuildKit container that has to be pulled.
        exec: true,
        builder: { name: "default" },
        buildOnPreview: false,
        // Relative, so that a clone that was moved changes nothing.
        context: { location: relative(process.cwd(), build.context) },
        dockerfile: { location: relative(process.cwd(), build.dockerfile) },
        ...(build.target === undefined ? {} : { target: build.target }),
        buildArgs: { ...build.args },
        labels: { "swarm.stack": args.stack },
        tags: [pulumi.interpolate`${login.pushAddress}/${repository}:${tag}`],
        registries: [{ address: login.pushAddress, username: login.username, password: login.password }],
      },
      { parent: this, dependsOn: args.registry },
    );
    this.reference = pulumi.interpolate`${login.nodeAddress}/${repository}@${image.digest}`;
    this.registerOutputs({ reference: this.reference });
  }
}
