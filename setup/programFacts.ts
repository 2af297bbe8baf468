/** A Pulumi plugin, in the version of its npm package. */
export interface TargetPlugin {
  readonly name: string;
  /** What needs it, in a few words. */
  readonly why: string;
}

/** The image that all Dockerfiles of the program start from. */
export interface BaseImage {
  /** The environment variable with which the user names another one. */
  readonly variable: string;
  /** By digest. */
  readonly pinned: string;
  /** What set-up builds if no registry can be reached; the comment identifies it. */
  readonly built: { readonly name: string; readonly comment: string };
  /** The image to use: the user's, or the one that set-up built, or else the pinned one. */
  chosen(): string;
}

/** What the tools tell set-up about the program and the target of a stack. */
export interface ProgramFacts {
  /** Plugins for the target's resources, besides those that every target needs. */
  readonly plugins: readonly TargetPlugin[];
  readonly baseImage: BaseImage;
  /** Why the target does not use the stand-in of a plugin, and what to do; undefined if it does. */
  standInRefusal(plugin: string): string | undefined;
}
