import type { Logins } from "./clientConfiguration.ts";

/** What the copy of an image needs to know and nobody may see. */
export interface MirrorTask {
  /** Those that run it, `shop/web`: who is told when it fails. */
  readonly services: readonly string[];
  readonly target: { readonly address: string; readonly username: string; readonly password: string };
  /** That of the image's own host, where there is one. */
  readonly sources: Logins;
}
