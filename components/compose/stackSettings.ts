/** Whether the images of a whole stack are copied, or those of some of its services. */
export type MirrorChoice = boolean | Readonly<Record<string, boolean>>;

/** What to deploy: one compose file, or several that are merged. */
export interface StackSettings {
  /** Name of the stack in the swarm. */
  readonly name: string;
  /** Absolute paths of the compose files, at least one; a later one changes what an earlier one says. */
  readonly files: readonly string[];
  /** Profiles whose services are deployed, too; default none. */
  readonly profiles: readonly string[];
  /** Variables for the file's `${…}`, over `.env`'s and the environment's. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds the services may take to converge; default 600. */
  readonly timeout: number;
  /** Over what is said for all images; default: nothing else. */
  readonly mirror?: MirrorChoice;
}
