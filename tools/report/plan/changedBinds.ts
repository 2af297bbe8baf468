import type { BoundPath } from "../../../components/compose/binds/serviceMounts.ts";
import type { BindChoice } from "../../../components/compose/stackSettings.ts";
import { componentTypes } from "../../../components/names.ts";
import type { Change } from "../../pulumi/preview.ts";
import type { Danger } from "./dangers.ts";
import { stackOf } from "./serviceChanges.ts";

interface Summary {
  readonly binds?: Readonly<Record<string, BoundPath>>;
}

type Summaries = Readonly<Record<string, Summary>>;

const meanings: Readonly<Record<BindChoice, string>> = {
  config: "configs",
  host: "the path on the nodes",
  omit: "nothing",
  volume: "its volume",
};

/**
 * Services that lose sight of their data or files, because something else is at a path of this computer than at
 * the last update. A choice in the settings is the user's own.
 */
export function changedBinds(changes: readonly Change[]): Danger[] {
  return changes
    .filter(({ type, op }) => type === componentTypes.ComposeStack && op === "update")
    .flatMap((change) => {
      const stack = stackOf(change);
      const before = (change.before.services ?? {}) as Summaries;
      return Object.entries((change.after.services ?? {}) as Summaries).flatMap(([service, { binds = {} }]) =>
        Object.entries(binds).flatMap(([path, now]) => {
          const old = before[service]?.binds?.[path];
          if (!old || now.isSet || old.as === now.as) return [];
          const name = `${stack}_${service}`;
          return [{ name, sentence: sentenceOf(name, path, old.as, now.as, stack) }];
        }),
      );
    });
}

function sentenceOf(name: string, path: string, old: BindChoice, now: BindChoice, stack: string): string {
  const setting = `swarm:stacks.${stack}.binds: {${JSON.stringify(path)}: ${old}}`;
  return `The service ${name} gets ${meanings[now]} for ${path} instead of ${meanings[old]}, because of the files on this computer now; ${setting} keeps it.`;
}
