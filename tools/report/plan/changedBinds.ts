import type { BoundPath } from "../../../components/compose/binds/serviceMounts.ts";
import type { BindChoice } from "../../../components/compose/stackSettings.ts";
import { componentTypes } from "../../../components/names.ts";
import type { Change } from "../../pulumi/preview.ts";
import { stackOf } from "./serviceChanges.ts";

interface Summary {
  readonly binds?: Readonly<Record<string, BoundPath>>;
}

type Summaries = Readonly<Record<string, Summary>>;

/** A path of this computer for which a service gets something else than before. */
export interface ChangedBind {
  readonly stack: string;
  readonly service: string;
  readonly path: string;
  readonly before: BindChoice;
  readonly after: BindChoice;
}

/**
 * Services that lose sight of their data or files, because something else is at a path of this computer than at
 * the last update. A choice in the settings is the user's own.
 */
export function changedBinds(changes: readonly Change[]): ChangedBind[] {
  return changes
    .filter(({ type, op }) => type === componentTypes.ComposeStack && op === "update")
    .flatMap((change) => {
      const stack = stackOf(change);
      const before = (change.before.services ?? {}) as Summaries;
      return Object.entries((change.after.services ?? {}) as Summaries).flatMap(([service, { binds = {} }]) =>
        Object.entries(binds).flatMap(([path, now]) => {
          const old = before[service]?.binds?.[path];
          if (!old || now.isSet || old.as === now.as) return [];
          return [{ stack, service, path, before: old.as, after: now.as }];
        }),
      );
    });
}
