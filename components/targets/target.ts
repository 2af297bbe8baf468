import type { ComposeModel } from "../compose/model.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import type { ClusterIdentity } from "../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { Settings } from "../settings/settings.ts";
import type { TargetSettings } from "../settings/targetSettings.ts";
import type { TargetResources } from "./targetResources.ts";

/** What this computer's own state adds to the settings, and what is wrong with it. */
export interface ComputerCheck {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

/** All that the program and its commands know of a target; docs/adding-a-target.md explains each member. */
export interface Target<Own = unknown> extends TargetSettings<Own> {
  /**
   * True if its machines are containers of this computer's engine. On other machines, plugins that stand in for
   * Pulumi's run only if the user names them.
   */
  readonly isOnThisComputer?: boolean;
  /** Checks this computer before anything is created. */
  checkComputer?(
    settings: Settings<Own>,
    models: readonly ComposeModel[],
    raw: Readonly<Record<string, unknown>>,
  ): Promise<ComputerCheck>;
  /** Creates machines, registry and entry point; loads the packages for them only now. */
  createResources(
    settings: Settings<Own>,
    keys: ClusterKeys,
    cluster: ClusterIdentity,
  ): Promise<TargetResources>;
}
