import { getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../../../names.ts";
import type { Architecture } from "../settings/architecture.ts";
import type { AwsMachineSettings } from "../settings/settings.ts";
import { type ImageSource, imageSource } from "./imageSource.ts";

export interface MachineImageArgs {
  readonly settings: Pick<AwsMachineSettings, "image" | "upgrade">;
  readonly architecture: Architecture;
}

/** The image of all machines: looked up once, and kept until `upgrade` changes. */
export class MachineImage extends pulumi.ComponentResource {
  /** `ami-…` */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: MachineImageArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.MachineImage, name, {}, options);
    this.id = this.keep(imageSource(args.settings, args.architecture));
    this.registerOutputs({ id: this.id });
  }

  private keep(source: ImageSource): pulumi.Output<string> {
    if ("id" in source) return pulumi.output(source.id);
    const found = getParameterOutput({ name: source.parameter }, { parent: this });
    // Every run looks the image up; the state keeps the first id under this name.
    const stash = new pulumi.Stash(
      source.name,
      { input: found.insecureValue },
      { parent: this, ignoreChanges: ["input"] },
    );
    return stash.output as pulumi.Output<string>;
  }
}
