/** Whether to mirror the images of a whole stack, or of some services. */
export type MirrorChoice = boolean | Readonly<Record<string, boolean>>;

/**
 * What becomes of a bind mount: a named volume, configs with the content of the files here, the same path on the
 * nodes, or nothing.
 */
export const bindChoices = ["volume", "config", "host", "omit"] as const;
export type BindChoice = (typeof bindChoices)[number];

/** A stack to deploy: one compose file, or several that are merged. */
export interface StackSettings {
  readonly name: string;
  /** Absolute paths of the compose files, at least one; later files override earlier ones. */
  readonly files: readonly string[];
  /** Active profiles; default none. */
  readonly profiles: readonly string[];
  /** Variables for `${…}` in the file; they override the environment and `.env`. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds until the services must converge; default 600. */
  readonly timeout: number;
  /** Overrides `swarm:images.mirror`; default: no override. */
  readonly mirror?: MirrorChoice;
  /** By path that services mount; default: as docs/compose.md says. */
  readonly binds?: Readonly<Record<string, BindChoice>>;
  /** False: services with local volumes may start on any node, with an empty volume; default true. */
  readonly pinVolumes?: boolean;
}
