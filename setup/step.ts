import type { Progress } from "./progress.mjs";

/** How a tool was installed. */
export type Origin =
  | "official"
  | "system package"
  | "built here"
  | "stand-in"
  | "already there"
  | "started here";

/** An installed tool. */
export interface Found {
  readonly where: string;
  readonly origin: Origin;
  /** Runs the tool itself, so only the doctor calls it. */
  readonly version: () => Promise<string>;
}

/** What a step needs for its work. */
export interface Work {
  readonly progress: Pick<Progress, "note">;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One tool that must be installed. */
export interface Step {
  readonly name: string;
  /** What needs it, in a few words. */
  readonly why: string;
  /** Fast; changes nothing. */
  find(): Promise<Found | undefined>;
  /** Installs either the whole tool or nothing. */
  obtain(work: Work): Promise<void>;
}
