import * as pulumi from "@pulumi/pulumi";
import type { Logins } from "./clientConfiguration.ts";
import type { RegistryLogin } from "./registry.ts";

/** Input for mirroring an image; secret. */
export interface MirrorTask {
  /** Services that run the image, `shop/web`, for the error message. */
  readonly services: readonly string[];
  readonly target: { readonly address: string; readonly username: string; readonly password: string };
  /** The login for the image's own host, if there is one. */
  readonly sources: Logins;
}

/**
 * The standard input of scripts/mirror.ts; secret.
 *
 * @param services `shop/web`
 * @param sources logins for the image's own host
 */
export function mirrorInput(
  { pushAddress, username, password }: RegistryLogin,
  services: readonly string[],
  sources: Logins,
): pulumi.Output<string> {
  return pulumi.secret(
    pulumi
      .all([pushAddress, username, password])
      .apply(([address, username, password]) =>
        JSON.stringify({ services, target: { address, username, password }, sources } satisfies MirrorTask),
      ),
  );
}
