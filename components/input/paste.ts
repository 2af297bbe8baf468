import { stringify } from "yaml";
import { isMapping } from "./mapping.ts";

/** Settings of a stack that resolve a diagnostic: `{binds: {"./data": "volume"}}`. */
export interface Paste {
  readonly stack: string;
  readonly settings: Settings;
}

type Settings = Readonly<Record<string, unknown>>;

/** The lines for `Pulumi.<stack>.yaml`, below `config:`; all of a stack's in one block. */
export function pasteLines(pastes: readonly Paste[]): string {
  const stacks = pastes.reduce<Settings>(
    (merged, { stack, settings }) => combined(merged, { [stack]: settings }),
    {},
  );
  return stringify({ "swarm:stacks": stacks }, { lineWidth: 0 });
}

/** The block at the end of a message; empty if there is nothing to paste. */
export function pasteBlock(found: readonly { readonly paste?: Paste }[], pulumiStack = "<stack>"): string {
  const pastes = found.flatMap(({ paste }) => paste ?? []);
  if (pastes.length === 0) return "";
  const lines = pasteLines(pastes).trimEnd().replaceAll(/^/gm, "    ");
  return `\n\n  proposed for Pulumi.${pulumiStack}.yaml, below config:\n${lines}`;
}

function combined(one: Settings, other: Settings): Settings {
  const entries = Object.entries(other).map(([key, value]) => {
    const before = Object.hasOwn(one, key) ? one[key] : undefined;
    return [key, isMapping(before) && isMapping(value) ? combined(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(entries) };
}
