import type { BindChoice } from "../stackSettings.ts";
import type { BindContent } from "./bindContent.ts";
import type { PathKind } from "./bindPath.ts";
import type { Origin } from "./builtFrom.ts";

/** A bind mount, and what is known of its path. */
export interface Bind {
  /** In its normal form. */
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  readonly kind: PathKind;
  readonly content: BindContent;
  readonly origin: Origin;
  /** `./data` for an absolute path beside the compose file. */
  readonly beside: string | undefined;
  /** A path around this one that the stack mounts too. */
  readonly around: string | undefined;
  /** Names in the directory. */
  readonly names: readonly string[];
  /** Name of the volume in the swarm, if it becomes one. */
  readonly volume: string;
  /** `swarm:stacks.shop.binds` */
  readonly setting: string;
}

/** A text of a diagnostic, and the choice that its lines to paste propose. */
export interface Remark {
  readonly problem: string;
  readonly hint: string;
  readonly proposal?: BindChoice;
}

/** Without a choice, the remark is an error. */
export interface Decision {
  readonly choice?: BindChoice;
  readonly remark?: Remark;
}

export function development({ source, setting }: Bind): Decision {
  return {
    choice: "omit",
    remark: {
      problem: `is left out: the image is built from ${source}, and the service runs on the nodes`,
      hint: `remove it, or move it to compose.override.yaml, which docker compose reads by itself; if the image lacks these files, choose under ${setting}`,
      proposal: "omit",
    },
  };
}

/** `${PWD}/data`, as some write it. */
export function onNodes({ source, setting }: Bind, beside: string): Decision {
  return {
    choice: "host",
    remark: {
      problem: `mounts ${source} on the nodes, not ${beside} on this computer: absolute paths refer to the nodes`,
      hint: `write ${beside} for the files here; or set ${source}: host under ${setting}`,
      proposal: "host",
    },
  };
}

export function volume({ around, source, setting, volume }: Bind, why: string): Decision {
  const apart = around === undefined ? "" : `; it shares no file with the mount of ${around}`;
  return {
    choice: "volume",
    remark: {
      problem: `becomes the volume ${volume}, because ${why}${apart}`,
      hint: `to keep this choice, set ${source}: volume under ${setting}; or name a volume in the compose file`,
      proposal: "volume",
    },
  };
}

const nextUp = "takes effect with the next up";

export function fileRemark({ source, isReadOnly, setting }: Bind): Remark {
  if (isReadOnly)
    return {
      problem: `brings ${source} into the swarm as a config; a change of the file ${nextUp}`,
      hint: "write it under configs, or under secrets if it is one",
    };
  return {
    problem: `brings ${source} into the swarm as a config, which the container cannot change; a change of the file ${nextUp}`,
    hint: `append :ro if the service only reads it; otherwise choose under ${setting}`,
    proposal: "config",
  };
}

export function filesRemark(
  { source, isReadOnly, setting }: Bind,
  { files, blank }: { readonly files: readonly string[]; readonly blank: readonly string[] },
): Remark {
  const what =
    files.length === 1
      ? `1 file of ${source} into the swarm as a config`
      : `${files.length} files of ${source} into the swarm as configs`;
  const without =
    blank.length === 0
      ? ""
      : `, without ${blank.join(", ")}, which ${blank.length === 1 ? "has" : "have"} no content`;
  const readOnly = isReadOnly ? "" : "; the container cannot write there";
  return {
    problem: `brings ${what}${without}${readOnly}; a change of a file ${nextUp}`,
    hint: isReadOnly
      ? `to keep this choice, set ${source}: config under ${setting}`
      : `append :ro if the service only reads it; for data set ${source}: volume under ${setting}`,
    proposal: "config",
  };
}
