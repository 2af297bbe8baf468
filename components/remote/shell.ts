/** One word of a POSIX shell command, whatever is in it. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What runs a script that arrives on standard input. */
export interface ScriptCall {
  /** Name of the step, seen in the process list and in messages. */
  readonly name: string;
  /** Bytes of standard input before the script, at the script, and after it until the payload. */
  readonly bytes: { readonly before: number; readonly script: number; readonly after: number };
  readonly words: readonly string[];
  /** Seconds until the step is ended. */
  readonly deadline: number;
  /** False puts `sudo -n` in front: the user may become root without a password. */
  readonly root: boolean;
}

/**
 * The command text for a script sent on standard input.
 *
 * A failing remote command prints its whole text, so the text names the step and its words only;
 * the script and the secrets behind it stay on standard input.
 */
export function scriptCommand({ name, bytes, words, deadline, root }: ScriptCall): string {
  const skip = (count: number) => (count > 0 ? [`head -c ${count} >/dev/null`] : []);
  const read = [...skip(bytes.before), `head -c ${bytes.script}`, ...skip(bytes.after)].join("; ");
  const sudo = root ? "" : "sudo -n ";
  return `${sudo}timeout -k 10 ${deadline} sh -c "$(${read})" ${[name, ...words].map(quote).join(" ")}`;
}
