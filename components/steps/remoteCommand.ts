import type { remote, types } from "@pulumi/command";
import { getVersion } from "@pulumi/command/utilities.js";
import * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../names.ts";

type Arguments = Omit<remote.CommandArgs, "connection"> & {
  /** Secret, with all defaults: those of `remote.Command` take six outputs. */
  readonly connection: pulumi.Output<types.input.remote.ConnectionArgs>;
};

/** `remote.Command`, as its constructor registers it: a preview of many nodes makes thousands. */
export class RemoteCommand extends pulumi.CustomResource {
  declare readonly stdout: pulumi.Output<string>;
  declare readonly stderr: pulumi.Output<string>;

  constructor(name: string, args: Arguments, options: pulumi.CustomResourceOptions) {
    super(
      resourceTypes.remoteCommand,
      name,
      { ...args, stdout: undefined, stderr: undefined },
      pulumi.mergeOptions(options, {
        version: getVersion(),
        additionalSecretOutputs: ["connection"],
        replaceOnChanges: ["triggers[*]"],
      }),
    );
  }
}
