/** Characters that keep a meaning inside single quotes, in csh (`!`) or in fish (`\`). */
const escaped = /['\\!]/g;

/**
 * One word of a command, whatever is in it, for POSIX shells, zsh, csh, tcsh and fish.
 *
 * Only a newline is beyond csh: it has no notation for one that a POSIX shell shares.
 */
export function quote(word: string): string {
  if (/^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(word)) return word;
  return `'${word.replaceAll(escaped, (character) => `'\\${character}'`)}'`;
}

/** What runs a script that arrives on standard input. */
export interface ScriptCall {
  /** Name of the step, seen in the process list and in messages. */
  readonly name: string;
  /** Bytes of standard input before the script, at the script, and after it until the payload. */
  readonly bytes: { readonly before: number; readonly script: number; readonly after: number };
  readonly args: readonly string[];
  /** Seconds until the step is ended. */
  readonly deadline: number;
  /** False puts `sudo -n` in front: the user may become root without a password. */
  readonly root: boolean;
}

/** Turns what `printable` wrote back into the words; each gets a dot first, for `$(…)` drops newlines at the end. */
const restore = 'for word; do word=$(printf %b. "$word"); shift; set -- "$@" "$' + '{word%.}"; done; ';

/**
 * The command text for a script sent on standard input.
 *
 * The user's login shell reads it, which may be csh or fish: all that a shell expands is inside single quotes,
 * for the POSIX shell that runs the script. A failing remote command prints its whole text, so the text names
 * the step and its words only; the script and the secrets behind it stay on standard input.
 */
export function scriptCommand({ name, bytes, args, deadline, root }: ScriptCall): string {
  const skip = (count: number) => (count > 0 ? [`head -c ${count} >/dev/null`] : []);
  const read = [...skip(bytes.before), `head -c ${bytes.script}`, ...skip(bytes.after)].join("; ");
  const sudo = root ? "" : "sudo -n ";
  const hasLines = args.some((word) => word.includes("\n"));
  const given = hasLines ? args.map(printable) : args;
  const run = `${hasLines ? restore : ""}eval "$(${read})"`;
  return `${sudo}timeout -k 10 ${deadline} sh -c '${run}' ${[name, ...given].map(quote).join(" ")}`;
}

/** The word on one line, in the notation of `printf %b`. */
function printable(word: string): string {
  return word.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
