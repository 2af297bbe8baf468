import type { Warning } from "../input/warning.ts";
import type { BuildRecipe } from "./buildRecipe.ts";
import type { ComposeDocument } from "./document.ts";

export type { BuildRecipe };

/** A port that a service publishes on the nodes. */
export interface PublishedPort {
  readonly service: string;
  readonly target: number;
  readonly published: number;
  readonly protocol: "tcp" | "udp";
  readonly mode: "ingress" | "host";
  /** True where the file says `app_protocol: http`. */
  readonly http: boolean;
}

/** A config or secret whose content this program brings into the swarm. */
export interface StackObject {
  readonly kind: "config" | "secret";
  /** Its key in the compose file. */
  readonly key: string;
  /** Any bytes. */
  readonly content: Buffer;
  /** What fills in the values of each task: https://docs.docker.com/engine/swarm/configs/ */
  readonly template?: "golang";
}

/** A compose file after interpolation and checks: plain data, paths absolute. */
export interface ComposeModel {
  /** Name of the stack. */
  readonly name: string;
  /** The compose file as messages call it: `example/compose.yaml`, several with ` + ` between them. */
  readonly file: string;
  /** Services, networks, volumes, configs and secrets, variables filled in, everything in its long form. */
  readonly document: ComposeDocument;
  /** By service; services without one run the image they name. */
  readonly builds: Readonly<Record<string, BuildRecipe>>;
  readonly ports: readonly PublishedPort[];
  readonly objects: readonly StackObject[];
  /** What the swarm does otherwise than the file says, or does without. */
  readonly warnings: readonly Warning[];
}
