/** Characters that are special inside single quotes in csh (`!`) or fish (`\`). */
const escaped = /['\\!]/g;

/**
 * Quotes any argument for POSIX shells, zsh, csh, tcsh and fish.
 *
 * Except a newline in csh: no notation for one works in csh and POSIX shells alike.
 */
export function quote(word: string): string {
  if (/^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(word)) return word;
  return `'${word.replaceAll(escaped, (character) => `'\\${character}'`)}'`;
}

/** A command that runs a script from standard input. */
export interface ScriptCall {
  /** Name of the step in the process list and in messages. */
  readonly name: string;
  /** Bytes of standard input before the script, of the script, and after it until the payload. */
  readonly bytes: { readonly before: number; readonly script: number; readonly after: number };
  readonly args: readonly string[];
  /** Seconds until the step is killed. */
  readonly deadline: number;
  /** False: run it with `sudo -n`, which needs no password. */
  readonly root: boolean;
}

/**
 * Decodes the output of `printable`; a dot protects each argument, because `$(…)` strips trailing newlines.
 */
const restore = 'for word; do word=$(printf %b. "$word"); shift; set -- "$@" "$' + '{word%.}"; done; ';

/**
 * The command text for a script sent on standard input.
 *
 * The user's login shell reads it, which may be csh or fish: everything that a shell would expand is in
 * single quotes, for the POSIX shell that runs the script. A failed remote command prints its whole text, so
 * the text contains only the step's name and arguments; the script and its secrets stay on standard input.
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

/** Encodes an argument on one line for `printf %b`. */
function printable(word: string): string {
  return word.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
