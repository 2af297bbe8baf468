import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { quote } from "../remote/shell.ts";

export interface AnsweringEntryPointArgs {
  /** `http://…` or `tcp://…`; nothing is asked where it is empty. */
  readonly url: string;
  /** What is deployed behind it: another value asks again. */
  readonly deployed: readonly pulumi.Input<string>[];
}

const script = readFileSync(new URL("./scripts/answers.mjs", import.meta.url), "utf8");
const deadline = 60;

/** The address answers: asked from here after each deployment. */
export class AnsweringEntryPoint extends pulumi.ComponentResource {
  constructor(name: string, args: AnsweringEntryPointArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:AnsweringEntryPoint", name, {}, options);
    if (args.url) {
      new local.Command(
        name,
        {
          create: `node --input-type=module - ${quote(args.url)} ${deadline}`,
          stdin: script,
          environment: { DEPLOYED: pulumi.all([...args.deployed]).apply((words) => words.join(" ")) },
          logging: local.Logging.None,
          addPreviousOutputInEnv: false,
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
