import type { ComposeModel } from "../compose/model.ts";
import type { Diagnostic } from "../input/diagnostic.ts";
import type { ClusterIdentity } from "../keys/clusterIdentity.ts";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { Settings } from "../settings/settings.ts";
import type { TargetSettings } from "../settings/targetSettings.ts";
import type { Tunnel } from "../steps/connection.ts";
import type { TargetCost } from "./targetCost.ts";
import type { KnownResource, TargetPlan } from "./targetPlan.ts";
import type { TargetResources } from "./targetResources.ts";

/** What this computer's own state adds to the settings, and what is wrong with it. */
export interface ComputerCheck {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

/** A Pulumi plugin, in the version of its npm package. */
export interface Plugin {
  readonly name: string;
  /** What needs it, in a few words. */
  readonly why: string;
}

/** What hints about a failed run need to know of a machine that the user listed. */
export interface ListedHost {
  readonly name?: string;
  readonly role?: string;
  readonly user?: string;
}

/** An object of this computer's engine with a stack's name. */
export interface EngineObject {
  readonly kind: "container" | "network" | "volume";
  readonly name: string;
  /** Cluster id; empty if this program did not create it. */
  readonly cluster: string;
}

/** All that the program and its commands know of a target; docs/adding-a-target.md explains each member. */
export interface Target<Own = unknown> extends TargetSettings<Own> {
  /** True for one: the target of a stack that names none. */
  readonly isDefault?: boolean;
  /**
   * True if its machines are containers of this computer's engine. On other machines, plugins that stand in for
   * Pulumi's run only if the user names them.
   */
  readonly isOnThisComputer?: boolean;
  /** Plugins for its resources, besides those that every target needs. */
  readonly plugins?: readonly Plugin[];
  /** How many operations run side by side; default: Pulumi's own number, four for each processor. */
  readonly parallel?: number;
  /** What its resources mean in a plan: machines, data loss. */
  readonly plan?: TargetPlan;
  /** Its prices, or a sentence that continues "Stack dev …" if no price list knows them. */
  readonly cost: string | (() => Promise<TargetCost>);
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
  /** True if a refresh would find these resources of the state unchanged. Default: only a refresh can tell. */
  isAsRecorded?(resources: readonly KnownResource[]): Promise<boolean>;
  /** Another way to a node's SSH server; from the resources in the state. */
  tunnelTo?(node: string, resources: readonly KnownResource[]): Tunnel | undefined;
  /** The setting in which the user lists machines, and these machines in a run's configuration. */
  readonly hostList?: {
    readonly setting: string;
    read(config: Readonly<Record<string, string>>): readonly ListedHost[];
  };
  /** Objects of this computer's engine with the stack's name, whichever cluster they belong to. */
  objectsOf?(stack: string): Promise<readonly EngineObject[]>;
}
