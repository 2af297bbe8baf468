import type { Logins } from "./clientConfiguration.ts";

/** Input for mirroring an image; secret. */
export interface MirrorTask {
  /** Services that run the image, `shop/web`, for the error message. */
  readonly services: readonly string[];
  readonly target: { readonly address: string; readonly username: string; readonly password: string };
  /** The login for the image's own host, if there is one. */
  readonly sources: Logins;
}
