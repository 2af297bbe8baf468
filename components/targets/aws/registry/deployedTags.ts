import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { mirrorInput } from "../../../images/mirrorInput.ts";
import type { ImageReferences, RegistryLogin } from "../../../images/registry.ts";
import { localStep } from "../../../steps/localStep.ts";
import { quote } from "../../../steps/shell.ts";
import { deployedPrefix } from "./lifecyclePolicy.ts";

export interface DeployedTagsArgs {
  readonly login: RegistryLogin;
  /** `linux/arm64` */
  readonly platform: string;
  readonly stacks: readonly ImageReferences[];
  /** The deployments. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Tags each image once it is deployed, so that later images whose deployments fail do not make it expire.
 *
 * Has no undo: the lifecycle policy removes the image with its tags.
 */
export function deployedTags(
  { login, platform, stacks, after }: DeployedTagsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  for (const { stack, references } of stacks)
    for (const [service, reference] of Object.entries(references)) {
      const name = `${stack}/${service}`;
      localStep(
        `${name}-deployed`,
        {
          create: pulumi
            .all([login.nodeAddress, reference])
            .apply(([host, image]) => tagging(host, image, platform)),
          stdin: mirrorInput(login, [name], {}),
          logging: local.Logging.None,
        },
        {
          ...options,
          dependsOn: [...after],
          // The token is another one in each run; a replacement uses it.
          ignoreChanges: ["stdin"],
          replaceOnChanges: ["create"],
        },
      );
    }
}

/** An image of another registry gets no tag: it does not expire. */
function tagging(host: string, image: string, platform: string): string {
  if (!image.startsWith(`${host}/`)) return ":";
  const repository = image.slice(host.length + 1).replace(/@.*/, "");
  const args = [image, repository, deployedPrefix, platform];
  return `node components/images/scripts/mirror.ts ${args.map(quote).join(" ")}`;
}
