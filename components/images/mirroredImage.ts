import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { type ImageName, sourceOf } from "../compose/schema/imageName.ts";
import { quote } from "../steps/shell.ts";
import type { Logins } from "./clientConfiguration.ts";
import type { MirrorTask } from "./mirrorTask.ts";
import type { Registry } from "./registry.ts";
import { repositoryPart } from "./repositoryName.ts";

export interface MirroredImageArgs {
  /** The stack in the swarm. */
  readonly stack: string;
  readonly image: ImageName;
  /** Those that run it, at least one: the copy is kept as an image of the first. */
  readonly services: readonly string[];
  readonly registry: Registry;
  /** `linux/arm64`, …; default: what this computer runs on. */
  readonly platforms?: pulumi.Output<string[]>;
  /** By host; secret. */
  readonly sources: Logins;
}

/**
 * An image from elsewhere, copied once into the cluster's registry, and known by its digest.
 *
 * Not `docker-build.Index`: it looks on each refresh, with an old password, and fails where nobody answers
 * (docs/adr/0006-mirrored-images-by-command.md). To copy a newer one under the same name it is replaced.
 */
export class MirroredImage extends pulumi.ComponentResource {
  /** `registry:5000/shop@sha256:…`, as the nodes name it. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: MirroredImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:MirroredImage", name, {}, options);
    const { image, registry } = args;
    const { login } = registry;
    const [owner = ""] = args.services;
    const path = registry.repositoryOf(args.stack, repositoryPart(owner));
    const repository = `${login.prefix}${path.repository}`;
    const argv = [sourceOf(image), repository, path.tagPrefix || "-"].map(quote).join(" ");
    const platforms = args.platforms?.apply((all) => quote(all.join())) ?? "-";
    // With Pulumi's environment: what reads from a registry may need a cloud's login. It limits what it starts itself.
    const copy = new local.Command(
      name,
      {
        create: pulumi.interpolate`node components/images/scripts/mirror.ts ${argv} ${platforms}`,
        stdin: taskOf(args),
        // A new registry is empty.
        triggers: [login.nodeAddress, ...(registry.made ? [registry.made] : [])],
        logging: local.Logging.None,
        addPreviousOutputInEnv: false,
      },
      {
        parent: this,
        dependsOn: registry.repository(path.repository),
        // Another password, or a token for hours only, is no reason to copy again. A replacement has the new one.
        ignoreChanges: ["stdin"],
        replaceOnChanges: ["create"],
      },
    );
    // The plugin calls it secret because its input is.
    const digest = pulumi.unsecret(copy.stdout);
    this.reference = pulumi.interpolate`${login.nodeAddress}/${repository}@${digest}`;
    this.registerOutputs({ reference: this.reference });
  }
}

function taskOf({ stack, services, image, registry, sources }: MirroredImageArgs): pulumi.Output<string> {
  const { pushAddress, username, password } = registry.login;
  const known = sources[image.host];
  const text = pulumi.all([pushAddress, username, password]).apply(([address, username, password]) => {
    const task: MirrorTask = {
      services: services.map((service) => `${stack}/${service}`),
      target: { address, username, password },
      sources: known ? { [image.host]: known } : {},
    };
    return JSON.stringify(task);
  });
  return pulumi.secret(text);
}
