import { readFileSync } from "node:fs";
import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { withoutComments } from "../remote/script.ts";
import { quote } from "../remote/shell.ts";

const script = new URL("./scripts/sweep.sh", import.meta.url);

/** Removes this stack's images from this computer's engine when the stack is destroyed; must be deleted last. */
export function imageSweep(stack: string): pulumi.Resource {
  return new local.Command("image-sweep", {
    delete: `sh -s ${quote(stack)}`,
    stdin: withoutComments(readFileSync(script, "utf8")),
    logging: local.Logging.None,
    addPreviousOutputInEnv: false,
  });
}
