import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { RegistryLogin, Retention } from "../../../images/registry.ts";
import { changingScript } from "../../../steps/localScript.ts";
import { localStep } from "../../../steps/localStep.ts";

export interface ImageRetentionArgs {
  /** Cluster id. */
  readonly cluster: pulumi.Input<string>;
  /** Name of the registry's container. */
  readonly container: string;
  readonly login: RegistryLogin;
  readonly retention: Retention;
}

const script = new URL("./scripts/retain.sh", import.meta.url);

/** Removes images that no service needs any more from a registry in a container, and frees the disk space. */
export function imageRetention(
  name: string,
  { cluster, container, login, retention }: ImageRetentionArgs,
  options: pulumi.CustomResourceOptions,
): local.Command {
  const now = pulumi.all(retention.stacks.flatMap(({ references }) => Object.values(references)));
  const create = pulumi
    .all([login.pushAddress, login.nodeAddress, now, retention.used, cluster])
    .apply(([pushAddress, nodeAddress, references, used, owner]) => {
      const named = (kind: string, all: readonly string[]) =>
        all.map((reference) => `${kind}=${reference.replace(`${nodeAddress}/`, "")}`);
      const args = [
        ...[owner, container, pushAddress, String(retention.keep)],
        ...named("now", [...new Set(references)].sort()),
        ...named("used", used.split(" ").filter(Boolean)),
      ];
      return changingScript(args, script);
    });
  return localStep(name, { create, logging: local.Logging.Stderr }, options);
}
