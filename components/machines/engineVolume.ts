import type * as pulumi from "@pulumi/pulumi";
import { engineStep } from "./engineStep.ts";

/** A named volume of this computer's engine; removed with all that is on it. */
export function engineVolume(
  name: string,
  stack: string,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const script = new URL("./scripts/volume.sh", import.meta.url);
  return engineStep(`${name}-volume`, { script, words: [stack, name] }, options);
}
