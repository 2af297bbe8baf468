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

/** Appends the trigger as a comment, which a shell ignores. */
export function withTrigger(command: string, trigger: string): string {
  return trigger ? `${command} # again ${trigger}` : command;
}

/** How to run a script on a machine. */
export interface ScriptCall {
  /** Name of the step in the process list and in messages. */
  readonly name: string;
  readonly args: readonly string[];
  /** Seconds until the step is killed. */
  readonly deadline: number;
  /** False: run it with `sudo -n`, which needs no password. */
  readonly root: boolean;
}

/** Where preflight stores the scripts on every machine. */
export const scriptFolder = "/var/lib/swarm-scripts";
const runner = `${scriptFolder}/run`;

/**
 * The command text for a script that the machine stores.
 *
 * The user's login shell reads it, which may be csh or fish. A failed remote command prints its whole text, so
 * the text contains only the step's name and arguments; secrets stay on standard input.
 */
export function storedCommand(script: string, { name, args, ...call }: ScriptCall): string {
  return `${limitedBy(call)} ${["sh", runner, name, script, ...args.map(onOneLine)].map(quote).join(" ")}`;
}

/**
 * The same for an undo: a machine that has lost its disk has nothing to undo. The last undo on a machine also
 * removes the scripts.
 */
export function storedUndo(script: string, call: ScriptCall & { readonly isLast?: boolean }): string {
  const removal = call.isLast ? ` && ${call.root ? "" : "sudo -n "}rm -rf ${scriptFolder}` : "";
  return `test ! -e ${runner} || ${storedCommand(script, call)}${removal}`;
}

/** The command text for a script on standard input, for a machine that stores none yet. */
export function inlineCommand(bytes: number, { name, args, ...call }: ScriptCall): string {
  const script = `eval "$(head -c ${bytes})"`;
  return `${limitedBy(call)} sh -c '${script}' ${[name, ...args].map(quote).join(" ")}`;
}

/** Logs in, becomes root, and does nothing. */
export function loginCommand(machine: string, root: boolean): string {
  return `${root ? "" : "sudo -n "}true ${quote(machine)}`;
}

function limitedBy({ deadline, root }: Pick<ScriptCall, "deadline" | "root">): string {
  return `${root ? "" : "sudo -n "}timeout -k 10 ${deadline}`;
}

/** Encodes lines for scripts/run.sh: no notation for a newline works in csh and POSIX shells alike. */
function onOneLine(word: string): string {
  return word.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
