import type { Socket } from "node:net";
import type { DockerCall } from "./dockerCall.ts";
import type { SwarmHost } from "./swarmHost.ts";

/** Docker refuses a command: it prints this text and ends with 1. */
export class Refusal extends Error {}

/** One of docker's commands. */
export type Subcommand = {
  /** Its options; those with a value end with `=`. */
  readonly options: readonly string[];
} & (
  | {
      /** The objects that it shows, one for each line of its format. */
      readonly reads: (host: SwarmHost, call: DockerCall) => readonly object[];
    }
  | {
      /** Changes the state. */
      readonly changes: (host: SwarmHost, call: DockerCall, input: string) => void;
    }
  | {
      /** Connects its standard input and output. */
      readonly connects: (host: SwarmHost, socket: Socket) => void;
    }
);

/** By the arguments that they start with. */
export type Subcommands = Readonly<Record<string, Subcommand>>;
