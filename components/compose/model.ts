import type { Warning } from "../input/warning.ts";
import type { BoundPaths } from "./binds/bindMounts.ts";
import type { BuildRecipe } from "./buildRecipe.ts";
import type { ComposeDocument } from "./document.ts";
import type { PortDocument } from "./schema/portSchema.ts";
import type { StackObject } from "./translate/objectContent.ts";
import type { VolumeGroup } from "./translate/volumeGroups.ts";

/** A port that a service publishes on the nodes. */
export interface PublishedPort extends Omit<PortDocument, "app_protocol"> {
  readonly service: string;
  /** True if the file says `app_protocol: http`. */
  readonly http: boolean;
  /** True if every node serves it: mode ingress, or a global service without constraints. */
  readonly everywhere: boolean;
}

/** A compose file after interpolation and validation: plain data with absolute paths. */
export interface ComposeModel {
  readonly name: string;
  /** The compose file's display path: `example/compose.yaml`, several joined with ` + `. */
  readonly file: string;
  /** Secret values of the stack's variables, which may be part of any text. */
  readonly secretValues?: readonly string[];
  /** Services, networks, volumes, configs and secrets in long syntax, with variables filled in. */
  readonly document: ComposeDocument;
  /** By service; a service that is not listed runs the image that it names. */
  readonly builds: Readonly<Record<string, BuildRecipe>>;
  readonly ports: readonly PublishedPort[];
  readonly objects: readonly StackObject[];
  readonly binds: BoundPaths;
  /** Volumes that hold their services on one node. */
  readonly pinned: readonly VolumeGroup[];
  /** What the swarm does differently from the file, or ignores. */
  readonly warnings: readonly Warning[];
}
