import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { localCommand } from "../machines/localCommand.ts";
import { quote } from "../remote/shell.ts";
import type { EntryPoint } from "./entryPoint.ts";

export interface AnsweringEntryPointArgs {
  /** Nothing is asked where nothing is served. */
  readonly entryPoint: EntryPoint;
  /** What is deployed behind it: another value asks again. */
  readonly deployed: readonly pulumi.Input<string>[];
}

const script = readFileSync(new URL("./scripts/answers.mjs", import.meta.url), "utf8");

/** The address answers: asked from here after each deployment. */
export class AnsweringEntryPoint extends pulumi.ComponentResource {
  constructor(name: string, args: AnsweringEntryPointArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:AnsweringEntryPoint", name, {}, options);
    const { url, asked = [url], isServed, patience } = args.entryPoint;
    if (isServed) {
      localCommand(
        name,
        {
          create: pulumi
            .all([...asked])
            .apply((urls) => `node --input-type=module - ${urls.map(quote).join(" ")} ${patience}`),
          stdin: script,
          environment: { DEPLOYED: pulumi.all([...args.deployed]).apply((words) => words.join(" ")) },
          logging: local.Logging.Stderr,
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
