import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { componentTypes } from "../names.ts";
import { changingScript } from "../steps/localScript.ts";
import { localStep } from "../steps/localStep.ts";
import type { EntryPoint } from "./entryPoint.ts";

export interface EndpointCheckArgs {
  /** The check does nothing if the entry point serves nothing. */
  readonly entryPoint: EntryPoint;
  /** What is deployed behind the entry point; a change repeats the check. */
  readonly deployed: readonly pulumi.Input<string>[];
}

const script = new URL("./scripts/waitForEndpoint.mjs", import.meta.url);

/** Waits until the entry point answers this computer, after each deployment. */
export class EndpointCheck extends pulumi.ComponentResource {
  constructor(name: string, args: EndpointCheckArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.EndpointCheck, name, {}, options);
    const { url, probeUrls: asked = [url], isServed, timeout } = args.entryPoint;
    if (isServed) {
      localStep(
        name,
        {
          create: pulumi.all([...asked]).apply((urls) => changingScript([...urls, String(timeout)], script)),
          environment: { DEPLOYED: pulumi.all([...args.deployed]).apply((ids) => ids.join(" ")) },
          logging: local.Logging.Stderr,
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
