import type { Progress } from "./progress.mjs";

/** How a tool came to this computer. */
export type Origin =
  | "official"
  | "system package"
  | "built here"
  | "stand-in"
  | "already there"
  | "started here";

/** A tool that is in place. */
export interface Found {
  readonly where: string;
  readonly origin: Origin;
  /** Asks the tool itself: only the doctor wants to know. */
  readonly version: () => Promise<string>;
}

/** What a step is given for its work. */
export interface Work {
  readonly progress: Pick<Progress, "note">;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One tool that must be in place. */
export interface Step {
  readonly name: string;
  /** What needs it, in a few words. */
  readonly why: string;
  /** Quick, changes nothing. */
  find(): Promise<Found | undefined>;
  /** Leaves either the whole tool in its place or nothing. */
  obtain(work: Work): Promise<void>;
}
