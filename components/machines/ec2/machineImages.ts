import { getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import * as pulumi from "@pulumi/pulumi";
import type { AwsMachineSettings } from "../../settings/awsSettings.ts";
import type { Architecture } from "./architecture.ts";
import { type ImageSource, imageSource } from "./imageSource.ts";

export interface MachineImagesArgs {
  readonly settings: Pick<AwsMachineSettings, "image" | "upgrade">;
  readonly architectures: readonly Architecture[];
}

/** The machine images of a cluster, `ami-…`: looked up once and kept until the settings say another word. */
export class MachineImages extends pulumi.ComponentResource {
  private readonly ids: ReadonlyMap<Architecture, pulumi.Output<string>>;

  constructor(name: string, args: MachineImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:MachineImages", name, {}, options);
    this.ids = new Map(
      args.architectures.map((architecture) => [
        architecture,
        this.keep(imageSource(args.settings, architecture)),
      ]),
    );
    this.registerOutputs();
  }

  idFor(architecture: Architecture): pulumi.Output<string> {
    const id = this.ids.get(architecture);
    if (!id) throw new Error(`no image for ${architecture}`);
    return id;
  }

  private keep(source: ImageSource): pulumi.Output<string> {
    if ("id" in source) return pulumi.output(source.id);
    const found = getParameterOutput({ name: source.parameter }, { parent: this });
    // Each run looks; the first find under this name stays.
    const stash = new pulumi.Stash(
      source.name,
      { input: found.insecureValue },
      { parent: this, ignoreChanges: ["input"] },
    );
    return stash.output as pulumi.Output<string>;
  }
}
